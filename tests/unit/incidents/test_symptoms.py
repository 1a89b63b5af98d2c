import pytest

from barograph.incidents.symptoms import Symptom, symptom_of


@pytest.mark.parametrize(
    ("name", "symptom"),
    [
        ("http_request_duration_seconds", Symptom.LATENCY),
        ("PodServerLatencyP95(s)", Symptom.LATENCY),
        ("http_errors_total", Symptom.ERRORS),
        ("availability", Symptom.ERRORS),
        ("CpuUsage(m)", Symptom.RESOURCE),
        ("node_memory_MemAvailable_bytes", Symptom.RESOURCE),
        ("http_requests_total", Symptom.TRAFFIC),
        ("log_template_lines", Symptom.LOGS),
        ("up", Symptom.OTHER),
    ],
)
def test_a_name_tells_the_kind_of_symptom(name: str, symptom: Symptom) -> None:
    assert symptom_of(name) is symptom


def test_callers_inherit_latency_and_errors_only() -> None:
    assert {symptom for symptom in Symptom if symptom.is_inherited} == {Symptom.LATENCY, Symptom.ERRORS}
