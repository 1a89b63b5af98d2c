"""What the shop is made of: services, their pods, and who calls whom."""

from dataclasses import dataclass

from barograph.domain import Labels

__all__ = ["NAMESPACE", "SERVICES", "Pod", "Service", "callers_of", "service_named"]

NAMESPACE = "shop"


@dataclass(frozen=True, slots=True)
class Service:
    """One service in its ordinary state; rates are of the whole service at the mean of the day."""

    name: str
    pod_count: int
    requests_per_second: float
    latency_seconds: float
    error_ratio: float
    slow_ratio: float
    cpu_seconds_per_request: float
    memory_bytes: float
    calls: tuple[str, ...] = ()

    @property
    def pods(self) -> tuple["Pod", ...]:
        """The pods of this service."""
        return tuple(Pod(self, index) for index in range(self.pod_count))


@dataclass(frozen=True, slots=True)
class Pod:
    """One of a few peers that share the work of a service."""

    service: Service
    index: int

    @property
    def name(self) -> str:
        """The name of the pod, such as ``cart-1``."""
        return f"{self.service.name}-{self.index}"

    @property
    def labels(self) -> Labels:
        """The labels that every series of this pod carries."""
        subnet = SERVICES.index(self.service) + 1
        return Labels(
            job=self.service.name,
            service=self.service.name,
            namespace=NAMESPACE,
            pod=self.name,
            instance=f"10.0.{subnet}.{self.index + 10}:8080",
        )


_MIB = 2.0**20

# Name, pods, requests/s, median latency, errors, slow share, CPU per request, memory, calls.
SERVICES: tuple[Service, ...] = (
    Service(
        "frontend",
        3,
        60.0,
        0.045,
        0.002,
        0.020,
        0.012,
        310 * _MIB,
        ("catalogue", "cart", "checkout", "recommendation"),
    ),
    Service("catalogue", 3, 45.0, 0.018, 0.001, 0.015, 0.008, 420 * _MIB, ("database",)),
    Service("recommendation", 2, 24.0, 0.060, 0.002, 0.030, 0.025, 780 * _MIB, ("catalogue",)),
    Service("cart", 3, 30.0, 0.012, 0.001, 0.010, 0.005, 260 * _MIB, ("database",)),
    Service(
        "checkout", 2, 12.0, 0.090, 0.004, 0.030, 0.020, 340 * _MIB, ("cart", "payment", "shipping", "queue")
    ),
    Service("payment", 2, 12.0, 0.140, 0.006, 0.035, 0.010, 290 * _MIB, ("database",)),
    Service("shipping", 2, 12.0, 0.035, 0.002, 0.020, 0.007, 230 * _MIB, ("queue",)),
    Service("queue", 2, 24.0, 0.004, 0.0005, 0.010, 0.002, 510 * _MIB),
    Service("database", 2, 90.0, 0.006, 0.0005, 0.012, 0.004, 1900 * _MIB),
)


def service_named(name: str) -> Service:
    """Return the service of this name."""
    return next(service for service in SERVICES if service.name == name)


def callers_of(name: str) -> dict[str, int]:
    """Return every service that calls this one, directly or not, with its distance in calls."""
    distances = {name: 0}
    frontier = [name]
    while frontier:
        callee = frontier.pop(0)
        for service in SERVICES:
            if callee in service.calls and service.name not in distances:
                distances[service.name] = distances[callee] + 1
                frontier.append(service.name)
    del distances[name]
    return distances
