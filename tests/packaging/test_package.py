"""What lies in the package's folders is what a build packs: an installed Barograph lacks nothing."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def files_below(folder: Path) -> set[str]:
    found = (file.relative_to(folder) for file in folder.rglob("*") if file.is_file())
    return {str(file) for file in found if "__pycache__" not in file.parts}


def test_a_build_packs_every_file(tmp_path: Path) -> None:
    command = [sys.executable, "setup.py", "--quiet", "build_py", "--build-lib", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=60)
    wanted = files_below(ROOT / "backend" / "barograph")
    packed = files_below(tmp_path / "barograph")
    assert wanted - packed == set(), "name their endings under [options.package_data] in setup.cfg"
    assert all(file.startswith("plugin/dist/") for file in packed - wanted)
