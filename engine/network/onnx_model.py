"""A network as an ONNX model, written without the onnx package: a Gemm a layer, and what stands between."""

import struct
from collections.abc import Iterator

import torch
from torch import Tensor, nn

from engine.errors import Kind, NetglassError
from engine.network.mlp import NeuralNetwork
from engine.network.protobuf import bytes_field, fixed32_field, varint_field

# Numbers of fields in onnx.proto (ONNX 1.x)
_IR_VERSION, _PRODUCER, _GRAPH, _OPSET = 1, 2, 7, 8
_NODE, _GRAPH_NAME, _INITIALIZER, _GRAPH_INPUT, _GRAPH_OUTPUT = 1, 2, 5, 11, 12
_INPUT, _OUTPUT, _OP, _ATTRIBUTE = 1, 2, 4, 5
_ATTRIBUTE_NAME, _FLOAT, _INT, _ATTRIBUTE_TYPE = 1, 2, 3, 20
_DIMS, _TYPE, _NAME, _RAW = 1, 2, 8, 9
_IR, _OPERATORS = 8, 20  # the first set of operators with Gelu, understood since ONNX 1.15
_FLOAT32 = 1
_LARGEST = (1 << 31) - (1 << 20)  # bytes of a message of Protocol Buffers

_NORM = ("weight", "bias", "running_mean", "running_var")  # what a BatchNormalization takes, in its order
_ACTIVATIONS = {
    "ReLU": "Relu", "LeakyReLU": "LeakyRelu", "ELU": "Elu", "GELU": "Gelu", "Tanh": "Tanh", "Sigmoid": "Sigmoid",
}  # fmt: skip


def onnx_model(network: NeuralNetwork, name: str) -> bytes:
    """The model: input "image" (n, ...) as the network takes it, output "logits" (n, classes).

    Raises EXPORT_TOO_LARGE about the file `name` for what does not fit into one message.
    """
    if 4 * network.architecture.parameter_count > _LARGEST:
        raise NetglassError(Kind.EXPORT_TOO_LARGE, file=name, endings=".safetensors")
    sizes = network.architecture.sizes
    graph = b"".join(
        (
            *_nodes(network),
            _text(_GRAPH_NAME, "NeuralNetwork"),
            *(bytes_field(_INITIALIZER, _tensor(key, value)) for key, value in _initializers(network)),
            bytes_field(_GRAPH_INPUT, _value("image", sizes[0])),
            bytes_field(_GRAPH_OUTPUT, _value("logits", sizes[-1])),
        )
    )
    model = varint_field(_IR_VERSION, _IR) + _text(_PRODUCER, "netglass")
    return model + bytes_field(_GRAPH, graph) + bytes_field(_OPSET, varint_field(2, _OPERATORS))


def _nodes(network: NeuralNetwork) -> Iterator[bytes]:
    """Each node takes what the last one gave."""
    value = "image"
    stages = network.stages
    for place, stage in enumerate(stages):
        last = place + 1 == len(stages)
        inputs = [value, *(name for name, _ in stage.linear.named_parameters(prefix=stage.name))]
        value = "logits" if last else f"z{place}"
        yield _node("Gemm", inputs, value, _int_attribute("transB", 1))
        for name, module in stage.followers:
            if not isinstance(module, nn.Dropout):
                before, value = value, f"{name}.output"
                yield from _follower(name, module, before, value)


def _follower(name: str, module: nn.Module, taken: str, given: str) -> Iterator[bytes]:
    kind = type(module).__name__
    if isinstance(module, nn.BatchNorm1d):
        inputs = [taken, *(f"{name}.{part}" for part in _NORM)]
        yield _node("BatchNormalization", inputs, given, _float_attribute("epsilon", module.eps))
        return
    if kind == "SiLU":  # ONNX has none before its operators 24: z · sigmoid(z)
        yield _node("Sigmoid", [taken], f"{given}.gate")
        yield _node("Mul", [taken, f"{given}.gate"], given)
        return
    slope = {"LeakyReLU": "negative_slope", "ELU": "alpha"}.get(kind)
    attribute = b"" if slope is None else _float_attribute("alpha", getattr(module, slope))
    yield _node(_ACTIVATIONS[kind], [taken], given, attribute)


def _initializers(network: NeuralNetwork) -> Iterator[tuple[str, Tensor]]:
    for name, tensor in network.state_dict().items():
        if tensor.is_floating_point():  # no node counts batches
            yield name, tensor


def _node(operation: str, inputs: list[str], output: str, attribute: bytes = b"") -> bytes:
    names = b"".join(_text(_INPUT, name) for name in inputs) + _text(_OUTPUT, output)
    return bytes_field(_NODE, names + _text(_OP, operation) + attribute)


def _int_attribute(name: str, value: int) -> bytes:
    """An attribute of a whole number."""
    return bytes_field(
        _ATTRIBUTE,
        _text(_ATTRIBUTE_NAME, name) + varint_field(_INT, value) + varint_field(_ATTRIBUTE_TYPE, 2),
    )


def _float_attribute(name: str, value: float) -> bytes:
    number = fixed32_field(_FLOAT, struct.pack("<f", value))
    return bytes_field(_ATTRIBUTE, _text(_ATTRIBUTE_NAME, name) + number + varint_field(_ATTRIBUTE_TYPE, 1))


def _tensor(name: str, tensor: Tensor) -> bytes:
    numbers = tensor.detach().to("cpu", torch.float32).contiguous().numpy()
    dims = b"".join(varint_field(_DIMS, size) for size in tensor.shape)
    kind = varint_field(_TYPE, _FLOAT32)
    return dims + kind + _text(_NAME, name) + bytes_field(_RAW, numbers.astype("<f4", copy=False).tobytes())


def _value(name: str, width: int) -> bytes:
    """A ValueInfoProto: a tensor of float32 (n, width), n open."""
    shape = bytes_field(1, _text(2, "n")) + bytes_field(1, varint_field(1, width))
    kind = bytes_field(1, varint_field(1, _FLOAT32) + bytes_field(2, shape))
    return _text(1, name) + bytes_field(2, kind)


def _text(number: int, words: str) -> bytes:
    return bytes_field(number, words.encode())
