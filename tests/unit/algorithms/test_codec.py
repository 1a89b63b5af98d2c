import numpy as np
import pytest

from barograph.algorithms.base import Model
from barograph.algorithms.codec import checksum_of, decode_model, encode_model
from barograph.domain import Labels
from barograph.errors import ModelUnavailable


@pytest.fixture
def model() -> Model:
    arrays = {"knots": np.arange(6, dtype=np.float32).reshape(2, 3), "none": np.empty((0, 2))}
    return Model("mad", 3, (Labels(job="api"), Labels()), arrays, {"period": "weekly", "ok": True})


def test_a_model_survives_a_file(model: Model) -> None:
    read = decode_model(encode_model(model))
    assert (read.algorithm, read.algorithm_version) == ("mad", 3)
    assert read.labels == model.labels
    assert read.meta == model.meta
    assert read.arrays["knots"].dtype == np.float32
    assert np.array_equal(read.arrays["knots"], model.arrays["knots"])
    assert read.arrays["none"].shape == (0, 2)


def test_the_same_model_has_the_same_bytes(model: Model) -> None:
    assert encode_model(model) == encode_model(model)
    assert len(checksum_of(encode_model(model))) == 64


@pytest.mark.parametrize("place", [20, 60, -5])
def test_a_damaged_file_is_refused(model: Model, place: int) -> None:
    content = bytearray(encode_model(model))
    content[place] ^= 1
    with pytest.raises(ModelUnavailable, match="damaged"):
        decode_model(bytes(content))


def test_a_foreign_file_is_refused() -> None:
    with pytest.raises(ModelUnavailable, match="not a model file"):
        decode_model(b"\x80\x04pickle")


def test_arrays_of_objects_are_never_written() -> None:
    model = Model("mad", 1, (), {"evil": np.array([object()], dtype=object)})
    with pytest.raises(ValueError, match="Object arrays"):
        encode_model(model)
