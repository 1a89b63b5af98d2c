"""From the specification of a data source to the way to its server."""

from barograph.config.datasource import DataSourceSpec
from barograph.sources.http.options import Credentials, HttpOptions, TlsOptions

__all__ = ["options_of"]


def options_of(spec: DataSourceSpec) -> HttpOptions:
    """Return how to talk to the server of a data source."""
    headers = {name: value.get_secret_value() for name, value in spec.headers.items()}
    if spec.tenant:
        headers["X-Scope-OrgID"] = spec.tenant
    token, password = spec.auth.bearer_token, spec.auth.password
    return HttpOptions(
        credentials=Credentials(
            token.get_secret_value() if token else None,
            spec.auth.username,
            password.get_secret_value() if password else None,
        ),
        tls=TlsOptions(
            spec.tls.ca_file, spec.tls.certificate_file, spec.tls.key_file, not spec.tls.skip_verify
        ),
        headers=headers,
        encoding=spec.encoding,
        connect_timeout_seconds=spec.connect_timeout.seconds,
        timeout_seconds=spec.timeout.seconds,
        max_response_bytes=spec.max_response_bytes,
        attempts=spec.attempts,
        concurrency=spec.concurrency,
        queries_per_minute=spec.queries_per_minute,
    )
