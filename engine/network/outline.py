"""Bare tensors put into words: modules are what stands before the dots of their names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from torch import Tensor

from engine.network.stored_tensors import StoredTensors
from engine.tensors.levels import Walk
from engine.tensors.plain import plain, plain_shape
from engine.thread.network_events import ModuleDescription, ParameterDescription

_DEEPEST = 24  # modules within modules; further dots are part of a name


@dataclass(slots=True)
class _Module:
    """What stands before a dot: the numbers in it, its tensors with those below, and what is in it."""

    count: int = 0
    parameters: list[str] = field(default_factory=list)
    children: dict[str, "_Module"] = field(default_factory=dict)


def outline_modules(tensors: StoredTensors) -> tuple[ModuleDescription, ...]:
    """A line for each module, the file itself first, its contents in the file's order."""
    root = _Module()
    for name, stored in tensors.stored.items():
        for module in _path(root, name):
            module.count += stored.count
            module.parameters.append(name)
    return tuple(_described(root, "", tensors.name, 0))


def outline_parameters(tensors: StoredTensors) -> tuple[ParameterDescription, ...]:
    """All tensors; none of them can be trained."""
    return tuple(
        ParameterDescription(
            name=name,
            shape=plain_shape(stored.shape, stored.dtype),
            dtype=stored.dtype,
            trainable=False,
            count=stored.count,
            size=stored.size,
        )
        for name, stored in tensors.stored.items()
    )


def outline_text(tensors: StoredTensors) -> str:
    """A line a tensor: name, type, shape."""
    lines = (f"{name}: {stored.dtype} {list(stored.shape)}" for name, stored in tensors.stored.items())
    return "\n".join(lines)


class PlainTensors(Mapping[str, Tensor]):
    """Bare tensors as they are shown; the last one is remembered, as others are asked for less often."""

    def __init__(self, tensors: StoredTensors) -> None:
        self._tensors = tensors
        self._last: tuple[str, Tensor] | None = None

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """The shapes as they are shown; nothing is read for them."""
        return {name: plain_shape(each.shape, each.dtype) for name, each in self._tensors.stored.items()}

    def walk_as_now(self) -> "Walk[PlainTensors]":
        """The tensors as they are now, whatever is edited later."""
        return PlainTensors((yield from self._tensors.walk_as_now()))

    def can_change(self, name: str) -> bool:
        """Whether a tensor that was taken may be written to meanwhile."""
        return name in self._tensors.edited

    def __getitem__(self, name: str) -> Tensor:
        if name in self._tensors.edited:
            return plain(name, self._tensors.edited[name])
        self._tensors.require_unchanged()
        if self._last is None or self._last[0] != name:
            self._last = None
            self._last = name, plain(name, self._tensors[name])
        return self._last[1]

    def __contains__(self, name: object) -> bool:
        return name in self._tensors

    def __iter__(self) -> Iterator[str]:
        return iter(self._tensors)

    def __len__(self) -> int:
        return len(self._tensors)


def _path(root: _Module, name: str) -> Iterator[_Module]:
    """The modules that the tensor lies in, the outermost first."""
    yield root
    module = root
    for part in name.split(".", _DEEPEST)[:-1]:
        module = module.children.setdefault(part, _Module())
        yield module


def _described(module: _Module, name: str, kind: str, depth: int) -> Iterator[ModuleDescription]:
    yield ModuleDescription(
        name=name,
        kind=kind,
        detail="",
        depth=depth,
        output_shape=(),
        count=module.count,
        trainable=False,
        parameters=tuple(module.parameters),
    )
    for part, child in module.children.items():
        yield from _described(child, f"{name}.{part}" if depth else part, "", depth + 1)
