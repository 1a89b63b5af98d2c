"""Who calls whom: written down by people, and learnt from labels where it is not."""

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["TopologySpec"]


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
        ("team",),
        description="Labels that say whose a part is: what differs in one never shares an incident.",
    )
    environment_labels: tuple[str, ...] = Field(
        ("env", "environment"),
        description="Labels of worlds apart: what differs in one has nothing to do with each other.",
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

    @property
    def name(self) -> str:
        """The name of the only one."""
        return "topology"
