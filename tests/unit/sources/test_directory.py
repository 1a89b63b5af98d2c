import pytest

from barograph.config.datasource import DataSourceSpec
from barograph.errors import NotFound, SourceMisconfigured, ValidationFailed
from barograph.sources.base import SourceState
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


def test_a_source_that_cant_be_built_stops_no_other_and_is_tried_again() -> None:
    unreadable = {"http://typo"}

    def build(spec: DataSourceSpec) -> FunctionSource:
        if spec.urls[0] in unreadable:
            raise ValidationFailed("The file /typo.yaml can't be read.")
        return FunctionSource({})

    directory, main = SourceDirectory(build), ("default", "main")
    wanted = {("default", "logs"): spec_of("logs", "http://typo"), main: spec_of("main")}
    directory.replace(wanted)
    assert directory.get(*main).source.check().state is SourceState.OK
    broken = directory.get("default", "logs")
    assert broken.source.check().state is SourceState.DOWN
    with pytest.raises(SourceMisconfigured, match=r"`logs` can't be built: The file /typo\.yaml"):
        broken.windows.window("up", 60_000, 60_000, 1)
    assert directory.problems == (
        "The data source `logs` can't be built: The file /typo.yaml can't be read.",
    )
    unreadable.clear()
    directory.replace(wanted)
    assert (directory.problems, directory.get("default", "logs").source.check().state) == ((), SourceState.OK)


def test_while_a_change_cant_be_built_the_former_source_answers() -> None:
    def build(spec: DataSourceSpec) -> FunctionSource:
        if spec.urls[0] == "http://b":
            raise OSError("a plugin raises what it likes")
        return FunctionSource({})

    directory, main = SourceDirectory(build), ("default", "main")
    directory.replace({main: spec_of("main")})
    former = directory.get(*main)
    directory.replace({main: spec_of("main", "http://b")})
    assert directory.get(*main) is former
    assert "a plugin raises" in directory.problems[0]
