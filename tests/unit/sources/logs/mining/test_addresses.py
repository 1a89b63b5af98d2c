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


def test_what_is_glued_to_a_name_is_a_part_of_it_before_brackets_and_at_the_end() -> None:
    names = ["curl", "git", "make", "tar", "vim", "zip", "bzip2", "python3", "libc6"]
    for end in ("", " <not there>"):
        miner = TemplateMiner()
        miner.learn([f"setting up {name}:amd64{end}" for name in names] + [f"setting up libx1{end}"])
        (template,) = miner.freeze().templates.values()
        assert template.text == f"setting up <*>{end}"


def test_what_is_glued_to_a_number_at_the_end_tells_more() -> None:
    miner = TemplateMiner()
    miner.learn(["set order 5", "set order 5: 7", "set order 6: 9"])
    assert len(miner.freeze().templates) == 2
