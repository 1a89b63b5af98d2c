import pytest

from barograph.config.datasource import DataSourceSpec
from barograph.errors import NotFound
from barograph.sources.directory import SourceDirectory
from barograph.sources.fakes import FunctionSource


def spec_of(name: str, url: str = "http://a") -> DataSourceSpec:
    return DataSourceSpec.model_validate({"name": name, "type": "prometheus", "urls": [url]})


def test_a_source_that_stayed_as_it_was_keeps_its_windows() -> None:
    directory = SourceDirectory(lambda _spec: FunctionSource({}))
    directory.replace({("default", "main"): spec_of("main"), ("default", "other"): spec_of("other")})
    main, other = directory.get("default", "main"), directory.get("default", "other")
    directory.replace(
        {("default", "main"): spec_of("main"), ("default", "other"): spec_of("other", "http://b")}
    )
    assert directory.get("default", "main") is main
    assert directory.get("default", "other") is not other
    directory.replace({})
    assert directory.all == {}


def test_a_source_of_another_tenant_is_not_found() -> None:
    directory = SourceDirectory(lambda _spec: FunctionSource({}))
    directory.replace({("a", "main"): spec_of("main"), ("b", "logs"): spec_of("logs")})
    with pytest.raises(NotFound, match="Did you mean `main`"):
        directory.get("a", "mian")
    with pytest.raises(NotFound, match="There are main"):
        directory.get("a", "logs")
