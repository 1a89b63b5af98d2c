"""Who asks: one value for API keys, Grafana users and the local administrator."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from barograph.errors import Forbidden

__all__ = ["LOCAL_ADMIN", "Identity", "Role"]


class Role(StrEnum):
    """What somebody may do, least first; the words are Grafana's."""

    VIEWER = "viewer"
    EDITOR = "editor"
    ADMIN = "admin"

    @property
    def rank(self) -> int:
        """The position on the ladder, for comparisons."""
        return list(Role).index(self)

    def includes(self, wanted: "Role") -> bool:
        """Tell whether this role may do what ``wanted`` may do."""
        return self.rank >= wanted.rank


@dataclass(frozen=True, slots=True)
class Identity:
    """A caller; ``subject`` is unique and stable: ``key:3f2a``, ``grafana:1:42``, ``local``."""

    subject: str
    name: str
    role: Role
    tenant: str = "default"
    source: Literal["key", "grafana", "local"] = "local"

    @property
    def runs_the_installation(self) -> bool:
        """Whether this is somebody who also answers for what all tenants share: files, sinks, processes."""
        return self.tenant == "default" and self.role is Role.ADMIN

    def require(self, wanted: Role, what: str = "This") -> None:
        """Raise ``Forbidden`` where the role does not reach; its detail says which one would."""
        if not self.role.includes(wanted):
            raise Forbidden(
                f"{what} needs the role {wanted}, and {self.name} has {self.role}. Ask an administrator.",
                detail={"required_role": wanted.value, "role": self.role.value},
            )


LOCAL_ADMIN = Identity("local", "local administrator", Role.ADMIN)
