"""Runs PyTorch code that ships with the program, and tells what it printed and made. Imports torch.

Nothing that a person typed or a file from outside holds is ever run.
"""

import ast
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from engine.autograd.recording import Recording

Namespace = dict[str, Any]  # a module's names: whatever the code binds them to


@dataclass(frozen=True, slots=True)
class Outcome:
    """`printed`: what the code wrote, and the value of a last line that is an expression. `recording`: its calls."""

    printed: str
    recording: Recording


def new_namespace(**names: object) -> Namespace:
    """The names that code begins with: torch, nn, F, and `names`."""
    return {"__name__": "snippet", "torch": torch, "nn": torch.nn, "F": functional, **names}


def run_snippet(code: str, namespace: Namespace) -> Outcome:
    """Run `code` as `run_code` does, and record its calls, whose tensors are all kept."""
    with Recording() as recording:
        printed = run_code(code, namespace)
    return Outcome(printed, recording)


def run_code(code: str, namespace: Namespace) -> str:
    """Run `code` in `namespace`, which keeps what it makes; what it wrote. Its own exceptions come through.

    Torch's global generator is left as it was: `torch.manual_seed` in the code counts for the code alone.
    """
    written = StringIO()
    namespace["print"] = _printer(written)
    statements, value = _parted(code)
    with torch.random.fork_rng(devices=[]), torch.enable_grad():
        exec(compile(statements, "<snippet>", "exec"), namespace)
        if value is not None:
            result = eval(compile(value, "<snippet>", "eval"), namespace)
            if result is not None:
                namespace["print"](repr(result))
    return written.getvalue()


def tensors_of(namespace: Namespace) -> dict[str, Tensor]:
    """The tensors that have a name, and the parameters of modules that have one."""
    found = {name: value for name, value in namespace.items() if isinstance(value, Tensor)}
    for name, value in list(namespace.items()):
        if isinstance(value, torch.nn.Module):
            found |= {f"{name}.{inner}": parameter for inner, parameter in value.named_parameters()}
    return found


def _parted(code: str) -> tuple[ast.Module, ast.Expression | None]:
    """The statements, and a last line whose value is shown, as at Python's own prompt."""
    module = ast.parse(code)
    if module.body and isinstance(last := module.body[-1], ast.Expr):
        return ast.Module(module.body[:-1], []), ast.Expression(last.value)
    return module, None


def _printer(written: StringIO) -> Callable[..., None]:
    def write(*values: object, sep: str = " ", end: str = "\n") -> None:
        written.write(sep.join(map(str, values)) + end)

    return write
