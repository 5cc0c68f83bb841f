"""Telling pickles that carry code from pickles that are only damaged, without running either."""

import pickle
import pickletools
from pathlib import Path

_NAMES_CODE = ("Unsupported global", "Unsupported class", "unrecognized function", "Can only build Tensor")
_CODE_OPERATIONS = {"GLOBAL", "STACK_GLOBAL", "INST", "OBJ", "REDUCE", "NEWOBJ", "NEWOBJ_EX", "BUILD"}


def holds_code(path: Path, message: str) -> bool:
    """Whether the file at `path`, which torch refused as weights with `message`, would have run something."""
    return any(words in message for words in _NAMES_CODE) or _is_bare_pickle_with_code(path)


def _is_bare_pickle_with_code(path: Path) -> bool:
    """Torch refuses newer pickle protocols before it has seen what they call, so they are listed here."""
    with path.open("rb") as stream:
        if stream.read(1) != pickle.PROTO:
            return False
        stream.seek(0)
        try:
            return any(operation.name in _CODE_OPERATIONS for operation, _, _ in pickletools.genops(stream))
        except (ValueError, LookupError, OSError, OverflowError, MemoryError):
            return False
