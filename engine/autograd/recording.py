"""What a piece of PyTorch code computes, call by call, while it runs. Imports torch.

Autograd keeps the functions of a computation, but neither the tensors between them nor what asks for no gradient.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from torch import Tensor
from torch.overrides import TorchFunctionMode

_MEMBER_ACCESS = frozenset({"__get__", "__set__"})


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """A call of torch: the function's name, the tensors that went in and those, other ones, that came out."""

    function: str
    inputs: tuple[Tensor, ...]
    outputs: tuple[Tensor, ...]


class Recording(TorchFunctionMode):
    """Keeps all calls that are made while it is entered (`with Recording() as recording:`), and their tensors."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[Call] = []

    def __torch_function__(
        self,
        func: Callable[..., object],
        types: object,
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> object:
        """Called by torch in place of `func`."""
        kwargs = kwargs or {}
        result = func(*args, **kwargs)
        self._keep(getattr(func, "__name__", ""), (args, kwargs), result)
        return result

    def _keep(self, function: str, arguments: object, result: object) -> None:
        inputs = tuple(_tensors(arguments))
        outputs = tuple(tensor for tensor in _tensors(result) if all(tensor is not each for each in inputs))
        if outputs and not (function in _MEMBER_ACCESS and outputs[0].grad_fn is None):
            self.calls.append(Call(function, inputs, outputs))


def _tensors(value: object) -> Iterator[Tensor]:
    if isinstance(value, Tensor):
        yield value
    elif isinstance(value, dict):
        yield from _tensors(list(value.values()))
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _tensors(each)
