"""What the services write: everyday templates, and the ones that only an incident brings."""

from barograph.demo.incidents import IncidentKind

__all__ = ["everyday_templates", "incident_templates"]

_ACCESS = "method={method} path={path} status=200 duration={quick}ms bytes={size} user={user}"
_PATHS: dict[str, tuple[str, ...]] = {
    "frontend": (_ACCESS, 'msg="page rendered" page=/product/{item} duration={quick}ms session={hex}'),
    "catalogue": (_ACCESS, 'msg="product found" item={item} duration={quick}ms cache=hit'),
    "recommendation": ('msg="recommendations ready" user={user} items={small} duration={quick}ms model=v12',),
    "cart": (_ACCESS, 'msg="item added" cart={hex} item={item} quantity={small}'),
    "checkout": ('msg="order placed" order={order} user={user} total={amount} currency=EUR',),
    "payment": ('msg="card charged" order={order} amount={amount} provider=acme duration={quick}ms',),
    "shipping": ('msg="parcel scheduled" order={order} carrier=dhl weight={small}kg',),
    "queue": ('msg="message delivered" queue=orders id={hex} attempts=1 age={quick}ms',),
    "database": ('msg="checkpoint complete" buffers={size} duration={quick}ms', _ACCESS),
}
_WARNINGS = (
    'msg="slow request" path={path} duration={slow}ms threshold=250ms',
    'msg="retrying call" target={callee} attempt={small} wait={quick}ms',
)
_ERRORS: dict[str, tuple[str, ...]] = {
    "payment": ('msg="card declined by issuer" order={order} code=51',),
    "database": ('msg="deadlock detected" relation=orders process={size}',),
    "": (
        'msg="request failed" path={path} status=500 error="upstream reset the connection" request={hex}',
        'msg="validation of session failed" session={hex} user={user}',
    ),
}

_Levels = dict[str, str]
# What the service writes where the incident began, and what its callers write.
_AT_ROOT: dict[IncidentKind, _Levels] = {
    IncidentKind.LATENCY_SURGE: {
        "warn": 'msg="lock held too long" holder={size} waited={slow}ms waiters={small}',
        "error": 'msg="request cancelled after lock timeout" waited={slow}ms path={path}',
    },
    IncidentKind.ERROR_BURST: {
        "error": 'msg="call rejected by provider" status=403 reason="certificate expired" request={hex}',
    },
    IncidentKind.TRAFFIC_SPIKE: {
        "warn": 'msg="worker pool is saturated" queued={size} workers=64',
    },
    IncidentKind.MEMORY_LEAK: {
        "warn": 'msg="garbage collection took too long" pause={slow}ms heap_used={percent}%',
    },
    IncidentKind.STUCK_QUEUE: {
        "warn": 'msg="consumer does not acknowledge" queue=orders message={hex} redelivered={small}',
        "error": 'msg="cannot decode message" queue=orders id={hex} error="unexpected end of input"',
    },
    IncidentKind.ODD_POD: {
        "warn": 'msg="disk read retried" device=nvme0n1 sector={size} waited={slow}ms',
        "error": 'msg="I/O error while reading block" device=nvme0n1 sector={size}',
    },
    IncidentKind.CPU_HOG: {
        "warn": 'msg="regular expression backtracks" pattern_id={small} steps={size} duration={slow}ms',
    },
    IncidentKind.DISK_FILLING: {
        "warn": 'msg="cleanup of old files skipped" volume=/data used={percent}% error="permission denied"',
    },
}
_AT_CALLERS: _Levels = {
    "warn": 'msg="call is slow" target={root} duration={slow}ms attempt={small}',
    "error": 'msg="timeout calling {root}" after={slow}ms request={hex} path={path}',
}
_ORDERS_STUCK = 'msg="order not shipped in time" order={order} waited={slow}ms queue=orders'


def everyday_templates(service: str, level: str) -> tuple[str, ...]:
    """Return what a service writes on an ordinary day."""
    if level == "info":
        return _PATHS[service]
    return _WARNINGS if level == "warn" else _ERRORS.get(service, ()) + _ERRORS[""]


def incident_templates(kind: IncidentKind, level: str, *, is_root: bool) -> tuple[str, ...]:
    """Return what a service writes only because of an incident; nothing where the incident is mute."""
    if kind is IncidentKind.STUCK_QUEUE and not is_root:
        levels = {"error": _ORDERS_STUCK}
    else:
        levels = _AT_ROOT.get(kind, {}) if is_root else _AT_CALLERS
    return (levels[level],) if level in levels else ()
