"""ONNX files, as the onnx package and torch write them."""

from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from onnx import TensorProto, helper, numpy_helper

from engine.errors import Kind, NetglassError
from engine.network import stored_tensors
from engine.network.checkpoints import load_checkpoint


def written(folder: Path, *initializers: TensorProto, external: bool = False) -> Path:
    path = folder / "a.onnx"
    graph = helper.make_graph([], "g", [], [], list(initializers))
    onnx.save_model(
        helper.make_model(graph), path, save_as_external_data=external, location="a.data", size_threshold=0
    )
    return path


@pytest.mark.parametrize("mapped_from", [1, 1 << 30])
@pytest.mark.parametrize("external", [False, True])
@pytest.mark.parametrize(
    "dtype", [np.float32, np.float64, np.int8, np.int64, np.float16, np.bool_, np.complex64]
)
def test_initialisers_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mapped_from: int, external: bool, dtype: type
):
    monkeypatch.setattr(stored_tensors, "MAPPED_FROM", mapped_from)
    array = np.arange(6).reshape(2, 3).astype(dtype)
    path = written(tmp_path, numpy_helper.from_array(array, "odd name/ü"), external=external)
    tensors = load_checkpoint(path).tensors
    np.testing.assert_array_equal(tensors["odd name/ü"].numpy(), array)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (TensorProto.FLOAT, [1.5, -2]),
        (TensorProto.DOUBLE, [1.5, -2]),
        (TensorProto.INT8, [-1, 3]),
        (TensorProto.INT64, [-1, 3]),
        (TensorProto.FLOAT16, [1.5, -2]),
        (TensorProto.BFLOAT16, [1.5, -2]),
        (TensorProto.UINT64, [1, 3]),
    ],
)
def test_numbers_in_fields_of_their_kind_come_back(tmp_path: Path, kind: int, values: list[float]):
    path = written(tmp_path, helper.make_tensor("w", kind, [2], values))
    assert load_checkpoint(path).tensors["w"].tolist() == values


def test_an_unknown_kind_of_number_is_listed_and_refused_when_it_is_read(tmp_path: Path):
    path = written(tmp_path, TensorProto(name="w", data_type=TensorProto.STRING, dims=[1]))
    tensors = load_checkpoint(path).tensors
    assert tensors.stored["w"].dtype == "unknown"
    with pytest.raises(NetglassError) as caught:
        tensors["w"]
    assert caught.value.kind is Kind.WEIGHTS_UNREADABLE


@pytest.mark.parametrize(("key", "value"), [("location", "../a.data"), ("offset", "90"), ("length", "99999")])
def test_numbers_elsewhere_must_be_there(tmp_path: Path, key: str, value: str):
    path = written(tmp_path, numpy_helper.from_array(np.ones(300, np.float32), "w"), external=True)
    model = onnx.load(path, load_external_data=False)
    for entry in model.graph.initializer[0].external_data:
        entry.value = value if entry.key == key else entry.value
    path.write_bytes(model.SerializeToString())
    with pytest.raises(NetglassError):
        load_checkpoint(path).tensors["w"]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_file_opens_or_is_refused(tmp_path: Path, data: st.DataObject):
    path = written(tmp_path, numpy_helper.from_array(np.ones((2, 3), np.float32), "w"))
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(content[: data.draw(st.integers(1, len(content)))])
    try:
        dict(load_checkpoint(path).tensors)
    except NetglassError as failure:
        assert failure.kind is Kind.WEIGHTS_UNREADABLE


def test_more_numbers_than_are_there_are_refused(tmp_path: Path):
    tensor = numpy_helper.from_array(np.ones(4, np.float32), "w")
    tensor.dims[0] = 1 << 40
    tensors = load_checkpoint(written(tmp_path, tensor)).tensors
    assert isinstance(tensors.stored["w"].shape, tuple) and torch.tensor(tensors.stored["w"].count) == 1 << 40
    with pytest.raises(NetglassError):
        tensors["w"]
