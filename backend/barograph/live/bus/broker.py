"""The broker of the ZeroMQ bus: a pipe from all publishers to all subscribers, in a thread of its own."""

import contextlib
import threading
from pathlib import Path
from types import TracebackType

import zmq

from barograph.errors import InternalError
from barograph.live.bus.zeromq import endpoints_of

__all__ = ["ZeroMqBroker"]


class ZeroMqBroker:
    """Forwards messages one way and subscriptions the other; runs in C and needs no interpreter lock."""

    def __init__(self, bus_url: str) -> None:
        self._bus_url = bus_url
        self._context = zmq.Context()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> "ZeroMqBroker":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Listen on both ends; publishers and subscribers may come before or after."""
        inlet, outlet = endpoints_of(self._bus_url)
        frontend, backend = self._listen(zmq.XSUB, inlet), self._listen(zmq.XPUB, outlet)
        self._thread = threading.Thread(
            target=_forward, args=(frontend, backend), name="bus-broker", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Stop forwarding."""
        self._context.term()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _listen(self, kind: int, endpoint: str) -> "zmq.Socket[bytes]":
        path = Path(endpoint.removeprefix("ipc://"))
        socket = self._context.socket(kind)
        socket.set(zmq.LINGER, 0)
        socket.set(zmq.SNDHWM, 20_000)
        socket.set(zmq.RCVHWM, 20_000)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            socket.bind(endpoint)
        except (OSError, zmq.ZMQError) as error:
            raise InternalError(
                f"The bus can't listen on {endpoint}: {error}. Check that its folder may be written and its "
                "path is shorter than 90 characters, or set bus_url."
            ) from error
        return socket


def _forward(frontend: "zmq.Socket[bytes]", backend: "zmq.Socket[bytes]") -> None:
    with contextlib.suppress(zmq.ContextTerminated), frontend, backend:
        zmq.proxy(frontend, backend)
