"""Puts the built Grafana plugin into the wheel; everything else about the package stands in setup.cfg."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

_BUILT = Path(__file__).parent / "grafana-plugin" / "dist"


class BuildWithPlugin(build_py):
    """Copies ``grafana-plugin/dist``, where it was built, to where ``barograph plugin install`` looks."""

    def run(self) -> None:
        """Build the Python part, then bring the plugin."""
        super().run()
        target = Path(self.build_lib) / "barograph" / "plugin" / "dist"
        shutil.rmtree(target, ignore_errors=True)
        if (_BUILT / "module.js").is_file() and not self.editable_mode:
            shutil.copytree(_BUILT, target, ignore=shutil.ignore_patterns("*.map"))


setup(cmdclass={"build_py": BuildWithPlugin})
