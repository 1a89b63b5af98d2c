from barograph.domain import Labels
from barograph.sources.matrix.label_texts import LabelTexts


def test_a_known_text_gives_the_same_object() -> None:
    texts = LabelTexts()
    assert texts.read(b'{"a":"1"}') is texts.read(b'{"a":"1"}')
    assert texts.read(b'{"b":"","a":"1"}') == Labels(a="1")


def test_what_is_remembered_is_bounded() -> None:
    texts = LabelTexts(max_entries=2)
    first = texts.read(b'{"a":"1"}')
    texts.read(b'{"a":"2"}')
    texts.read(b'{"a":"3"}')
    assert texts.read(b'{"a":"1"}') == first
    assert texts.read(b'{"a":"1"}') is not first
