"""The endings of the files that hold weights. Light: imports no torch."""

INDEX_ENDING = ".safetensors.index.json"
OPENED_ENDINGS = (".safetensors", INDEX_ENDING, ".pt", ".pth", ".npz", ".onnx")
CHECKPOINT_ENDINGS = (".safetensors", ".pt", ".pth", ".npz")  # written, and opened as the same network
WRITTEN_ENDINGS = (*CHECKPOINT_ENDINGS, ".onnx", ".py")

TENSOR_ENDINGS = (".npy", ".csv")  # of a single tensor, written


def is_weights(name: str) -> bool:
    """Whether a file of that name is opened as weights."""
    return name.lower().endswith(OPENED_ENDINGS)
