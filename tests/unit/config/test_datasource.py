import pytest
from pydantic import ValidationError

from barograph.config.datasource import DataSourceSpec


def make(**more: object) -> DataSourceSpec:
    return DataSourceSpec.model_validate(
        {"name": "main", "type": "prometheus", "urls": ["http://prometheus:9090/"], **more}
    )


def test_a_name_a_type_and_an_address_are_enough() -> None:
    spec = make()
    assert spec.urls == ("http://prometheus:9090",)
    assert spec.timeout.seconds == 30
    assert spec.secrets == {}


@pytest.mark.parametrize(
    ("part", "message"),
    [
        ({"urls": []}, "at least 1 item"),
        ({"urls": ["prometheus:9090"]}, "http://host:port"),
        ({"urls": ["file:///etc/passwd"]}, "http://host:port"),
        ({"urls": ["http://me:secret@prometheus"]}, "under `auth`"),
        ({"auth": {"bearer_token": "a", "username": "b"}}, "not both"),
        ({"auth": {"password": "a"}}, "needs a `username`"),
        ({"headers": {"X: y\r\nZ": "1"}}, "headers"),
        ({"encoding": "br"}, "identity"),
    ],
)
def test_what_makes_no_sense_is_refused(part: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        make(**part)


def test_secrets_are_never_shown_and_are_listed_for_the_vault() -> None:
    spec = make(auth={"username": "me", "password": "s3cret"}, headers={"X-Key": "s3cret"})
    assert "s3cret" not in repr(spec)
    assert "s3cret" not in spec.model_dump_json()
    assert spec.secrets == {"auth.password": "s3cret", "headers.X-Key": "s3cret"}
