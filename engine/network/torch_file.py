"""Files that torch.save wrote: their tensors, never their code."""

import warnings
from collections.abc import Mapping
from pathlib import Path
from zipfile import is_zipfile

import torch
from torch import Tensor

from engine.network.stored_tensors import Stamp, StoredTensors, stored_of
from engine.network.zip_bounds import require_bounded

_NESTS = ("state_dict", "model_state_dict", "model")
_PREFIXES = ("module.", "_orig_mod.")


def open_torch(path: Path) -> tuple[StoredTensors, dict[str, str]]:
    """The tensors and the words of a state_dict, also one within others; names are plain, without those of wrappers."""
    stamp, mapped = Stamp.of(path), False
    if is_zipfile(path):
        require_bounded(path)
        mapped = stamp.is_mapped
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch warns of odd files that then load or raise
        content = torch.load(path, map_location="cpu", weights_only=True, mmap=mapped)
    if not isinstance(content, Mapping):
        raise ValueError("it holds no state_dict")
    stored = {name: stored_of(tensor) for name, tensor in _plain_tensors(content).items()}
    return StoredTensors(path.name, stored, (stamp,) if mapped else ()), _words(content)


def _words(content: Mapping[str, object]) -> dict[str, str]:
    """What Netglass wrote beside the tensors."""
    metadata = vars(content).get("netglass") if hasattr(content, "__dict__") else None
    return {str(key): str(value) for key, value in metadata.items()} if isinstance(metadata, Mapping) else {}


def _plain_tensors(content: Mapping[str, object], depth: int = 0) -> dict[str, Tensor]:
    for nest in _NESTS:
        inner = content.get(nest)
        if isinstance(inner, Mapping) and depth < len(_NESTS):
            return _plain_tensors(inner, depth + 1)
    tensors = {_plain_name(name): value for name, value in content.items() if isinstance(value, Tensor)}
    fullest = max((each for each in content.values() if isinstance(each, Mapping)), key=_count, default={})
    if not tensors and depth < len(_NESTS) and _count(fullest):
        return _plain_tensors(fullest, depth + 1)  # under a name of somebody's own
    for name, tensor in tensors.items():
        _require_owned(name, tensor)
    return tensors


def _count(content: Mapping[object, object]) -> int:
    """How many tensors lie in it."""
    return sum(isinstance(value, Tensor) for value in content.values())


def _plain_name(name: object) -> str:
    if not isinstance(name, str):
        raise ValueError(f"{str(name)[:60]} is no name of a tensor")
    for prefix in _PREFIXES * 2:  # a compiled network in a parallel wrapper, or the other way round
        name = name.removeprefix(prefix)
    return name


def _require_owned(name: str, tensor: Tensor) -> None:
    """A damaged or hostile file can claim a huge tensor over few numbers: it must own as many as it shows."""
    if tensor.device.type != "cpu":
        raise ValueError(f"{name} has no numbers")
    if tensor.layout is not torch.strided:
        return  # torch has checked its indices
    if tensor.numel() > tensor.untyped_storage().nbytes() // tensor.element_size():
        raise ValueError(f"{name} claims more numbers than the file holds")
