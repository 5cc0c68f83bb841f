"""The nodes of an ONNX graph, and the chain of Linear layers that they may be."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from engine.network.chain import Chain, Link, Norm
from engine.network.protobuf import fields, signed

_INPUT, _OUTPUT, _OP, _ATTRIBUTE = 1, 2, 4, 5
_ATTRIBUTE_NAME, _FLOAT, _INT, _WORD, _TENSOR = 1, 2, 3, 4, 5
_RAW = 9  # of a TensorProto
_ACTIVATIONS = {
    "Relu": "ReLU", "LeakyRelu": "LeakyReLU", "Elu": "ELU", "Gelu": "GELU", "Tanh": "Tanh", "Sigmoid": "Sigmoid",
}  # fmt: skip
_GELU = (
    ("Div", 2**0.5),
    ("Erf", 0.0),
    ("Add", 1.0),
    ("Mul", 0.0),
    ("Mul", 0.5),
)  # before ONNX had a word for it
_SLOPES = {"LeakyRelu": 0.01, "Elu": 1.0}  # what torch.nn's own have; ONNX calls it alpha
_EPSILON = 1e-5  # of torch.nn's BatchNorm1d, and of ONNX
_TRANSPARENT = {"Flatten", "Reshape", "Identity", "Dropout", "Squeeze", "Unsqueeze", "Constant", "Shape"}
_ENDS = {"Softmax", "LogSoftmax"}  # what follows logits


@dataclass(slots=True)
class Node:
    """An operation, the names of the values that it takes and gives, and its attributes of one number."""

    operation: str = ""
    inputs: list[str] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)
    attributes: dict[str, float] = field(default_factory=dict)


def read_node(message: memoryview) -> Node:
    """The NodeProto in `message`."""
    node = Node()
    for number, content in fields(message):
        if isinstance(content, int):
            continue
        if number == _OP:
            node.operation = _text(content)
        elif number in (_INPUT, _OUTPUT):
            (node.inputs if number == _INPUT else node.outputs).append(_text(content))
        elif number == _ATTRIBUTE:
            _read_attribute(content, node.attributes)
    return node


def chain_of_nodes(nodes: Sequence[Node], shapes: Mapping[str, tuple[int, ...]]) -> Chain:
    """The chain that the nodes compute, from initialisers of these `shapes`.

    Raises ValueError with the reason where they compute anything else.
    """
    walk = _Walk(shapes)
    for node in nodes:
        walk.take(node)
    return walk.chain()


class _Walk:
    """Follows the one value that goes through the graph."""

    def __init__(self, shapes: Mapping[str, tuple[int, ...]]) -> None:
        self._shapes = shapes
        self._value: str | None = None  # the name of what the last node gave; None: nothing was taken yet
        self._gated: str | None = None  # what entered the last Sigmoid, or the first step of a GELU
        self._gelu = 0  # how many of its steps were gone
        self._constants: dict[str, float] = {}
        self._links: list[Link] = []
        self._activations: list[str] = []
        self._norms_last: set[bool] = set()
        self._ended = False

    def take(self, node: Node) -> None:
        if node.operation == "Constant" and "value" in node.attributes:
            self._constants |= dict.fromkeys(node.outputs, node.attributes["value"])
        if node.operation in _TRANSPARENT and (
            node.operation in ("Constant", "Shape") or self._value is None
        ):
            return
        if self._value is not None and self._value not in node.inputs:
            raise ValueError(f"{node.operation} takes its input from elsewhere")
        if self._ended:
            raise ValueError(f"{node.operation} follows the classes")
        self._step(node)
        self._value = node.outputs[0] if node.outputs else ""

    def chain(self) -> Chain:
        if not self._links:
            raise ValueError("it has no Linear layer")
        kinds = set(self._activations)
        if len(kinds) > 1 or len(self._activations) != len(self._links) - 1:
            raise ValueError("its layers have not the same activation between them")
        if self._links[-1].norm is not None:
            raise ValueError("what its last layer puts out is normalised")
        if len(self._norms_last) > 1:
            raise ValueError("its normalisations stand in different places")
        return Chain(tuple(self._links), next(iter(kinds), None), next(iter(self._norms_last), None))

    def _step(self, node: Node) -> None:
        operation = node.operation
        if self._is_gelu(node):
            self._gated = self._value if self._gelu == 0 else self._gated
            self._gelu = (self._gelu + 1) % len(_GELU)
            self._activations += [] if self._gelu else ["GELU"]
        elif self._gelu:
            raise ValueError(f"{operation} is no part of a chain of Linear layers")
        elif operation in ("Gemm", "MatMul"):
            self._links.append(self._linear(node))
        elif operation == "Add" and self._links and not self._links[-1].bias and self._is_fresh():
            self._links[-1] = replace(self._links[-1], bias=self._initializers(node)[0])
        elif operation == "BatchNormalization" and self._links and self._links[-1].norm is None:
            self._links[-1] = replace(self._links[-1], norm=self._norm(node))
            self._norms_last.add(not self._is_fresh())
        elif (
            operation == "Mul" and self._gated is not None and set(node.inputs) == {self._gated, self._value}
        ):
            self._activations[-1] = "SiLU"  # z · sigmoid(z)
        elif operation in _ACTIVATIONS and self._is_fresh() and _is_usual(node):
            self._activations.append(_ACTIVATIONS[operation])
            self._gated = self._value if operation == "Sigmoid" else None
        elif operation in _ENDS:
            self._ended = True
        elif operation not in _TRANSPARENT:
            raise ValueError(f"{operation or 'an operation'} is no part of a chain of Linear layers")

    def _is_gelu(self, node: Node) -> bool:
        """Whether it is the next step of z · (1 + erf(z / √2)) / 2."""
        operation, number = _GELU[self._gelu]
        if node.operation != operation or not self._links or not self._is_fresh():
            return False
        others = [name for name in node.inputs if name != self._value]
        if self._gelu == 3:
            return others == [self._gated]
        return number == 0 or any(abs(self._constants.get(name, 0) - number) < 1e-6 for name in others)

    def _is_fresh(self) -> bool:
        """Whether the last Linear has no activation yet."""
        return len(self._activations) == len(self._links) - 1

    def _linear(self, node: Node) -> Link:
        if len(self._activations) != len(self._links):
            raise ValueError("two of its layers have no activation between them")
        unusual = {"alpha": 1.0, "beta": 1.0, "transA": 0.0}
        if any(node.attributes.get(name, usual) != usual for name, usual in unusual.items()):
            raise ValueError("a Gemm of it is no Linear layer")
        weight, *bias = self._initializers(node)
        transposed = node.operation == "MatMul" or not node.attributes.get("transB", 0.0)
        if node.inputs[1] != weight:
            raise ValueError(f"{node.operation} has its weight at the left")
        return Link(weight, *bias[:1], transposed=transposed)

    def _norm(self, node: Node) -> Norm:
        if abs(node.attributes.get("epsilon", _EPSILON) - _EPSILON) > 1e-9:
            raise ValueError(f"a normalisation of it has an epsilon other than {_EPSILON}")
        names = self._initializers(node)
        if len(names) != 4 or node.attributes.get("training_mode"):
            raise ValueError("a normalisation of it is no BatchNorm1d")
        return Norm(*names)

    def _initializers(self, node: Node) -> list[str]:
        found = [name for name in node.inputs if name in self._shapes]
        if not found:
            raise ValueError(f"{node.operation} has no stored numbers")
        return found


def _is_usual(node: Node) -> bool:
    usual = _SLOPES.get(node.operation, 0.0)
    return abs(node.attributes.get("alpha", usual) - usual) < 1e-6 and not node.attributes.get("approximate")


def _read_attribute(message: memoryview, attributes: dict[str, float]) -> None:
    name, value = "", 0.0
    for number, content in fields(message):
        if number == _ATTRIBUTE_NAME and isinstance(content, memoryview):
            name = _text(content)
        elif number == _FLOAT and isinstance(content, memoryview):
            (value,) = struct.unpack("<f", content)
        elif number == _INT and isinstance(content, int):
            value = float(signed(content))
        elif number == _WORD and isinstance(content, memoryview):
            value = float(_text(content) not in ("", "none"))  # a Gelu may be approximate
        elif number == _TENSOR and isinstance(content, memoryview):
            raw = dict(fields(content)).get(_RAW)
            if not isinstance(raw, memoryview) or len(raw) != 4:
                return  # no single number
            (value,) = struct.unpack("<f", raw)
    attributes[name] = value


def _text(content: memoryview) -> str:
    return bytes(content).decode("utf-8", "replace")
