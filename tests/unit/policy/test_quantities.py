import math

import pytest

from barograph.policy.quantities import guess_unit, say_quantity, say_range


@pytest.mark.parametrize(
    ("expression", "unit"),
    [
        ("histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))", "seconds"),
        ("node_memory_MemAvailable_bytes", "bytes"),
        ("rate(node_network_receive_bytes_total[5m])", "bytes_per_second"),
        ("sum(rate(http_requests_total[5m]))", "per_second"),
        ("rate(http_request_duration_seconds_count[5m])", "per_second"),
        ("rate(process_cpu_seconds_total[5m])", ""),
        ("rate(errors_total[5m]) / rate(requests_total[5m])", ""),
        ("disk_used_ratio", "ratio"),
        ("up", ""),
    ],
)
def test_the_unit_is_guessed_from_the_names(expression: str, unit: str) -> None:
    assert guess_unit(expression) == unit


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (2.3, "seconds", "2.3 s"),
        (0.18, "seconds", "180 ms"),
        (4e-5, "seconds", "40 us"),
        (0.0, "seconds", "0 s"),
        (7200, "seconds", "2 h"),
        (1.5 * 2**30, "bytes", "1.5 GiB"),
        (2048, "bytes_per_second", "2 KiB/s"),
        (0.123, "ratio", "12 %"),
        (12.3, "percent", "12 %"),
        (1234, "", "1234"),
        (1.23e7, "", "12 M"),
        (0.00123, "", "0.0012"),
        (-4.2, "", "-4.2"),
        (8, "orders", "8 orders"),
        (math.inf, "", "unknown"),
    ],
)
def test_numbers_are_said_with_their_unit(value: float, unit: str, words: str) -> None:
    assert say_quantity(value, unit) == words


@pytest.mark.parametrize(
    ("lower", "upper", "unit", "words"),
    [
        (0.18, 0.24, "seconds", "180-240 ms"),
        (0, 2e6, "", "0-2 M"),
        (5, 5, "", "5"),
        (-2, 3, "percent", "-2 to 3 %"),
    ],
)
def test_a_range_names_its_unit_once(lower: float, upper: float, unit: str, words: str) -> None:
    assert say_range(lower, upper, unit) == words
