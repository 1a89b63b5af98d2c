"""Whatever a server sends, it becomes a frame or an error of ours; nothing else ever comes out."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from barograph.domain import Frame
from barograph.errors import SourceAnswerInvalid, SourceError
from barograph.sources.limits import QueryLimits
from barograph.sources.matrix import Grid, LabelTexts, MatrixAssembly, decode_matrix

GRID = Grid(0, 60_000, 4)
ANSWER = json.dumps(
    {
        "status": "success",
        "data": {
            "resultType": "matrix",
            "result": [
                {"metric": {"job": "api", "path": "/a[1]"}, "values": [[0, "1"], [60, "+Inf"], [180, "NaN"]]},
                {"metric": {"job": "db"}, "values": [[n * 60, str(n)] for n in range(4)]},
            ],
        },
    }
).encode()


def read(body: bytes) -> Frame:
    assembly = MatrixAssembly(GRID, QueryLimits(max_series=100), LabelTexts())
    assembly.add(0, GRID, decode_matrix(bytearray(body)))
    return assembly.finish()


def test_an_answer_becomes_a_frame_with_gaps() -> None:
    frame = read(ANSWER)
    assert [labels["job"] for labels in frame.labels] == ["api", "db"]
    np.testing.assert_array_equal(frame.values, [[1, np.inf, np.nan, np.nan], [0, 1, 2, 3]])


@pytest.mark.parametrize("moment", ['"NaN"', '"Inf"', "1e300", "-1e300", "9223372036854775808"])
def test_a_moment_that_is_none_is_refused(moment: str) -> None:
    with pytest.raises(SourceAnswerInvalid, match="moments that were not asked for"):
        read(ANSWER.replace(b'[180, "NaN"]', f'[{moment}, "1"]'.encode()))


@given(place=st.integers(0, len(ANSWER) - 1), size=st.integers(0, 12), noise=st.binary(max_size=8))
@settings(max_examples=400, deadline=None)
def test_broken_bytes_become_an_error_of_ours_or_a_frame_on_the_grid(
    place: int, size: int, noise: bytes
) -> None:
    try:
        frame = read(ANSWER[:place] + noise + ANSWER[place + size :])
    except SourceError:
        return
    assert frame.point_count == 4


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=12,
    ),
    st.sampled_from(["metric", "values", "histograms"]),
)
@settings(max_examples=300, deadline=None)
def test_other_json_than_promised_becomes_an_error_of_ours_or_a_frame_on_the_grid(
    content: object, place: str
) -> None:
    series = {"metric": {}, "values": [[0, "1"]], place: content}
    body = json.dumps({"data": {"resultType": "matrix", "result": [series]}})
    try:
        frame = read(body.encode(errors="surrogatepass"))
    except SourceError:
        return
    assert frame.point_count == 4
