from collections.abc import Iterator

import pytest

from barograph.sources.http import HttpClient, HttpOptions
from barograph.sources.loki.api import LokiApi
from barograph.sources.loki.rejections import error_of_answer
from tests.servers.loki import LokiDouble, serving_loki


@pytest.fixture
def loki() -> Iterator[LokiDouble]:
    with serving_loki() as double:
        yield double


@pytest.fixture
def api(loki: LokiDouble) -> Iterator[LokiApi]:
    client = HttpClient(
        loki.url, HttpOptions(attempts=1, headers={"X-Scope-OrgID": "acme"}), error_of=error_of_answer
    )
    yield LokiApi(client)
    client.close()
