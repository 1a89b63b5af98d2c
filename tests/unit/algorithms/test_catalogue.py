import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from barograph.algorithms.catalogue import Catalogue
from barograph.algorithms.registry import Registry
from barograph.errors import InternalError, NotFound

_FOREIGN = '''
from barograph.algorithms.zscore import ZScore

class Foreign(ZScore):
    """Judges as abroad."""

    name = "foreign"
'''
_POINTS = """
[barograph.algorithms]
foreign = foreign_algorithm:Foreign
broken = foreign_algorithm:Missing
"""


@pytest.fixture
def foreign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install a package with one algorithm that works and one that does not."""
    (tmp_path / "foreign_algorithm.py").write_text(_FOREIGN)
    about = tmp_path / "foreign_package-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: foreign-package\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(_POINTS)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))


def test_everything_installed_is_described_as_the_registry_does() -> None:
    names = tuple(str(item["name"]) for item in Catalogue().all())
    assert names == Registry.installed().names


@pytest.mark.usefixtures("foreign")
def test_foreign_algorithms_are_described_without_being_imported_here() -> None:
    catalogue = Catalogue()
    described = catalogue.get("foreign")
    assert (described["summary"], described["origin"]) == ("Judges as abroad.", "foreign-package")
    assert "foreign_algorithm" not in sys.modules
    assert len(catalogue.all()) == len(Registry.installed().names) + 1
    with pytest.raises(InternalError, match="Reinstall foreign-package"):
        catalogue.get("broken")
    with pytest.raises(NotFound, match="Did you mean `foreign`"):
        catalogue.get("foregn")


def test_it_is_read_once_and_after_a_failure_again() -> None:
    answers = [InternalError("no memory"), orjson.dumps({"items": [{"name": "a"}], "broken": {}})]

    def read() -> bytes:
        answer = answers.pop(0)
        if isinstance(answer, InternalError):
            raise answer
        return answer

    catalogue = Catalogue(read)
    with pytest.raises(InternalError):
        catalogue.all()
    assert catalogue.all() == catalogue.all() == ({"name": "a"},)


def test_nobody_who_lists_makes_or_judges_imports_scikit_learn() -> None:
    program = """
import sys
import numpy as np
import barograph.runtime.web
from barograph.algorithms.catalogue import Catalogue
from barograph.algorithms.registry import Registry

Catalogue().all()
for name in Registry.installed().names:
    Registry.installed().create(name)
sys.exit("sklearn" in sys.modules or "scipy" in sys.modules)
"""
    subprocess.run([sys.executable, "-c", program], check=True)
