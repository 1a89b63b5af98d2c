import pytest

from barograph.config.patterns import compile_pattern, fits


@pytest.mark.parametrize(
    ("pattern", "text", "is_match"),
    [
        ("canary-.*", "canary-7", True),
        ("canary", "canary-7", False),
        ("a|b", "b", True),
        ("", "", True),
        ("(?i)ERROR", "error", True),
        (r"a\.b\-c\ d", "a.b-c d", True),
        ("ü+", "üü", True),
        (".", "é", True),
    ],
)
def test_a_pattern_fits_a_whole_text(pattern: str, text: str, is_match: bool) -> None:
    assert fits(pattern, text) is is_match


@pytest.mark.parametrize("pattern", ["(a+)+b", "(a|a)*b", "([a-z]*)*x", "(.*a){30}b"])
def test_no_pattern_explodes(pattern: str) -> None:
    # Python's own would not be through with one of these in the life of a person.
    assert not fits(pattern, "a" * 5000)


@pytest.mark.parametrize(
    "pattern", ["(", "[", "*a", "(?=a)", r"(a)\1", "(a{1000}){1000}", "(" + "x{1000}" * 500 + ")"]
)
def test_what_prometheus_would_not_take_or_what_is_too_large_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="is not a regular expression"):
        compile_pattern(pattern)
