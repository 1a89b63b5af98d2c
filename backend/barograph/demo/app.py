"""The application that answers as the shop's Prometheus and Loki, and tells the truth about its incidents."""

from collections.abc import Callable

import orjson
from flask import Flask, Response, request

from barograph.demo.clockwork import DAY_MS
from barograph.demo.incidents import ROOTS
from barograph.demo.loki import loki_api
from barograph.demo.loki.tail import add_tail
from barograph.demo.prometheus import prometheus_api
from barograph.demo.shop import Shop

__all__ = ["create_app"]


def create_app(shop: Shop, clock: Callable[[], int]) -> Flask:
    """Return the application; ``clock`` tells the present in milliseconds since the epoch."""
    app = Flask("barograph.demo")
    app.register_blueprint(prometheus_api(shop, clock))
    app.register_blueprint(loki_api(shop, clock))
    add_tail(app, shop, clock)

    @app.get("/shop/incidents")
    def incidents() -> Response:
        now_ms = clock()
        start_ms = request.args.get("start", now_ms - 14 * DAY_MS, type=int)
        end_ms = request.args.get("end", now_ms, type=int)
        found = [incident.to_json() for incident in shop.incidents(start_ms, end_ms)]
        return _json({"kinds": [kind.value for kind in ROOTS], "incidents": found})

    @app.post("/shop/live")
    def go_live() -> Response:
        now_ms = clock()
        shop.go_live(now_ms)
        return _json({"live_from_ms": now_ms})

    return app


def _json(body: object) -> Response:
    return Response(orjson.dumps(body), content_type="application/json")
