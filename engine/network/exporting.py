"""Models taken along: as safetensors, .pt, .npz, ONNX or PyTorch source, by the ending of the file."""

import json
from collections import OrderedDict
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import safetensors.torch
import torch
from numpy.lib import format as npy
from numpy.typing import NDArray
from torch import Tensor

from engine.data.atomic import write_whole
from engine.errors import Kind, NetglassError
from engine.network.checkpoints import ARCHITECTURE_KEY, Checkpoint
from engine.network.formats import WRITTEN_ENDINGS
from engine.network.mlp import NeuralNetwork
from engine.network.numpy_file import METADATA_ARRAY
from engine.network.onnx_model import onnx_model
from engine.network.rebuilding import network_of
from engine.network.source_file import source_file

Tensors = dict[str, Tensor]


def save_checkpoint(path: Path, network: NeuralNetwork, metadata: Mapping[str, str] | None = None) -> None:
    """Write a network, whole or not at all, in the format that the ending names.

    The architecture joins the metadata where there is room for it. Raises WEIGHTS_ENDING, EXPORT_TOO_LARGE and
    FILE_UNWRITABLE.
    """
    ending = _ending(path)
    if ending in _OF_NETWORKS:
        write_whole(path, _OF_NETWORKS[ending](network, path.name))
        return
    words = {**(metadata or {}), ARCHITECTURE_KEY: network.architecture.to_json()}
    tensors = {name: tensor.detach().cpu().contiguous() for name, tensor in network.state_dict().items()}
    write_whole(path, _OF_TENSORS[ending](tensors, words))


def export_checkpoint(path: Path, checkpoint: Checkpoint, activation: str | None = None) -> None:
    """Write what is in a file of weights in another format; its tensors keep their names.

    Raises EXPORT_BARE for .onnx and .py of tensors that make no network, and what `save_checkpoint` raises.
    """
    ending = _ending(path)
    network, obstacle = _network(checkpoint, activation)
    if network is not None and (checkpoint.chain or ending in _OF_NETWORKS):
        save_checkpoint(path, network, checkpoint.metadata)
        return
    if ending in _OF_NETWORKS:
        raise NetglassError(Kind.EXPORT_BARE, file=path.name, reason=obstacle)
    told = {} if network is None else {ARCHITECTURE_KEY: network.architecture.to_json()}
    tensors = {name: _contiguous(checkpoint.tensors[name]) for name in checkpoint.tensors}
    write_whole(path, _OF_TENSORS[ending](tensors, {**checkpoint.metadata, **told}))


def _network(checkpoint: Checkpoint, activation: str | None) -> tuple[NeuralNetwork | None, str]:
    """The network that the tensors make, or why they make none."""
    try:
        return network_of(checkpoint, activation), ""
    except NetglassError as failure:
        if failure.kind is not Kind.WEIGHTS_SHAPE:
            raise
        return None, str(failure.fields["reason"])


def _contiguous(tensor: Tensor) -> Tensor:
    return tensor if tensor.layout is not torch.strided else tensor.contiguous()


def _ending(path: Path) -> str:
    ending = path.suffix.lower()
    if ending not in WRITTEN_ENDINGS:
        raise NetglassError(Kind.WEIGHTS_ENDING, file=path.name, endings=", ".join(WRITTEN_ENDINGS))
    return ending


def _safetensors(tensors: Tensors, metadata: Mapping[str, str]) -> bytes:
    plain = {name: tensor.to_dense() if tensor.is_sparse else tensor for name, tensor in tensors.items()}
    shared: set[int] = set()
    for name, tensor in plain.items():  # the format refuses tensors that share their numbers
        start = tensor.untyped_storage().data_ptr()
        plain[name] = tensor.clone() if start in shared else tensor
        shared.add(start)
    return safetensors.torch.save(plain, dict(metadata))


def _torch(tensors: Tensors, metadata: Mapping[str, str]) -> bytes:
    """A plain state_dict; the words travel beside its items, as PyTorch's own `_metadata` do."""
    state: OrderedDict[str, Tensor] = OrderedDict(tensors)
    vars(state)["netglass"] = dict(metadata)
    stream = BytesIO()
    torch.save(state, stream)
    return stream.getvalue()


def _numpy(tensors: Tensors, metadata: Mapping[str, str]) -> bytes:
    """NumPy has no bfloat16 and no numbers of eight bits: they become float32, which holds them exactly."""
    words = np.array(json.dumps(dict(metadata)))
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:  # no np.savez, for which some names have a meaning
        for name, array in ((METADATA_ARRAY, words), *((key, _array(each)) for key, each in tensors.items())):
            with archive.open(f"{name}.npy", "w", force_zip64=True) as entry:
                npy.write_array(entry, array, allow_pickle=False)
    return stream.getvalue()


def _array(tensor: Tensor) -> NDArray[np.generic]:
    tensor = tensor.to_dense() if tensor.is_sparse else tensor
    exact = tensor.dtype is not torch.bfloat16 and "float8" not in str(tensor.dtype)
    return (tensor if exact else tensor.float()).numpy()


_OF_TENSORS: dict[str, Callable[[Tensors, Mapping[str, str]], bytes]] = {
    ".safetensors": _safetensors, ".pt": _torch, ".pth": _torch, ".npz": _numpy,
}  # fmt: skip
_OF_NETWORKS: dict[str, Callable[[NeuralNetwork, str], bytes]] = {".onnx": onnx_model, ".py": source_file}
