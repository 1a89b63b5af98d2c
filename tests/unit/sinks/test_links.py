from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from barograph.domain import Anomaly
from barograph.sinks.links import Links
from tests.unit.storage.making import make_anomaly

PAGE = Links("https://barograph.example/")
GRAFANA = Links("https://barograph.example", "https://grafana.example/")


def with_replay(anomaly: Anomaly, url: str) -> Anomaly:
    evidence = replace(anomaly.evidence, details={"replay_url": url})
    return replace(anomaly, evidence=evidence)


def test_a_link_of_an_incident_names_it() -> None:
    assert PAGE.to_incident("3f2a") == "https://barograph.example/?incident=3f2a"
    assert GRAFANA.to_incident("3f2a") == "https://grafana.example/a/barograph-anomaly-app/incidents/3f2a"


def test_a_link_of_an_anomaly_leads_to_its_series_at_its_time() -> None:
    anomaly = make_anomaly(5000)
    asked = parse_qs(urlsplit(PAGE.to_anomaly(anomaly)).query)
    assert asked == {"anomaly": [anomaly.fingerprint]}
    replay = "https://barograph.example/?detector=latency&start=1&end=2&label=route%3D%2Fcart"
    assert PAGE.to_anomaly(with_replay(anomaly, replay)) == replay
    app = f"https://grafana.example/a/barograph-anomaly-app/incidents?anomaly={anomaly.fingerprint}"
    assert GRAFANA.to_anomaly(with_replay(anomaly, replay)) == app


def test_home_is_where_people_begin() -> None:
    assert PAGE.home == "https://barograph.example"
    assert GRAFANA.home == "https://grafana.example/a/barograph-anomaly-app/home"
