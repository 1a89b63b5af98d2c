"""`/`: the page."""

from flask import Blueprint, Flask, Response

from barograph.api.page.assembly import assemble

__all__ = ["register_page"]


def register_page(app: Flask) -> None:
    """Add the page to an application."""
    blueprint = Blueprint("page", __name__)
    page = assemble()

    @blueprint.get("/")
    def index() -> Response:
        headers = {"Content-Security-Policy": page.security_policy, "Referrer-Policy": "same-origin"}
        return Response(page.html, headers=headers, content_type="text/html; charset=utf-8")

    app.register_blueprint(blueprint)
