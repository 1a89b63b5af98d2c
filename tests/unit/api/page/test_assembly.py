import base64
import hashlib
import re

from barograph.api.page import assemble

PAGE = assemble()


def test_the_document_needs_nothing_from_elsewhere() -> None:
    assert "{{" not in PAGE.html
    assert not re.search(r"<link[^>]+href=\"(?!data:)", PAGE.html)
    assert not re.search(r"(src|@import|url\()\s*=?\s*[\"']?https?:", PAGE.html)
    assert PAGE.html.count("<script") == PAGE.html.count("<style") == 1


def test_the_document_may_stand_under_a_path() -> None:
    """Addresses begin beside the page; only `addressOf` makes one of a path of the API."""
    document = PAGE.html
    assert not re.findall(r"(?:href|src|action)=[\"']/", document)
    assert not re.findall(r"(?:fetch|EventSource)\((?!addressOf)", document)
    assert "location.host" not in document


def test_the_policy_names_the_script_that_is_in_the_document() -> None:
    found = re.search(r'<script type="module">(.*)</script>', PAGE.html, re.DOTALL)
    assert found
    digest = base64.b64encode(hashlib.sha256(found[1].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in PAGE.security_policy


def test_every_element_the_script_looks_for_is_there() -> None:
    wanted = set(re.findall(r'find\("([a-z-]+)"\)', PAGE.html))
    assert wanted
    assert wanted <= set(re.findall(r'id="([a-z-]+)"', PAGE.html))


def test_every_class_the_script_gives_has_a_style() -> None:
    style = PAGE.html[: PAGE.html.index("</style>")]
    for name in ("episode", "mark-critical", "mark-warning", "mark-info", "band", "expected", "value"):
        assert f".{name} " in style
