"""The chain of layers that a file's tensors make by their names and shapes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from engine.network.chain import Chain, Link, Norm
from engine.network.safetensors_file import natural
from engine.network.stored_tensors import StoredTensor

Stored = Mapping[str, StoredTensor]

_REAL = {"float16", "bfloat16", "float32", "float64"}
_COUNTER = "num_batches_tracked"
_NORM = ("weight", "bias", "running_mean", "running_var")


@dataclass(frozen=True, slots=True)
class _Layers:
    """What stands before ".weight" and the like, in the file's order; `linear` and `norms` apart, or all of them."""

    linear: list[str]
    norms: list[str]

    @property
    def all(self) -> set[str]:
        return {*self.linear, *self.norms}


def chain_of_names(stored: Stored) -> Chain:
    """The Linear layers, and the BatchNorm1d between them, in the order in which they are walked.

    They are ordered by the numbers in their names, else as the file has them. Raises ValueError with the reason where
    the tensors are anything else.
    """
    layers = _layers(stored)
    for order in _orders(stored, layers):
        chain = _linked(stored, layers, order)
        if chain is not None:
            return chain
    raise ValueError("its layers do not follow one another")


def sizes_of(stored: Stored, link: Link) -> tuple[int, int]:
    """Inputs and outputs of a layer; raises ValueError unless its weight is a matrix."""
    shape = stored[link.weight].shape
    if len(shape) != 2:
        raise ValueError(f"{link.weight} is {_shape(shape)}, no Linear layer")
    return (shape[0], shape[1]) if link.transposed else (shape[1], shape[0])


def _layers(stored: Stored) -> _Layers:
    """Which layers there are; raises ValueError where a tensor is part of none."""
    norms = [name.removesuffix("running_mean") for name in stored if name.endswith("running_mean")]
    weights = [name.removesuffix("weight") for name in stored if name.endswith("weight")]
    linear = [layer for layer in weights if layer not in norms]
    for layer in norms:
        _require_norm(stored, layer)
    for layer in linear:
        _require_linear(stored, layer)
    known = {f"{layer}{part}" for layer in linear for part in ("weight", "bias")}
    known |= {f"{layer}{part}" for layer in norms for part in (*_NORM, _COUNTER)}
    strays = set(stored) - known
    if strays:
        raise ValueError(f"{min(strays)} is part of no Linear layer")
    if not linear:
        raise ValueError("it has no Linear layer")
    return _Layers(linear, norms)


def _require_linear(stored: Stored, layer: str) -> None:
    weight, bias = stored[f"{layer}weight"], stored.get(f"{layer}bias")
    if len(weight.shape) != 2:
        raise ValueError(f"{layer}weight is {_shape(weight.shape)}, no Linear layer")
    if bias is not None and bias.shape != weight.shape[:1]:
        shapes = f"{_shape(weight.shape)} and {_shape(bias.shape)}"
        raise ValueError(f"{layer}weight and its bias are {shapes}, no Linear layer")
    kinds = [weight.dtype] if bias is None else [weight.dtype, bias.dtype]
    if not _REAL.issuperset(kinds):
        raise ValueError(f"{layer}weight and its bias are {' and '.join(kinds)}, no real numbers")


def _norm_of(stored: Stored, layer: str) -> Norm:
    counter = f"{layer}{_COUNTER}"
    return Norm(
        *(f"{layer}{part}" for part in _NORM), num_batches_tracked=counter if counter in stored else ""
    )


def _require_norm(stored: Stored, layer: str) -> None:
    parts = [stored.get(f"{layer}{part}") for part in _NORM]
    found = [part for part in parts if part is not None]
    if len(found) < len(_NORM):
        raise ValueError(f"{layer}running_mean is part of no Linear layer, and of no whole BatchNorm1d")
    if any(len(part.shape) != 1 or part.shape != found[0].shape for part in found):
        raise ValueError(f"the parts of {layer}weight have different shapes, no BatchNorm1d")
    if not _REAL.issuperset(part.dtype for part in found):
        raise ValueError(f"{layer}weight and its statistics are no real numbers")


def _orders(stored: Stored, layers: _Layers) -> Iterator[list[str]]:
    """Ways to walk all layers, the likeliest first."""
    filed = [name for name in _prefixes(stored) if name in layers.all]
    numbered = sorted(filed, key=natural)
    patterns = {re.sub(r"\d+", "#", layer) for layer in filed}
    yield from (numbered, filed) if len(patterns) == 1 else (filed, numbered)
    for linear, norms in (
        (sorted(layers.linear, key=natural), sorted(layers.norms, key=natural)),
        (layers.linear, layers.norms),
    ):
        if len(norms) == len(linear) - 1:  # fc1, fc2, fc3, bn1, bn2: one behind each but the last
            yield [layer for pair in zip(linear, [*norms, ""], strict=True) for layer in pair if layer]


def _prefixes(stored: Stored) -> Iterator[str]:
    """What stands before the last part of each name, each once, in the file's order."""
    yield from dict.fromkeys(re.sub(r"(weight|bias|running_mean|running_var)$", "", name) for name in stored)


def _linked(stored: Stored, layers: _Layers, order: Sequence[str]) -> Chain | None:
    """The chain that the layers make in this order; None: they do not fit."""
    links: list[Link] = []
    for layer in order:
        if layer in layers.linear:
            bias = f"{layer}bias"
            links.append(Link(f"{layer}weight", bias if bias in stored else ""))
        elif links and links[-1].norm is None:
            links[-1] = replace(links[-1], norm=_norm_of(stored, layer))
        else:
            return None
    return Chain(tuple(links), norms_last=_norms_last(links)) if _fits(stored, links) else None


def _fits(stored: Stored, links: Sequence[Link]) -> bool:
    sizes = [sizes_of(stored, link) for link in links]
    follow = all(first[1] == second[0] for first, second in pairwise(sizes))
    widths = zip(links, sizes, strict=True)
    normed = all(
        link.norm is None or stored[link.norm.weight].shape == (outputs,) for link, (_, outputs) in widths
    )
    return follow and normed and links[-1].norm is None


def _norms_last(links: Sequence[Link]) -> bool | None:
    """Whether a number is left out between each Linear and its norm, where an activation stands in a Sequential.

    None: the names do not say.
    """
    gaps = {_gap(link.weight, link.norm.weight) for link in links if link.norm is not None}
    return {frozenset({1}): False, frozenset({2}): True}.get(frozenset(gaps))


def _gap(weight: str, norm: str) -> int:
    """How far apart two layers lie in the same Sequential; 0: they are in none."""
    first, second = (re.fullmatch(r"(.*?)(\d+)\.weight", name) for name in (weight, norm))
    if first is None or second is None or first[1] != second[1]:
        return 0
    return int(second[2]) - int(first[2])


def _shape(shape: Sequence[int]) -> str:
    return " × ".join(str(size) for size in shape) or "a number"
