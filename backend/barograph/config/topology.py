"""Who calls whom: written down by people, and learnt from labels where it is not."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from barograph.config.documents import parse_document
from barograph.config.interpolation import Interpolation
from barograph.errors import ValidationFailed

__all__ = ["TopologySpec", "read_topology"]

_FILE = "topology.yaml"


class TopologySpec(BaseModel):
    """The parts of a system and their calls, as YAML: `calls: {frontend: [checkout, cart]}`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    component_labels: tuple[str, ...] = Field(
        (
            "service",
            "service_name",
            "app",
            "app_kubernetes_io_name",
            "deployment",
            "container",
            "pod",
            "job",
            "instance",
        ),
        description="Labels that name a part of the system, the best first.",
    )
    owner_labels: tuple[str, ...] = Field(
        ("team", "env", "environment"),
        description="Labels that say whose a part is: what differs in one never shares an incident.",
    )
    place_labels: tuple[str, ...] = Field(
        ("cluster", "namespace", "service", "app", "job"),
        description="Labels that say where a part is: what shares one and differs in none belongs together.",
    )
    calls: dict[str, tuple[str, ...]] = Field(
        default_factory=dict, description="For each part the parts that it calls or depends on."
    )
    aliases: dict[str, str] = Field(
        default_factory=dict,
        description="Names under which callers see a part, and its own name; empty if it is none of ours.",
    )


def read_topology(folder: Path, environment: Mapping[str, str]) -> TopologySpec:
    """Read ``topology.yaml`` of a provisioning folder; without that file nothing is written down."""
    file = folder / _FILE
    if not file.exists():
        return TopologySpec()
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ValidationFailed(f"The topology in {file} can't be read: {error}.") from error
    parsed = parse_document(text, file, TopologySpec, Interpolation(environment))
    if parsed.content is None:
        raise ValidationFailed("\n".join(str(mistake) for mistake in parsed.mistakes))
    return parsed.content
