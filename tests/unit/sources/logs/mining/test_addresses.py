from barograph.sources.logs.mining.miner import TemplateMiner


def test_hosts_with_and_without_digits_are_one_template() -> None:
    hosts = ["web-1:80", "web-2:81", "api:80", "shop:8080", "localhost:9090"]
    miner = TemplateMiner()
    miner.learn([f"connection from {host} was accepted" for host in hosts])
    catalogue = miner.freeze()
    (template,) = catalogue.templates.values()
    assert template.text == "connection from <*> was accepted"
    assert template.lines == len(hosts)
    assert any("its port" in merge.reason for merge in template.merges)
    lines = ["connection from web-7:80 was accepted", "connection from mail:25 was accepted"]
    assert catalogue.match(lines) == [template.id, template.id]


def test_a_reason_behind_a_value_is_no_port() -> None:
    miner = TemplateMiner()
    miner.learn(["order 5 is late", "order 5: 7 days", "order 6: 9 days"])
    assert len(miner.freeze().templates) == 2
