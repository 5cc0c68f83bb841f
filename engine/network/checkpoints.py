"""Weights on disk, opened as tensors and never as code."""

import pickle
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

from engine.data.reading import opened
from engine.errors import Kind, NetglassError
from engine.network.chain import Chain
from engine.network.formats import INDEX_ENDING, is_weights
from engine.network.numpy_file import open_numpy
from engine.network.onnx_file import open_onnx
from engine.network.onnx_graph import chain_of_nodes
from engine.network.pickles import holds_code
from engine.network.safetensors_file import open_index, open_safetensors
from engine.network.stored_tensors import FAULTS, StoredTensors, reason_of
from engine.network.torch_file import open_torch

ARCHITECTURE_KEY = "architecture"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a file of weights holds: tensors on the CPU, in the file's order, and words about them.

    `name` is the file's, for messages; the tensors' names are plain, without those of wrappers. `chain`: the layers,
    where the file says how its tensors are used; `obstacle`: why that is no chain.
    """

    name: str
    tensors: StoredTensors
    metadata: dict[str, str] = field(default_factory=dict)
    chain: Chain | None = None
    obstacle: str = ""


def load_checkpoint(path: Path) -> Checkpoint:
    """Open a file of weights: of a large one only the head is read, and a tensor when somebody looks at it.

    Outer `state_dict`s and the prefixes of wrappers are taken off. Raises FILE_MISSING, FILE_IS_FOLDER,
    FILE_EMPTY, FILE_UNREADABLE, FILE_UNKNOWN, WEIGHTS_UNREADABLE, WEIGHTS_UNSAFE.
    """
    with opened(path):
        if not is_weights(path.name):
            raise NetglassError(Kind.FILE_UNKNOWN, file=path.name)
    try:
        checkpoint = _opened(path)
        if not checkpoint.tensors:
            raise ValueError("there is no tensor in it")
    except FAULTS as fault:
        if isinstance(fault, pickle.UnpicklingError) and holds_code(path, str(fault)):
            raise NetglassError(Kind.WEIGHTS_UNSAFE, file=path.name) from fault
        raise NetglassError(Kind.WEIGHTS_UNREADABLE, file=path.name, reason=reason_of(fault)) from fault
    return checkpoint


def default_weights() -> Checkpoint:
    """The trained weights that ship with the program; raises FILE_MISSING where they are not installed."""
    with resources.as_file(resources.files("resources") / "weights" / "default.safetensors") as path:
        return load_checkpoint(path)


def _opened(path: Path) -> Checkpoint:
    if path.name.lower().endswith(INDEX_ENDING):
        return Checkpoint(path.name, *open_index(path))
    match path.suffix.lower():
        case ".safetensors":
            return Checkpoint(path.name, *open_safetensors(path))
        case ".npz":
            return Checkpoint(path.name, *open_numpy(path))
        case ".onnx":
            return _opened_onnx(path)
    return Checkpoint(path.name, *open_torch(path))


def _opened_onnx(path: Path) -> Checkpoint:
    tensors, nodes = open_onnx(path)
    try:
        chain = chain_of_nodes(nodes, {name: stored.shape for name, stored in tensors.stored.items()})
    except ValueError as fault:
        return Checkpoint(path.name, tensors, obstacle=str(fault))
    return Checkpoint(path.name, tensors, chain=chain)
