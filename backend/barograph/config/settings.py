"""The settings of this process: the table, and what follows from it."""

import socket
from urllib.parse import urlsplit

from barograph.config.settings_table import SettingsTable

__all__ = ["Settings"]

_EVERYWHERE = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}
"""Hosts that mean every address of this machine, and under which one it finds itself."""


class Settings(SettingsTable):
    """Everything an operator can set, parsed once and frozen, with the addresses that are made of it."""

    @property
    def algorithm_defaults(self) -> dict[str, str]:
        """What parameters of algorithms are where a detector does not say it."""
        return {"timezone": self.time_zone}

    @property
    def effective_database_url(self) -> str:
        """The database address, the embedded one where none was set."""
        return self.database_url or f"sqlite:///{(self.state_dir / 'barograph.db').absolute()}"

    @property
    def effective_bus_url(self) -> str:
        """The bus address, the embedded one where none was set."""
        return self.bus_url or f"ipc://{(self.state_dir / 'bus').absolute()}"

    @property
    def bind_address(self) -> str:
        """Host and port on which the API listens."""
        return self._place(self._host)

    @property
    def local_url(self) -> str:
        """The address under which this machine itself reaches the API."""
        return f"http://{self._place(_EVERYWHERE.get(self._host, self._host))}"

    @property
    def external_url(self) -> str:
        """The address for links, made from host and port where none was set."""
        host = socket.gethostname() if self._host in _EVERYWHERE else self._host
        return self.web_external_url.rstrip("/") or f"http://{self._place(host)}"

    @property
    def own_origin(self) -> str:
        """The web origin of our own pages, as people reach them."""
        own = urlsplit(self.external_url)
        return f"{own.scheme}://{own.netloc}"

    @classmethod
    def secret_names(cls) -> frozenset[str]:
        """The settings whose values are never shown."""
        return frozenset(name for name, row in cls.model_fields.items() if "SecretStr" in str(row.annotation))

    @property
    def _host(self) -> str:
        return self.web_host.strip("[]")

    def _place(self, host: str) -> str:
        return f"[{host}]:{self.web_port}" if ":" in host else f"{host}:{self.web_port}"
