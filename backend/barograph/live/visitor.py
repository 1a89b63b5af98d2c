"""Who is at the other end of a socket, as far as the live part must know."""

from dataclasses import dataclass

__all__ = ["Visitor"]


@dataclass(frozen=True, slots=True)
class Visitor:
    """A client's tenant, its name, and the topics it may have; ``scores`` stands for all live scores."""

    tenant: str
    subject: str
    name: str
    topics: frozenset[str]
    is_limited: bool = True
