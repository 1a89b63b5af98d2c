"""The examination behind `barograph doctor`: each check gives a verdict, a sentence and a remedy."""

from collections.abc import Callable, Iterator

from barograph.config import Settings
from barograph.errors import BarographError
from barograph.runtime.configuration_checks import (
    check_access,
    check_links,
    check_provisioning,
    check_secret_key,
    check_sources,
)
from barograph.runtime.findings import Finding, Verdict
from barograph.runtime.machine_checks import (
    check_clock,
    check_database,
    check_port,
    check_python,
    check_state_dir,
)

__all__ = ["Finding", "Verdict", "examine"]

_CHECKS: tuple[tuple[str, Callable[[Settings], Iterator[Finding]]], ...] = (
    ("python", check_python),
    ("state folder", check_state_dir),
    ("database", check_database),
    ("secret key", check_secret_key),
    ("access", check_access),
    ("port", check_port),
    ("provisioning", check_provisioning),
    ("links", check_links),
    ("sources", check_sources),
    ("clock", check_clock),
)


def examine(settings: Settings) -> list[Finding]:
    """Run every check; one that breaks is a finding itself."""
    findings: list[Finding] = []
    for name, check in _CHECKS:
        try:
            findings.extend(check(settings))
        except (BarographError, OSError) as error:
            findings.append(
                Finding(name, Verdict.BAD, str(error), "Mend this first; it hides other findings.")
            )
    return findings
