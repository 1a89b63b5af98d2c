import pytest

from barograph.domain import Labels
from barograph.sinks.silence import Matcher, Silence, limits_of, matchers_of

ALERT = Labels(alertname="BarographAnomaly", severity="warning", route="/cart")


@pytest.mark.parametrize(
    ("matcher", "is_match"),
    [
        (Matcher("route", "/cart"), True),
        (Matcher("route", "/car"), False),
        (Matcher("route", "/car.", is_regex=True), True),
        (Matcher("route", "/ca", is_regex=True), False),
        (Matcher("route", "/cart", is_equal=False), False),
        (Matcher("route", "/x.*", is_regex=True, is_equal=False), True),
        (Matcher("pod", ""), True),
        (Matcher("pod", "a", is_equal=False), True),
        (Matcher("route", "[", is_regex=True), False),
        (Matcher("route", "(?=/)/cart", is_regex=True), False),
    ],
)
def test_a_matcher_reads_labels_as_alertmanager_does(matcher: Matcher, is_match: bool) -> None:
    assert matcher.matches(ALERT) is is_match


def test_a_silence_of_an_incident_holds_for_the_next_one_of_the_same_series() -> None:
    alert = Labels(alertname="BarographIncident", incident="1", series="a", severity="warning")
    silence = Silence("1", "main", "active", matchers_of(alert), 0, 1, "Ada", "disk")
    assert silence.matches(alert.merged({"incident": "2", "severity": "critical"}))
    assert not silence.matches(alert.merged({"incident": "2", "series": "b"}))
    assert not silence.matches(alert.merged({"alertname": "BarographAnomaly"}))
    of_nobody = Silence("1", "main", "active", matchers_of(alert.without("series")), 0, 1, "Ada", "disk")
    assert not of_nobody.matches(alert.merged({"incident": "2"}))


@pytest.mark.parametrize(("state", "is_match"), [("active", True), ("pending", False), ("expired", False)])
def test_only_an_active_silence_keeps_quiet_also_what_becomes_worse(state: str, is_match: bool) -> None:
    silence = Silence("1", "main", state, matchers_of(ALERT), 0, 1, "Ada", "disk")
    assert silence.matches(ALERT.merged({"severity": "critical"})) is is_match
    assert not silence.matches(ALERT.merged({"route": "/other"}))


@pytest.mark.parametrize(
    ("matchers", "tenant", "is_theirs"),
    [
        ((Matcher("tenant", "org-7"), Matcher("route", "/cart")), "org-7", True),
        ((Matcher("tenant", "org-7"),), "org-8", False),
        ((Matcher("tenant", "org-.*", is_regex=True),), "org-7", False),
        ((Matcher("tenant", "org-8", is_equal=False),), "org-7", False),
        ((Matcher("route", "/cart"),), "org-7", False),
        ((Matcher("route", "/cart"),), "default", True),
        ((Matcher("tenant", "org-7"),), "default", True),
    ],
)
def test_a_silence_is_a_matter_of_the_tenant_that_it_names(
    matchers: tuple[Matcher, ...], tenant: str, is_theirs: bool
) -> None:
    assert Silence("1", "main", "active", matchers, 0, 1, "Ada", "disk").concerns(tenant) is is_theirs
    assert limits_of("default") == ()
