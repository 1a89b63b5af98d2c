"""The one place that makes the JSON of an error, for every failure there is."""

from http import HTTPStatus
from typing import Any, NoReturn

import orjson
import structlog
from flask import Flask, Response, request
from pydantic import ValidationError
from werkzeug.exceptions import (
    HTTPException,
    MethodNotAllowed,
    NotFound,
    RequestEntityTooLarge,
    UnsupportedMediaType,
)

from barograph import errors
from barograph.api.requests import request_id
from barograph.api.services import services
from barograph.config.mistake_words import say_first_mistake, say_mistakes
from barograph.errors import BarographError, InternalError
from barograph.telemetry.http_metrics import HttpMetrics

__all__ = ["error_body", "raise_validation_failed", "register_errors"]

_log = structlog.get_logger(__name__)
_TRANSLATED: dict[type[HTTPException], type[BarographError]] = {
    NotFound: errors.NotFound,
    MethodNotAllowed: errors.MethodNotAllowed,
    RequestEntityTooLarge: errors.PayloadTooLarge,
    UnsupportedMediaType: errors.UnsupportedMediaType,
}


def register_errors(app: Flask, metrics: HttpMetrics) -> None:
    """Answer every exception with the one shape; what nobody expected is logged with its trace."""

    def answer(error: Exception) -> Response:
        known = _translate(error)
        metrics.count_error(known.code)
        return _response(known, _headers_of(error))

    app.register_error_handler(Exception, answer)


def raise_validation_failed(error: ValidationError) -> NoReturn:
    """Translate what pydantic found, one entry for each field."""
    fields = [{"field": where, "message": sentence} for where, sentence in say_mistakes(error)]
    raise errors.ValidationFailed(say_first_mistake(error), detail={"fields": fields}) from error


def error_body(error: BarographError, instance: str, about_url: str) -> dict[str, Any]:
    """Return the shape: our six fields, and beside them those of RFC 9457."""
    docs = f"{about_url}#{error.code}"
    return {
        "code": error.code,
        "message": error.message,
        "detail": error.detail,
        "retryable": error.retryable,
        "request_id": request_id(),
        "docs": docs,
        "type": docs,
        "title": HTTPStatus(error.status).phrase,
        "status": error.status,
        "instance": instance,
    }


def _translate(error: Exception) -> BarographError:
    if isinstance(error, BarographError):
        return error
    if isinstance(error, HTTPException):
        for foreign, own in _TRANSLATED.items():
            if isinstance(error, foreign):
                return own()
        if error.code and error.code < HTTPStatus.INTERNAL_SERVER_ERROR:
            return errors.RequestError(f"{error.description or error.name}")
    _log.error("a request failed", path=request.path, method=request.method, exc_info=error)
    return InternalError()


def _headers_of(error: Exception) -> dict[str, str]:
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        return {"Allow": ", ".join(sorted(error.valid_methods))}
    if isinstance(error, BarographError) and error.retry_after_seconds is not None:
        return {"Retry-After": str(max(1, round(error.retry_after_seconds)))}
    if isinstance(error, errors.Unauthenticated):
        return {"WWW-Authenticate": 'Bearer realm="barograph"'}
    return {}


def _response(error: BarographError, headers: dict[str, str]) -> Response:
    about = f"{services().settings.external_url}/api/docs/errors"
    body = error_body(error, request.path, about)
    return Response(
        orjson.dumps(body, default=str), error.status, headers, mimetype="application/problem+json"
    )
