"""Weights on disk: written whole, read as tensors and never as code, rebuilt as a network that runs."""

import json
import pickle
import struct
import warnings
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile, is_zipfile

import numpy as np
import safetensors.torch
import torch
from safetensors import SafetensorError
from torch import Tensor

from engine.data.atomic import write_whole
from engine.data.reading import opened
from engine.errors import Kind, NetglassError
from engine.network.mlp import NeuralNetwork
from engine.network.pickles import holds_code

ENDINGS = (".safetensors", ".pt", ".pth", ".npz")
ARCHITECTURE_KEY = "architecture"
_METADATA_ARRAY = "__metadata__"
_NESTS = ("state_dict", "model_state_dict", "model")
_PREFIXES = ("module.", "_orig_mod.")
_LARGEST_CONTENT = 1 << 33  # bytes that a compressed file may unfold to

# Whatever the three readers raise for files that are damaged or lie; torch.load alone raises most of these.
_FAULTS = (
    ArithmeticError, AssertionError, AttributeError, BadZipFile, EOFError, ImportError, LookupError,
    MemoryError, OSError, RuntimeError, SafetensorError, TypeError, ValueError, pickle.UnpicklingError,
    struct.error,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a file of weights holds: tensors on the CPU, in the file's order, and words about them.

    `name` is the file's, for messages; the tensors' names are plain, without those of wrappers.
    """

    name: str
    tensors: dict[str, Tensor]
    metadata: dict[str, str] = field(default_factory=dict)


def save_checkpoint(path: Path, network: NeuralNetwork, metadata: Mapping[str, str] | None = None) -> None:
    """Write the network's weights, whole or not at all, in the format that the ending names.

    The architecture joins the metadata. Raises WEIGHTS_ENDING and FILE_UNWRITABLE.
    """
    words = {**(metadata or {}), ARCHITECTURE_KEY: network.architecture.to_json()}
    tensors = {name: tensor.detach().cpu().contiguous() for name, tensor in network.state_dict().items()}
    write_whole(path, _encode(path, tensors, words))


def load_checkpoint(path: Path) -> Checkpoint:
    """Read a file of weights.

    Outer `state_dict`s and the prefixes of wrappers are taken off. Raises FILE_MISSING, FILE_IS_FOLDER,
    FILE_EMPTY, FILE_UNREADABLE, FILE_UNKNOWN, WEIGHTS_UNREADABLE, WEIGHTS_UNSAFE.
    """
    _require_file(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # torch and NumPy warn of odd files that then load or raise
            content, metadata = _decode(path)
            tensors = _plain_tensors(content)
    except _FAULTS as fault:
        if isinstance(fault, pickle.UnpicklingError) and holds_code(path, str(fault)):
            raise NetglassError(Kind.WEIGHTS_UNSAFE, file=path.name) from fault
        raise NetglassError(Kind.WEIGHTS_UNREADABLE, file=path.name, reason=_reason(fault)) from fault
    return Checkpoint(path.name, tensors, metadata)


def default_weights() -> Checkpoint:
    """The trained weights that ship with the program; raises FILE_MISSING where they are not installed."""
    with resources.as_file(resources.files("resources") / "weights" / "default.safetensors") as path:
        return load_checkpoint(path)


def _require_file(path: Path) -> None:
    with opened(path):
        if path.suffix.lower() not in ENDINGS:
            raise NetglassError(Kind.FILE_UNKNOWN, file=path.name)


def _encode(path: Path, tensors: dict[str, Tensor], metadata: dict[str, str]) -> bytes:
    match path.suffix.lower():
        case ".safetensors":
            return safetensors.torch.save(tensors, metadata)
        case ".pt" | ".pth":
            return _encode_torch(tensors, metadata)
        case ".npz":
            return _encode_numpy(tensors, metadata)
    raise NetglassError(Kind.WEIGHTS_ENDING, file=path.name, endings=", ".join(ENDINGS))


def _encode_torch(tensors: dict[str, Tensor], metadata: dict[str, str]) -> bytes:
    """A plain state_dict; the words travel beside its items, as PyTorch's own `_metadata` do."""
    state: OrderedDict[str, Tensor] = OrderedDict(tensors)
    vars(state)["netglass"] = metadata
    stream = BytesIO()
    torch.save(state, stream)
    return stream.getvalue()


def _encode_numpy(tensors: dict[str, Tensor], metadata: dict[str, str]) -> bytes:
    stream = BytesIO()
    arrays = {name: tensor.numpy() for name, tensor in tensors.items()}
    np.savez(stream, allow_pickle=False, **arrays, **{_METADATA_ARRAY: np.array(json.dumps(metadata))})
    return stream.getvalue()


def _decode(path: Path) -> tuple[Mapping[str, object], dict[str, str]]:
    if path.suffix.lower() == ".safetensors":
        return _decode_safetensors(path.read_bytes())
    if is_zipfile(path):
        _require_bounded(path)
    if path.suffix.lower() == ".npz":
        return _decode_numpy(path)
    content = torch.load(path, map_location="cpu", weights_only=True)
    if not isinstance(content, Mapping):
        raise ValueError("it holds no state_dict")
    return content, _words(vars(content).get("netglass") if hasattr(content, "__dict__") else None)


def _decode_safetensors(content: bytes) -> tuple[Mapping[str, object], dict[str, str]]:
    """Format: 8 bytes of header length, the header as JSON, the numbers; the library checks it first."""
    tensors = safetensors.torch.load(content)
    (length,) = struct.unpack("<Q", content[:8])
    return tensors, _words(json.loads(content[8 : 8 + length]).get("__metadata__"))


def _decode_numpy(path: Path) -> tuple[Mapping[str, object], dict[str, str]]:
    with path.open("rb") as stream:  # np.load leaves a damaged file open that it opened itself
        archive = np.load(stream, allow_pickle=False)
        if not isinstance(archive, np.lib.npyio.NpzFile):
            raise ValueError("it is no archive of arrays")
        arrays = {name: archive[name] for name in archive.files}
    words = arrays.pop(_METADATA_ARRAY, None)
    tensors = {name: torch.from_numpy(np.ascontiguousarray(array)) for name, array in arrays.items()}
    return tensors, _words(json.loads(str(words)) if words is not None else None)


def _require_bounded(path: Path) -> None:
    with ZipFile(path) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > _LARGEST_CONTENT:
            raise ValueError(f"it unfolds to more than {_LARGEST_CONTENT} bytes")


def _words(metadata: object) -> dict[str, str]:
    if not isinstance(metadata, Mapping):
        return {}
    return {str(key): str(value) for key, value in metadata.items()}


def _plain_tensors(content: Mapping[str, object]) -> dict[str, Tensor]:
    for nest in _NESTS:
        inner = content.get(nest)
        if isinstance(inner, Mapping):
            return _plain_tensors(inner)
    tensors = {_plain_name(name): value for name, value in content.items() if isinstance(value, Tensor)}
    if not tensors:
        raise ValueError("there is no tensor in it")
    for name, tensor in tensors.items():
        _require_dense(name, tensor)
    return tensors


def _plain_name(name: object) -> str:
    if not isinstance(name, str):
        raise ValueError(f"{name} is no name of a tensor")
    for prefix in _PREFIXES * 2:  # a compiled network in a parallel wrapper, or the other way round
        name = name.removeprefix(prefix)
    return name


def _require_dense(name: str, tensor: Tensor) -> None:
    """A damaged or hostile file can claim a huge tensor over few numbers: it must own as many as it shows."""
    if tensor.layout != torch.strided or tensor.is_quantized or tensor.device.type != "cpu":
        raise ValueError(f"{name} is no dense tensor")
    if tensor.numel() > tensor.untyped_storage().nbytes() // tensor.element_size():
        raise ValueError(f"{name} claims more numbers than the file holds")


def _reason(fault: BaseException) -> str:
    """One line of a library's message, short enough for a notice."""
    if isinstance(fault, pickle.UnpicklingError):
        return "its pickle is damaged"
    if "allow_pickle" in str(fault):  # NumPy's advice is to load it unsafely
        return "an array in it is damaged, or holds no numbers"
    text = (fault.strerror or "") if isinstance(fault, OSError) else str(fault)
    lines = text.strip().splitlines() or [type(fault).__name__]
    return lines[0].rstrip(".:")[:120]
