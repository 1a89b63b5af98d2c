from collections.abc import Callable, Mapping, Sequence
from datetime import tzinfo

from apscheduler.triggers.base import BaseTrigger

class BackgroundScheduler:
    def __init__(
        self,
        *,
        jobstores: Mapping[str, object],
        executors: Mapping[str, object],
        job_defaults: Mapping[str, object],
        timezone: tzinfo,
    ) -> None: ...
    def start(self) -> None: ...
    def shutdown(self, wait: bool = ...) -> None: ...
    def add_job(
        self,
        func: Callable[..., object],
        trigger: BaseTrigger,
        args: Sequence[object],
        *,
        id: str,
        replace_existing: bool,
    ) -> object: ...
    def remove_job(self, job_id: str) -> None: ...
