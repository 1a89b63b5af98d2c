"""The web process: gunicorn with gevent workers that serve the API, the page and the WebSocket."""

from gevent import monkey

if __name__ == "__main__":
    # Everything after this line must see sockets and locks that yield.
    monkey.patch_all()

import logging
import resource
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.config import Config
from gunicorn.glogging import Logger

from barograph.config import Settings
from barograph.runtime.child_process import begin_child
from barograph.runtime.web import create_web
from barograph.telemetry.logs import configure_logs

__all__ = ["WebApplication", "main"]

_GRACEFUL_SECONDS = 2


class _PlainLogger(Logger):
    """Leaves handlers and forms to our own configuration, so that every line looks the same."""

    def setup(self, cfg: Config) -> None:
        """Take the loggers as they are."""
        self.error_log.setLevel(logging.WARNING)


class WebApplication(BaseApplication):
    """Gunicorn with our settings; the application is made in each worker, after the fork."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        """Say what gunicorn should do."""
        settings = self._settings
        options: dict[str, object] = {
            "bind": settings.bind_address,
            "workers": settings.web_workers,
            "worker_class": "gevent",
            "worker_connections": settings.web_connections,
            "graceful_timeout": _GRACEFUL_SECONDS,
            "timeout": 60,
            "keepalive": 75,
            "control_socket_disable": True,
            "proc_name": "barograph-web",
            "logger_class": _PlainLogger,
        }
        for name, value in options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        """Make the application of one worker."""
        configure_logs(self._settings.log_level, self._settings.log_format)
        return create_web(self._settings)


def main() -> None:
    """Serve until SIGTERM."""
    settings = begin_child()
    _allow_many_sockets()
    WebApplication(settings).run()


def _allow_many_sockets() -> None:
    """Raise the limit of open files as far as the system allows: each socket is one."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


if __name__ == "__main__":
    main()
