"""The one table of settings: name, type, default, help, and whether it is a secret."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from barograph.config.zones import ZoneName

__all__ = ["SettingsTable"]


class SettingsTable(BaseModel):
    """Everything an operator can set, parsed once and frozen. No secret has a default."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)

    # The service
    web_host: str = Field(
        "127.0.0.1", description="Address on which the API, the page and the WebSocket listen."
    )
    web_port: int = Field(8427, ge=0, le=65535, description="Port of the API, the page and the WebSocket.")
    web_workers: int = Field(1, ge=1, le=64, description="Number of web worker processes.")
    web_connections: int = Field(
        10_000, ge=100, description="Connections one web worker holds, sockets included."
    )
    web_external_url: str = Field(
        "", description="Address under which people reach Barograph; used in links."
    )
    web_trusted_proxies: int = Field(
        0, ge=0, le=10, description="Reverse proxies in front whose X-Forwarded headers are believed."
    )
    shutdown_seconds: float = Field(4.0, gt=0, description="How long a stopping process may finish its work.")
    state_dir: Path = Field(
        Path("var"), description="Folder of the embedded database, sockets and process files."
    )

    # Storage
    database_url: str = Field(
        "", description="SQLAlchemy address of the database; empty means SQLite in the state folder."
    )
    database_pool_size: int = Field(5, ge=1, description="Connections each process keeps to the database.")
    database_busy_timeout_seconds: float = Field(
        5.0, gt=0, description="How long a writer waits for another one."
    )
    event_retention_days: float = Field(30, gt=0, description="How long events can be replayed.")
    anomaly_retention_days: float = Field(
        400,
        ge=30,
        description="How long anomalies and incidents that are over are kept; those with feedback stay.",
    )

    # Configuration files
    provisioning_dir: Path = Field(
        Path("provisioning"),
        description="Folder with detectors, datasources, sinks, teams and automations, reloaded on change.",
    )
    reload_seconds: float = Field(5.0, gt=0, description="How often the provisioning folder is looked at.")

    # Detection
    time_zone: ZoneName = Field(
        "UTC",
        description="Time zone of the people or jobs that make the rhythms, where a detector names none.",
    )

    # Sources
    prometheus_url: str = Field(
        "", description="Address of a Prometheus, as the data source `prometheus`; files may define others."
    )
    loki_url: str = Field(
        "", description="Address of a Loki, as the data source `loki`; files may define others."
    )

    # API
    api_max_body_bytes: int = Field(2_000_000, ge=1024, description="Largest body that is read.")
    api_rate_limit_per_minute: int = Field(
        100,
        ge=0,
        description="Changing requests a minute for each identity or address; 0 means no limit.",
    )
    api_read_limit_per_minute: int = Field(
        1000, ge=0, description="Requests a minute that only read, likewise; a page of Grafana asks many."
    )
    api_page_size: int = Field(50, ge=1, le=500, description="Rows on a page when the request does not say.")
    cache_entries: int = Field(1024, ge=0, description="Answers kept in the cache of each web worker.")
    cache_seconds: float = Field(5.0, ge=0, description="How long an answer in the cache is fresh.")

    # Engine
    engine_threads: int = Field(4, ge=1, description="Detectors that are evaluated at the same time.")
    engine_max_series: int = Field(20_000, ge=1, description="Most series one detector may have.")
    source_timeout_seconds: float = Field(30.0, gt=0, description="Time-out of one query to a source.")
    source_concurrency: int = Field(4, ge=1, description="Queries at the same time to one source.")

    metrics_scores_series: int = Field(
        1000, ge=0, description="Most series at /metrics/scores; those with the highest score stay."
    )

    # Training
    training_workers: int = Field(
        1,
        ge=1,
        le=64,
        description="Trainings on schedule that run at the same time; a hand more does what people ask for.",
    )
    training_seconds: float = Field(600, gt=0, description="Longest time of one fit.")
    training_memory_bytes: int = Field(4 * 2**30, ge=2**28, description="Most memory of one fit.")

    model_versions_kept: int = Field(
        10, ge=2, description="Versions of each detector's model that are kept beside the active one."
    )
    model_file_bytes: int = Field(
        64 * 2**20, ge=1024, description="Largest file of a model that is taken in by the API."
    )

    # Automations
    automation_commands: str = Field(
        "",
        description="Programs that automations may run: absolute paths with commas between; empty is none.",
    )

    # Incidents
    incident_calm_seconds: float = Field(
        600,
        ge=0,
        description="How long an incident stays open after its last anomaly; what returns goes on with it.",
    )

    # Bus
    bus_url: str = Field(
        "", description="redis://... for many machines; empty means ZeroMQ over ipc in the state folder."
    )

    # Live
    live_clients: int = Field(20_000, ge=1, description="Most WebSocket clients of one web worker.")
    live_clients_per_tenant: int = Field(
        20_000, ge=1, description="Most WebSocket clients of one tenant in one web worker."
    )
    live_clients_per_user: int = Field(
        200, ge=1, description="Most WebSocket clients of one user or API key in one web worker."
    )
    live_heartbeat_seconds: float = Field(
        20.0, gt=0, description="How often a WebSocket client is asked for a sign of life."
    )
    live_backlog_bytes: int = Field(
        262_144, ge=4096, description="What may wait for a client that reads slowly before it is parted from."
    )
    live_blocked_seconds: float = Field(
        10.0, gt=0, description="How long a client may take in nothing while something waits for it."
    )
    live_message_bytes: int = Field(16_384, ge=1024, description="Largest message a client may send.")
    live_messages_per_second: float = Field(
        10.0, gt=0, description="Messages a client may send a second, over time."
    )
    live_recent_events: int = Field(
        2000, ge=0, description="Events each web worker keeps encoded for clients that come back."
    )
    live_allowed_origins: str = Field(
        "", description="Web origins besides our own whose pages may connect, separated by commas."
    )

    # Security
    auth_mode: Literal["open", "required"] = Field(
        "open", description="open: requests without identity act as a local administrator; required: refused."
    )
    web_allowed_hosts: str = Field(
        "",
        description="Names besides our own under which auth_mode open answers, separated by commas.",
    )
    outbound_denied_networks: str = Field(
        "169.254.0.0/16, fe80::/10, fd00:ec2::254/128",
        description="Networks that data sources may not lead to, separated by commas.",
    )
    secret_key: SecretStr | None = Field(
        None,
        description="Key that encrypts secrets and signs tickets; made in the state folder if unset.",
    )

    grafana_url: str = Field(
        "", description="Address of the Grafana whose signed-in users are trusted; empty means none."
    )
    grafana_external_url: str = Field(
        "",
        description="Address under which people reach the Grafana with our app; messages link there.",
    )

    # Logs
    log_level: Literal["debug", "info", "warning", "error", "critical"] = Field(
        "info", description="Least severe level that is written."
    )
    log_format: Literal["auto", "json", "console"] = Field(
        "auto", description="json, console, or auto: console on a terminal and JSON elsewhere."
    )
