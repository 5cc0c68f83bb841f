"""Which tensors of two models belong together: by name, or by name but for a prefix, where the shapes agree."""

from collections.abc import Mapping
from dataclasses import dataclass

Shapes = Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Match:
    """`pairs`: names here and there; what only one has, and `reshaped`: names of both whose shapes differ."""

    pairs: tuple[tuple[str, str], ...]
    only_here: tuple[str, ...]
    only_there: tuple[str, ...]
    reshaped: tuple[tuple[str, str], ...]


def match_tensors(here: Shapes, there: Shapes) -> Match:
    """Match the tensors of two models; each belongs to at most one, in the order of those here."""
    partners = {name: name for name in here if name in there}
    partners |= _by_ending(
        {name: shape for name, shape in here.items() if name not in partners},
        {name: shape for name, shape in there.items() if name not in partners},
    )
    ordered = [(name, partners[name]) for name in here if name in partners]
    taken = set(partners.values())
    return Match(
        pairs=tuple(pair for pair in ordered if here[pair[0]] == there[pair[1]]),
        only_here=tuple(name for name in here if name not in partners),
        only_there=tuple(name for name in there if name not in taken),
        reshaped=tuple(pair for pair in ordered if here[pair[0]] != there[pair[1]]),
    )


def _by_ending(here: Shapes, there: Shapes) -> dict[str, str]:
    """Pairs of equal shape, of which one's name is the other's behind a prefix; the longest name in common first."""
    endings: dict[tuple[str, tuple[int, ...]], list[str]] = {}
    for name, shape in there.items():
        for ending in _endings(name):
            endings.setdefault((ending, shape), []).append(name)
    partners: dict[str, str] = {}
    taken: set[str] = set()
    for name, shape in here.items():
        found = _partner(name, shape, endings)
        if found is not None and found not in taken:
            partners[name] = found
            taken.add(found)
    return partners


def _partner(
    name: str, shape: tuple[int, ...], endings: Mapping[tuple[str, tuple[int, ...]], list[str]]
) -> str | None:
    for ending in _endings(name):
        found = endings.get((ending, shape), [])
        if ending in (name, *found) and len(found) == 1:
            return found[0]
    return None


def _endings(name: str) -> list[str]:
    """The name, and what is left of it without its first parts, the longest first."""
    parts = name.split(".")
    return [".".join(parts[start:]) for start in range(len(parts))]
