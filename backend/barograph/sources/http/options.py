"""How to talk to one server: credentials, certificates, limits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

__all__ = ["Credentials", "HttpOptions", "TlsOptions"]


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who we are: a bearer token, or a user with a password, or nobody."""

    bearer_token: str | None = field(default=None, repr=False)
    username: str | None = None
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class TlsOptions:
    """Whom we trust, and the certificate that we show (mTLS)."""

    ca_file: Path | None = None
    certificate_file: Path | None = None
    key_file: Path | None = None
    is_verified: bool = True


@dataclass(frozen=True, slots=True)
class HttpOptions:
    """Everything about the way to one server; the defaults suit a Prometheus in the same network."""

    credentials: Credentials = Credentials()
    tls: TlsOptions = TlsOptions()
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    encoding: Literal["identity", "gzip"] = "identity"
    connect_timeout_seconds: float = 5.0
    timeout_seconds: float = 30.0
    max_response_bytes: int = 256 * 1024 * 1024
    attempts: int = 3
    concurrency: int = 4
    queries_per_minute: int | None = None
    breaker_failures: int = 5
    breaker_rest_seconds: float = 10.0
