from flask import Flask

from barograph.api.page import register_page


def test_the_page_is_at_the_root_with_its_policy() -> None:
    app = Flask("test")
    register_page(app)
    answer = app.test_client().get("/")
    assert answer.status_code == 200
    assert answer.content_type == "text/html; charset=utf-8"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "<title>Barograph</title>" in answer.text
