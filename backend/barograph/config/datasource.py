"""Data sources as code: where a Prometheus or a Loki is, how to reach it, and what it may be asked."""

from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
    model_validator,
)

from barograph.config.detector import Name
from barograph.config.durations import Duration
from barograph.config.file_format import ProvisionedFile

__all__ = ["AuthSpec", "DataSourceFile", "DataSourceSpec", "TlsSpec"]

HeaderName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,100}$")]


def _check_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("write the address as http://host:port or https://host/path")
    if parts.username or parts.password:
        raise ValueError("put user and password under `auth`, not into the address")
    return url.rstrip("/")


Url = Annotated[str, StringConstraints(max_length=2_000), AfterValidator(_check_url)]


class AuthSpec(BaseModel):
    """Who we are for the source: a bearer token, or a user with a password."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    bearer_token: SecretStr | None = Field(None, description="Sent as `Authorization: Bearer`.")
    username: str | None = Field(None, description="User of basic authentication.")
    password: SecretStr | None = Field(None, description="Password of basic authentication.")

    @model_validator(mode="after")
    def _check_together(self) -> "AuthSpec":
        if self.bearer_token is not None and self.username is not None:
            raise ValueError("give either `bearer_token` or `username` with `password`, not both")
        if self.password is not None and self.username is None:
            raise ValueError("`password` needs a `username`")
        return self


class TlsSpec(BaseModel):
    """Whom we trust, and the certificate we show."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ca_file: Path | None = Field(None, description="Certificates of the authorities that are trusted.")
    certificate_file: Path | None = Field(None, description="Our own certificate (mTLS).")
    key_file: Path | None = Field(None, description="The key of our certificate.")
    skip_verify: bool = Field(False, description="Accept any certificate. For tests only.")


class DataSourceSpec(BaseModel):
    """A data source as code: the same text in YAML, in the API and in the database."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name = Field(description="Unique name in lower case, digits and dashes; detectors refer to it.")
    type: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,49}$")] = Field(
        description="prometheus (and whatever speaks its API) or loki."
    )
    urls: tuple[Url, ...] = Field(
        min_length=1, max_length=10, description="Addresses of replicas, the preferred one first."
    )
    auth: AuthSpec = Field(default_factory=AuthSpec)
    tls: TlsSpec = Field(default_factory=TlsSpec)
    headers: dict[HeaderName, SecretStr] = Field(
        default_factory=dict, description="Headers sent along; their values are treated as secrets."
    )
    tenant: str = Field("", max_length=200, description="Sent as X-Scope-OrgID, for Mimir, Cortex and Loki.")
    timeout: Duration = Field(Duration.parse("30s"), description="Time-out of one query, retries included.")
    connect_timeout: Duration = Field(Duration.parse("5s"), description="Time-out of making a connection.")
    encoding: Literal["identity", "gzip"] = Field(
        "identity", description="gzip saves network and costs six times the CPU at Prometheus."
    )
    attempts: int = Field(3, ge=1, le=10, description="Attempts where trying again can help.")
    concurrency: int = Field(4, ge=1, le=100, description="Queries at the same time.")
    queries_per_minute: int | None = Field(None, ge=1, description="Budget of queries; no limit if unset.")
    max_response_bytes: int = Field(
        268_435_456, ge=1024, description="Largest answer that is read, after decompression."
    )
    max_samples: int = Field(50_000_000, ge=1, description="Largest matrix, in series times points.")
    max_lines: int = Field(2_000_000, ge=1000, description="Loki: most log lines one question may read.")
    check_expressions: bool = Field(
        True,
        description="Whether expressions are checked before the source is asked. Switch it off for what our "
        "parser does not know: MetricsQL, or a newer PromQL.",
    )
    category_files: tuple[Path, ...] = Field(
        (), description="Loki: YAML files with error categories of your own, added to the built-in ones."
    )

    @property
    def language(self) -> str:
        """What expressions are checked as, by the type; empty where the source alone knows its language."""
        return self.type if self.check_expressions else ""

    @property
    def secrets(self) -> dict[str, str]:
        """Every secret by its path, for the vault: `auth.password`, `headers.X-Key`."""
        found = {
            "auth.bearer_token": self.auth.bearer_token,
            "auth.password": self.auth.password,
            **{f"headers.{name}": value for name, value in self.headers.items()},
        }
        return {path: value.get_secret_value() for path, value in found.items() if value is not None}


class DataSourceFile(ProvisionedFile):
    """The content of one file in provisioning/datasources."""

    datasources: tuple[DataSourceSpec, ...] = Field((), description="The data sources of this file.")
