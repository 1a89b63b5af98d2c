from barograph.domain import Labels


def test_order_of_labels_does_not_matter() -> None:
    assert Labels(b="2", a="1") == Labels(a="1", b="2")
    assert hash(Labels(b="2", a="1")) == hash(Labels(a="1", b="2"))


def test_empty_values_do_not_count() -> None:
    assert Labels(a="", b="2") == Labels(b="2")


def test_text_is_promql() -> None:
    assert str(Labels({"__name__": "up", "job": 'a"b\n'})) == 'up{job="a\\"b\\n"}'
    assert str(Labels()) == "{}"
    assert str(Labels({"__name__": "up"})) == "up"


def test_subsets_and_merges() -> None:
    labels = Labels(a="1", b="2")
    assert labels.without("a") == Labels(b="2")
    assert labels.only("a") == Labels(a="1")
    assert labels.merged({"a": "3"}) == Labels(a="3", b="2")
    assert labels.matches({"a": "1", "missing": ""})
    assert not labels.matches({"a": "2"})
    assert Labels(a="1") < Labels(a="2")
