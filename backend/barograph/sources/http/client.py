"""One server over HTTP: every exchange is bounded in time, size and number, every failure is named."""

import random
import time
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass, field

from requests import Response, Session

from barograph.errors import SourceError, SourceTimeout, SourceUnavailable
from barograph.sources.http.answer import HttpAnswer
from barograph.sources.http.body import read_body
from barograph.sources.http.breaker import CircuitBreaker
from barograph.sources.http.budget import QueryBudget
from barograph.sources.http.deadline import Deadline
from barograph.sources.http.meter import count_answer
from barograph.sources.http.options import HttpOptions
from barograph.sources.http.statuses import error_of_status
from barograph.sources.http.translation import FOREIGN_ERRORS, translate
from barograph.sources.http.transport import AddressGuard, allow_all, open_session

__all__ = ["Form", "HttpClient", "HttpRequest"]

Form = dict[str, str] | list[tuple[str, str]]

_FIRST_PAUSE_SECONDS = 0.2
_LONGEST_PAUSE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """One question: a form where it is a POST, a query string where it is a GET."""

    method: str
    path: str
    form: Form = field(default_factory=list)
    body: bytes | None = None
    headers: Mapping[str, str] | None = None


class HttpClient:
    """Talks to the server at ``base_url`` from many threads; raises only ``barograph.errors``.

    Failures where trying again can help are tried again, after a pause with jitter, within the one
    time-out that bounds all attempts. A time-out itself is never repeated: it would double the load
    on a server that is slow already. ``error_of`` says what a status other than 2xx means. A ``budget`` that
    is given is shared with other clients; without one the options make it.
    """

    def __init__(
        self,
        base_url: str,
        options: HttpOptions,
        *,
        guard: AddressGuard = allow_all,
        budget: QueryBudget | None = None,
        error_of: Callable[[HttpAnswer], SourceError] = error_of_status,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self.options = options
        self._session: Session = open_session(options, guard)
        self._error_of = error_of
        self._sleep = sleep
        self._chance = chance
        self._breaker = CircuitBreaker(options.breaker_failures, options.breaker_rest_seconds, clock)
        self._budget = budget or QueryBudget(options.concurrency, options.queries_per_minute, clock)

    @property
    def is_resting(self) -> bool:
        """Whether the server failed so often that calls are refused for a while."""
        return self._breaker.is_open

    def get(self, path: str, query: Form | None = None) -> HttpAnswer:
        """Ask with GET."""
        return self.send(HttpRequest("GET", path, query or []))

    def post(self, path: str, form: Form) -> HttpAnswer:
        """Ask with a POST form, so that a long expression does not meet the limit of a URL."""
        return self.send(HttpRequest("POST", path, form))

    def send(self, request: HttpRequest) -> HttpAnswer:
        """Send a request and return its 2xx answer."""
        self._breaker.check(self.base_url)
        timeout = self.options.timeout_seconds
        # The time-out is the server's: it begins when a slot is there.
        with self._budget.slot(timeout), Deadline(timeout).running() as deadline:
            return self._send_until_answered(request, deadline)

    def unmetered(self) -> "HttpClient":
        """Return this client with slots of its own and no budget: our limits are not the server's health."""
        twin = copy(self)
        twin._budget = QueryBudget(self.options.concurrency, None, time.monotonic)
        return twin

    def close(self) -> None:
        """Close the pooled connections."""
        self._session.close()

    def _send_until_answered(self, request: HttpRequest, deadline: Deadline) -> HttpAnswer:
        for attempt in range(1, self.options.attempts + 1):
            self._budget.spend()
            try:
                answer = self._send_once(request, deadline)
            except SourceError as error:
                self._record(error)
                pause = self._pause_after(error, attempt)
                if pause is None or pause >= deadline.remaining_seconds:
                    raise
                self._sleep(pause)
            else:
                self._breaker.record_success()
                return answer
        raise SourceUnavailable(f"{self.base_url} was not asked. Set attempts of the source to at least 1.")

    def _record(self, error: SourceError) -> None:
        if isinstance(error, SourceUnavailable | SourceTimeout):
            self._breaker.record_failure()
        else:
            self._breaker.record_success()

    def _pause_after(self, error: SourceError, attempt: int) -> float | None:
        """Say how long to wait before the next attempt, None where it can't help."""
        if not error.retryable or isinstance(error, SourceTimeout) or attempt >= self.options.attempts:
            return None
        backoff = min(_LONGEST_PAUSE_SECONDS, _FIRST_PAUSE_SECONDS * 2.0 ** (attempt - 1))
        return (error.retry_after_seconds or 0.0) + backoff * self._chance()

    def _send_once(self, request: HttpRequest, deadline: Deadline) -> HttpAnswer:
        url = self.base_url + request.path
        started = time.monotonic()
        try:
            with self._open(request, url, deadline) as response:
                body = read_body(response, self.options.max_response_bytes)
            if deadline.is_cut:
                # A cut head reads like a whole one without a body.
                raise TimeoutError
        except FOREIGN_ERRORS as error:
            raise translate(error, url, self.options.timeout_seconds, deadline.is_over) from error
        count_answer(len(body))
        answer = HttpAnswer(url, response.status_code, response.headers, body, time.monotonic() - started)
        if not answer.is_ok:
            raise self._error_of(answer)
        return answer

    def _open(self, request: HttpRequest, url: str, deadline: Deadline) -> Response:
        is_get = request.method == "GET"
        form = None if is_get else request.form
        left = max(0.001, deadline.remaining_seconds)
        return self._session.request(
            request.method,
            url,
            params=request.form if is_get else None,
            data=form if request.body is None else request.body,
            headers=request.headers,
            timeout=(min(self.options.connect_timeout_seconds, left), left),
            allow_redirects=False,
            stream=True,
        )
