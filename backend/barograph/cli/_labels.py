"""Labels of backtests: which of them count, and those that our own database has."""

from collections.abc import Iterator, Sequence

from barograph.cli._database import opened
from barograph.config import Settings
from barograph.config.matchers import Matcher
from barograph.engine.quality import KnownIncident
from barograph.errors import ValidationFailed
from barograph.storage.notifications import Notifications

__all__ = ["read_matchers", "read_notified"]


def read_matchers(texts: Sequence[str]) -> tuple[Matcher, ...]:
    """Read matchers as they are written on the command line."""
    try:
        return tuple(Matcher.parse(text) for text in texts)
    except ValueError as error:
        raise ValidationFailed(f"--labels-match: {error}.") from error


def read_notified(
    settings: Settings, match: Sequence[Matcher], range_ms: tuple[int, int], tenant: str = "default"
) -> Iterator[KnownIncident]:
    """Yield the alerts that Alertmanager told our receiver of in a range."""
    with opened(settings) as database:
        for one in Notifications(database).episodes(tenant, *range_ms):
            if all(matcher.is_met_by(one.labels) for matcher in match):
                yield KnownIncident(one.start_ms, range_ms[1] if one.end_ms is None else one.end_ms, one.name)
