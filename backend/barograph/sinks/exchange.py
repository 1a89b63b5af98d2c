"""One exchange with the other side, and what its end means for the messages in it."""

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from email.utils import parsedate_to_datetime

from barograph.config.sink import SinkSpec
from barograph.errors import SourceError, SourceRejectedQuery
from barograph.sinks.address import SinkAddress
from barograph.sinks.base import Outcome, Verdict
from barograph.sources.http import Credentials, HttpAnswer, HttpClient, HttpOptions, HttpRequest, TlsOptions
from barograph.sources.http.statuses import error_of_status

__all__ = ["Exchange", "verdict_of"]

_MOST_ANSWER_BYTES = 1_000_000
_NEVER = 1_000_000_000
_SAME_TIME_MS = 5_000
_JSON = {"Content-Type": "application/json"}


class Exchange:
    """Exchanges with one address once; trying again is the dispatcher's work. Errors name its host only.

    ``skew_ms`` is how far the clock of the other side is ahead of ours, as its last answer showed.
    """

    def __init__(
        self,
        url: str,
        spec: SinkSpec,
        guard: Callable[[str], None],
        longest_seconds: float = math.inf,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.skew_ms = 0
        self._clock = clock
        self._address = SinkAddress(url)
        timeout = min(spec.timeout.seconds, longest_seconds)
        self._client = HttpClient(url, _options_of(spec, timeout), guard=guard, error_of=_error_of)

    def post(self, path: str, body: bytes, headers: Mapping[str, str] | None = None) -> Verdict:
        """Send a body and say what became of it."""
        try:
            self.send(HttpRequest("POST", path, body=body, headers=headers))
        except SourceError as error:
            return verdict_of(error)
        return Verdict(Outcome.DELIVERED)

    def send(self, request: HttpRequest) -> HttpAnswer:
        """Send a request, as JSON where it does not say otherwise, and return its 2xx answer."""
        try:
            answer = self._client.send(replace(request, headers={**_JSON, **(request.headers or {})}))
        except SourceError as error:
            # What it came from names the whole address, and would stand in a log.
            raise self._address.conceal_error(error) from None
        self._compare_clocks(answer)
        return replace(answer, url=self._address.conceal(answer.url))

    def _compare_clocks(self, answer: HttpAnswer) -> None:
        """Note how far the other clock is ahead of ours; a few seconds are the time on the way."""
        try:
            theirs = parsedate_to_datetime(answer.headers.get("Date", "")).timestamp()
        except ValueError:
            return
        skew_ms = int((theirs - self._clock()) * 1000)
        if abs(skew_ms) < _SAME_TIME_MS:
            self.skew_ms = 0
        elif abs(skew_ms - self.skew_ms) >= _SAME_TIME_MS:
            self.skew_ms = skew_ms


def verdict_of(error: SourceError) -> Verdict:
    """Say what a failed exchange means for the message in it."""
    if isinstance(error, SourceRejectedQuery):
        return Verdict(Outcome.REFUSED, error.message)
    # Wrong credentials are mended on either side, so even they are worth another attempt.
    return Verdict(Outcome.RETRY, error.message, error.retry_after_seconds or 0.0)


def _options_of(spec: SinkSpec, timeout_seconds: float) -> HttpOptions:
    token, password = spec.auth.bearer_token, spec.auth.password
    tls = spec.tls
    return HttpOptions(
        credentials=Credentials(
            token.get_secret_value() if token else None,
            spec.auth.username,
            password.get_secret_value() if password else None,
        ),
        tls=TlsOptions(tls.ca_file, tls.certificate_file, tls.key_file, not tls.skip_verify),
        headers={name: value.get_secret_value() for name, value in spec.headers.items()},
        timeout_seconds=timeout_seconds,
        max_response_bytes=_MOST_ANSWER_BYTES,
        attempts=1,
        breaker_failures=_NEVER,
    )


def _error_of(answer: HttpAnswer) -> SourceError:
    error = error_of_status(answer)
    if isinstance(error, SourceRejectedQuery):
        words = error.detail["answer"]
        return SourceRejectedQuery(
            f"{answer.url} refused the message ({answer.status}): {words}", detail=error.detail
        )
    return error
