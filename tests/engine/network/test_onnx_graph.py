"""The chain of layers in a graph of nodes, as other programs write them."""

from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from onnx import NodeProto, TensorProto, helper, numpy_helper

from engine.errors import NetglassError
from engine.network.checkpoints import load_checkpoint
from engine.network.rebuilding import network_of

RANDOM = np.random.default_rng(0)
NUMBERS = {
    "a": RANDOM.normal(size=(6, 5)), "b": RANDOM.normal(size=(4, 5)), "c": RANDOM.normal(size=5),
    "d": RANDOM.normal(size=4),
}  # fmt: skip
MATMUL = [
    helper.make_node("Flatten", ["x"], ["f"]),
    helper.make_node("MatMul", ["f", "a"], ["m"]),
    helper.make_node("Add", ["c", "m"], ["s"]),
]


def opened(folder: Path, *nodes: NodeProto):
    kinds = {"x": ["n", 6], "y": ["n", 4]}
    x, y = (helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in kinds.items())
    numbers = [numpy_helper.from_array(array.astype(np.float32), name) for name, array in NUMBERS.items()]
    onnx.save(helper.make_model(helper.make_graph(list(nodes), "g", [x], [y], numbers)), folder / "a.onnx")
    return load_checkpoint(folder / "a.onnx")


def gemm(taken: str, alpha: float = 1.0) -> NodeProto:
    return helper.make_node("Gemm", [taken, "b", "d"], ["y"], transB=1, alpha=alpha)


def test_matrices_that_stand_the_other_way_round_and_the_activation_are_understood(tmp_path: Path):
    network = network_of(opened(tmp_path, *MATMUL, helper.make_node("Tanh", ["s"], ["t"]), gemm("t")))
    x = torch.rand(3, 6)
    hidden = np.tanh(x.numpy() @ NUMBERS["a"] + NUMBERS["c"])
    expected = hidden @ NUMBERS["b"].T + NUMBERS["d"]
    np.testing.assert_allclose(network(x).detach(), expected, atol=1e-5)
    assert network.architecture.activation == "Tanh"


def test_the_classes_behind_the_logits_are_left_out(tmp_path: Path):
    nodes = [*MATMUL, helper.make_node("Relu", ["s"], ["t"]), gemm("t")]
    nodes[-1].output[0] = "z"
    network = network_of(opened(tmp_path, *nodes, helper.make_node("Softmax", ["z"], ["y"])))
    assert network.architecture.sizes == (6, 5, 4)


@pytest.mark.parametrize(
    ("nodes", "reason"),
    [
        ([*MATMUL, gemm("s")], "no activation"),
        ([*MATMUL, helper.make_node("Conv", ["s", "a"], ["y"])], "Conv is no part"),
        ([*MATMUL, helper.make_node("Relu", ["s"], ["t"]), gemm("t", alpha=2.0)], "Gemm"),
        (
            [*MATMUL, helper.make_node("LeakyRelu", ["s"], ["t"], alpha=0.3), gemm("t")],
            "LeakyRelu is no part",
        ),
        ([*MATMUL, helper.make_node("Gelu", ["s"], ["t"], approximate="tanh"), gemm("t")], "Gelu is no part"),
        ([*MATMUL, helper.make_node("Relu", ["s"], ["t"]), gemm("x")], "from elsewhere"),
        ([], "no Linear layer"),
    ],
)
def test_what_computes_anything_else_is_no_chain(tmp_path: Path, nodes: list[NodeProto], reason: str):
    with pytest.raises(NetglassError, match=reason):
        network_of(opened(tmp_path, *nodes))
