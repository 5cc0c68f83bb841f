"""The derivatives of the activations: what a gradient becomes on its way back through one."""

from collections.abc import Callable

import torch
from torch import Tensor, nn

_aten = torch.ops.aten  # the formulas that autograd itself goes by

Slope = Callable[[nn.Module, Tensor, Tensor, Tensor], Tensor]


def back_through(activation: nn.Module, upstream: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """The gradient of `x` (n, units), which entered `activation`, from that of `y`, which left it: `upstream`.

    Of a ReLU, which can work in place, `x` is not looked at. Raises KeyError for what no architecture has.
    """
    return _SLOPES[type(activation)](activation, upstream, x, y)


def _leaky_relu(activation: nn.Module, upstream: Tensor, x: Tensor, y: Tensor) -> Tensor:
    return _aten.leaky_relu_backward(upstream, x, activation.negative_slope, False)


def _elu(activation: nn.Module, upstream: Tensor, x: Tensor, y: Tensor) -> Tensor:
    return _aten.elu_backward(upstream, activation.alpha, 1, 1, False, x)


def _gelu(activation: nn.Module, upstream: Tensor, x: Tensor, y: Tensor) -> Tensor:
    return _aten.gelu_backward(upstream, x, approximate=activation.approximate)


_SLOPES: dict[type[nn.Module], Slope] = {
    nn.ReLU: lambda _, upstream, x, y: _aten.threshold_backward(upstream, y, 0),
    nn.LeakyReLU: _leaky_relu,
    nn.ELU: _elu,
    nn.GELU: _gelu,
    nn.SiLU: lambda _, upstream, x, y: _aten.silu_backward(upstream, x),
    nn.Tanh: lambda _, upstream, x, y: _aten.tanh_backward(upstream, y),
    nn.Sigmoid: lambda _, upstream, x, y: _aten.sigmoid_backward(upstream, y),
}
