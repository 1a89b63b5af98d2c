from collections.abc import Callable

from flask import Blueprint, Flask
from simple_websocket import Server

class Sock:
    def __init__(self, app: Flask | None = ...) -> None: ...
    def init_app(self, app: Flask) -> None: ...
    def route(
        self, path: str, bp: Blueprint | None = ..., **options: object
    ) -> Callable[[Callable[[Server], None]], Callable[[Server], None]]: ...
