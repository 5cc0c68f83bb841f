"""A network as a Python file that needs nothing but PyTorch: its class, and its weights as text."""

import base64
from io import BytesIO

from engine.errors import Kind, NetglassError
from engine.network.mlp import NeuralNetwork

_LARGEST = 1 << 26  # bytes of weights: Python reads the text of a larger file very slowly
_LINE = 108


def source_file(network: NeuralNetwork, name: str) -> bytes:
    """The file's content; raises EXPORT_TOO_LARGE about the file `name` from 64 MiB of weights on."""
    if 4 * network.architecture.parameter_count > _LARGEST:
        raise NetglassError(Kind.EXPORT_TOO_LARGE, file=name, endings=".safetensors, .pt, .npz")
    stream = BytesIO()
    for tensor in network.state_dict().values():
        if tensor.is_floating_point():
            stream.write(tensor.detach().cpu().contiguous().numpy().astype("<f4").tobytes())
    text = base64.b64encode(stream.getvalue()).decode("ascii")
    lines = "\n".join(text[start : start + _LINE] for start in range(0, len(text), _LINE))
    return _FILE.format(source=network.architecture.source().rstrip(), weights=lines).encode()


_FILE = '''\
"""A network written by Netglass. It needs nothing but PyTorch: `from this_file import load`, then `load()(images)`."""

import base64

import torch
{source}


def load() -> NeuralNetwork:
    """The network with its weights, ready to read images (n, ...)."""
    network = NeuralNetwork()
    numbers = torch.frombuffer(bytearray(base64.b64decode(WEIGHTS)), dtype=torch.float32)
    start = 0
    with torch.no_grad():
        for tensor in network.state_dict().values():
            if tensor.is_floating_point():  # a counter of batches stays at 0
                tensor.copy_(numbers[start : start + tensor.numel()].view(tensor.shape))
                start += tensor.numel()
    return network.eval()


WEIGHTS = """
{weights}
"""


if __name__ == "__main__":
    print(load())
'''
