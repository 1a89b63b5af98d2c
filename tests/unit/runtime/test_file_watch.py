from pathlib import Path

import pytest

from barograph.config.kinds import TEAMS
from barograph.config.named_files import NamedSet
from barograph.config.team import TeamSpec
from barograph.errors import Conflict, ServiceUnreachable, ValidationFailed
from barograph.runtime.file_watch import FileWatch, MadeOf, SpecsInForce

FILE = "teams: [{name: %s, match: [team=shop], budget: {alerts: 1}}]"


class Folder:
    """A provisioning folder with one file of teams, and the clock of who looks at it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seconds = 0.0
        (path / "teams").mkdir()
        self.say(FILE % "shop")
        self.teams = SpecsInForce[TeamSpec]("teams", self.read, 5, lambda: self._seconds)

    def say(self, text: str) -> None:
        (self._path / "teams" / "teams.yaml").write_text(text)

    def read(self) -> NamedSet[TeamSpec]:
        return TEAMS.read_folder(self._path, {})

    def names(self, after_seconds: float) -> list[str]:
        self._seconds += after_seconds
        return [team.name for team in self.teams()]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_files_are_taken_up_when_it_is_time_to_look(folder: Folder) -> None:
    folder.say(FILE % "bank")
    assert folder.names(after_seconds=4) == ["shop"]
    assert folder.names(after_seconds=1) == ["bank"]


def test_while_files_are_wrong_the_last_good_ones_count(folder: Folder) -> None:
    folder.say("teams: [{name: bank}]")
    assert folder.names(after_seconds=5) == ["shop"]
    assert "teams.yaml:1:" in folder.teams.problems[0]
    folder.say(FILE % "bank")
    assert folder.names(after_seconds=5) == ["bank"]
    assert folder.teams.problems == ()


def test_a_start_with_wrong_files_is_refused(folder: Folder) -> None:
    folder.say("teams: [{name: bank}]")
    with pytest.raises(ValidationFailed, match=r"teams.yaml:1:\d+"):
        SpecsInForce[TeamSpec]("teams", folder.read, 5)


def test_what_cant_be_taken_is_a_problem_and_an_outage_is_waited_for(folder: Folder) -> None:
    answers: list[Exception | None] = [ServiceUnreachable("The database is away."), None]
    taken: list[str] = []

    def take(specs: tuple[TeamSpec, ...]) -> None:
        if answers and (error := answers.pop(0)):
            raise error
        taken.extend(spec.name for spec in specs)

    watch = FileWatch[TeamSpec]("teams", folder.read, take)
    with pytest.raises(ServiceUnreachable):
        watch.look()
    watch.look()
    watch.look()
    assert taken == ["shop"]
    answers.append(Conflict("The name is taken."))
    folder.say(FILE % "bank")
    watch.look()
    assert (watch.problems, taken) == (("The name is taken.",), ["shop"])
    watch.look()
    assert (watch.problems, taken) == ((), ["shop", "bank"])


def test_a_thing_is_made_anew_only_where_its_specs_change(folder: Folder) -> None:
    names = MadeOf(folder.teams, lambda specs: [spec.name for spec in specs])
    first = names()
    assert names() is first
    folder.say(FILE % "bank")
    folder.names(after_seconds=5)
    assert names() == ["bank"]
