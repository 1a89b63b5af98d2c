"""`/api/openapi.json`, `/api/docs/ui` and `/api/docs/errors`: the API explains itself, without a CDN."""

from pathlib import Path
from typing import Any, cast

import flask_openapi3_swagger
from flask import Blueprint, Response, current_app, render_template, send_from_directory
from flask_openapi3.openapi import OpenAPI

from barograph import __version__, errors
from barograph.errors import BarographError
from barograph.live.asyncapi import asyncapi_document

__all__ = ["describe_errors", "docs", "documented_errors"]

_SWAGGER = Path(flask_openapi3_swagger.__file__).parent / "templates" / "swagger"
_STATUSES = {
    400: "The request can't be served as it is.",
    401: "No valid identity.",
    403: "This identity may not do that.",
    404: "There is nothing here.",
    405: "This address does not know the method.",
    409: "The change collides with what is there.",
    412: "Somebody changed it in the meantime.",
    413: "The body is too large.",
    415: "The body is not JSON.",
    422: "A value breaks a rule.",
    429: "Too many requests.",
    500: "Something went wrong on our side.",
    502: "A data source failed.",
    503: "Something that is needed is away.",
    504: "A data source did not answer in time.",
}
docs = Blueprint("docs", __name__, url_prefix="/api", template_folder="templates")


def describe_errors(document: dict[str, Any]) -> None:
    """Write into an OpenAPI document how errors look, the same for every operation.

    What an operation says of an error status itself stays; the library's own words on 422 do not.
    """
    schema = {"$ref": "#/components/schemas/ErrorBody"}
    shared = {
        str(status): {"description": sentence, "content": {"application/problem+json": {"schema": schema}}}
        for status, sentence in _STATUSES.items()
    }
    for path in document["paths"].values():
        for operation in path.values():
            own = {status: item for status, item in operation["responses"].items() if status != "422"}
            operation["responses"] = {**shared, **own}


def documented_errors() -> list[type[BarographError]]:
    """Return one class for each error code: the one that is raised, not the branch it hangs on."""
    found = [getattr(errors, name) for name in errors.__all__]
    return sorted((kind for kind in found if not _is_branch(kind)), key=lambda kind: kind.code)


def _is_branch(kind: type[BarographError]) -> bool:
    """Tell whether others are raised with the code of this class."""
    return any(other.code == kind.code for other in kind.__subclasses__())


@docs.get("/openapi.json")
def openapi_document() -> dict[str, Any]:
    """Return the OpenAPI document."""
    return dict(cast(OpenAPI, current_app).api_doc)


@docs.get("/asyncapi.json")
def asyncapi() -> dict[str, Any]:
    """Return the AsyncAPI document of the live protocol."""
    return asyncapi_document(__version__)


@docs.get("/docs/ui")
def swagger_ui() -> str:
    """Return the page of Swagger UI."""
    return render_template("swagger.html")


@docs.get("/docs/ui/<path:name>")
def swagger_file(name: str) -> Response:
    """Return a file of Swagger UI."""
    return send_from_directory(_SWAGGER, name, max_age=86_400)


@docs.get("/docs/errors")
def error_page() -> str:
    """Return the page that explains every error code."""
    return render_template("errors.html", kinds=documented_errors())
