"""What surrounds a source: limits of the deployment, and what its addresses share."""

import time
from dataclasses import dataclass

from barograph.config.datasource import DataSourceSpec
from barograph.sources.http.budget import QueryBudget
from barograph.sources.http.transport import AddressGuard, allow_all

__all__ = ["Surroundings"]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Most series of a query, who looks at addresses, and the one budget of queries of all addresses.

    Without a budget every address has its own.
    """

    max_series: int = 20_000
    guard: AddressGuard = allow_all
    budget: QueryBudget | None = None

    @classmethod
    def of(cls, spec: DataSourceSpec, max_series: int, guard: AddressGuard) -> "Surroundings":
        """Return the surroundings of all addresses of a specification."""
        return cls(max_series, guard, QueryBudget(spec.concurrency, spec.queries_per_minute, time.monotonic))
