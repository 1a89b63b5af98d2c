import pytest
from sqlalchemy import select

from barograph.config.datasource import DataSourceSpec
from barograph.errors import Conflict, NotFound, PreconditionFailed, ReadOnly, ValidationFailed
from barograph.security.vault import SecretVault
from barograph.storage import Database
from barograph.storage.datasources import DataSources
from barograph.storage.tables import DataSourceRow

MASK = "**********"


def spec_of(name: str = "main", **more: object) -> DataSourceSpec:
    wanted = {"name": name, "type": "prometheus", "urls": ["http://a:9090"], **more}
    return DataSourceSpec.model_validate(wanted)


@pytest.fixture
def store(database: Database) -> DataSources:
    return DataSources(database, SecretVault(b"key"))


def test_secrets_are_stored_sealed_and_come_back(store: DataSources, database: Database) -> None:
    spec = spec_of(auth={"username": "me", "password": "s3cret"}, headers={"X-Key": "s3cret"})
    store.create("default", spec, 5)
    with database.read() as connection:
        row = connection.execute(select(DataSourceRow.__table__)).one()
    assert "s3cret" not in str(tuple(row))
    stored = store.get("default", "main")
    assert stored.spec == spec
    assert stored.secret_names == ["auth.password", "headers.X-Key"]
    assert "s3cret" not in str(stored.shown)


def test_a_masked_secret_stays_what_it_is_as_long_as_the_addresses_stay(store: DataSources) -> None:
    store.create("default", spec_of(auth={"bearer_token": "s3cret"}), 5)
    changed = store.update("default", spec_of(auth={"bearer_token": MASK}, tenant="a"), 6)
    assert changed.spec.secrets == {"auth.bearer_token": "s3cret"}
    assert (changed.revision, changed.created_ms, changed.updated_ms) == (2, 5, 6)
    with pytest.raises(ValidationFailed, match="addresses changed"):
        store.update("default", spec_of(auth={"bearer_token": MASK}, urls=["http://evil"]), 7)
    with pytest.raises(ValidationFailed, match="masked"):
        store.create("default", spec_of("other", auth={"bearer_token": MASK}), 8)


def test_names_revisions_and_absence_are_watched(store: DataSources) -> None:
    store.create("default", spec_of(), 5)
    with pytest.raises(Conflict):
        store.create("default", spec_of(), 6)
    with pytest.raises(PreconditionFailed) as lost:
        store.update("default", spec_of(tenant="a"), 6, expected_revision=2)
    assert lost.value.detail == {"revision": 1, "expected": 2}
    with pytest.raises(NotFound):
        store.get("other-tenant", "main")
    store.delete("default", "main", expected_revision=1)
    assert store.all() == []
    with pytest.raises(NotFound):
        store.delete("default", "main")


def test_provisioned_ones_follow_the_files_and_are_read_only(store: DataSources) -> None:
    store.create("default", spec_of("mine"), 1)
    store.provision("default", "files", [spec_of("a"), spec_of("b")], 2)
    with pytest.raises(ReadOnly, match="'a' comes from the settings, or from a file"):
        store.update("default", spec_of("a", tenant="x"), 3)
    store.provision("default", "files", [spec_of("b", tenant="x"), spec_of("c")], 4)
    found = {stored.spec.name: stored for stored in store.all("default")}
    assert sorted(found) == ["b", "c", "mine"]
    assert (found["b"].spec.tenant, found["b"].revision) == ("x", 2)
    with pytest.raises(Conflict, match="`mine`"):
        store.provision("default", "files", [spec_of("mine")], 5)


def test_one_that_cannot_be_unsealed_does_not_stop_the_others(store: DataSources, database: Database) -> None:
    store.create("default", spec_of("readable"), 1)
    another = DataSources(database, SecretVault(b"another key"))
    another.create("default", spec_of("sealed", auth={"bearer_token": "s3cret"}), 1)
    another.create("default", spec_of("without-secrets"), 1)
    assert [stored.spec.name for stored in store.all()] == ["readable", "without-secrets"]


def test_files_replace_what_cannot_be_unsealed_any_more(store: DataSources, database: Database) -> None:
    secret = spec_of("main", auth={"bearer_token": "s3cret"})
    lost = DataSources(database, SecretVault(b"lost key"))
    lost.provision("default", "files", [secret, spec_of("gone", auth={"bearer_token": "x"})], 1)
    lost.create("default", spec_of("mine", auth={"bearer_token": "x"}), 1)
    store.provision("default", "files", [secret], 2)
    (stored,) = store.all("default")
    assert (stored.spec, stored.revision) == (secret, 2)


def test_a_change_that_changes_nothing_is_no_revision(store: DataSources) -> None:
    made = store.create("default", spec_of(), 5)
    assert store.update("default", spec_of(), 9) == made
