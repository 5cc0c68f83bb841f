"""How far frozen parameters have moved, which must be not at all."""

import torch
from torch import Tensor
from torch.nn import Parameter


class FrozenValues:
    """Copies of parameters from the moment when they were found frozen."""

    def __init__(self) -> None:
        self._values: dict[Parameter, Tensor] = {}

    def note(self, parameters: list[Parameter]) -> None:
        """Copy what is newly frozen, forget what is no longer."""
        for parameter in parameters:
            if parameter.requires_grad:
                if self._values:
                    self._values.pop(parameter, None)
            elif parameter not in self._values:
                self._values[parameter] = parameter.detach().clone()

    def forget(self) -> None:
        """Other weights were put in place: what is frozen is so from now on."""
        self._values.clear()

    @torch.no_grad()
    def change(self, parameter: Parameter) -> float | None:
        """The largest change of a value since it was frozen; None if it is not."""
        before = self._values.get(parameter)
        return None if before is None else (parameter - before).abs().max().item()
