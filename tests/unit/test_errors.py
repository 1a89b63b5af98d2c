from barograph import errors
from barograph.errors import BarographError, NotFound


def tree(root: type[BarographError]) -> list[type[BarographError]]:
    return [root, *(leaf for child in root.__subclasses__() for leaf in tree(child))]


def test_every_error_is_exported_and_says_cause_and_remedy() -> None:
    for error in tree(BarographError):
        assert error.__name__ in errors.__all__
        assert len((error.__doc__ or "").split(". ")) >= 2, error


def test_docstring_is_the_default_message() -> None:
    assert NotFound().message.startswith("There is nothing under this name")
    assert NotFound("No such detector.").message == "No such detector."
