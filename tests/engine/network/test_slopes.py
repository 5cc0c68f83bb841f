import pytest
import torch
from torch import nn

from engine.network.architecture import ACTIVATIONS
from engine.network.slopes import back_through


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_a_gradient_goes_back_as_through_autograd(name):
    activation = getattr(nn, name)()
    x = torch.linspace(-3, 3, 40).view(4, 10).requires_grad_()
    upstream = torch.randn(4, 10, generator=torch.Generator().manual_seed(0))
    y = activation(x)
    (expected,) = torch.autograd.grad(y, x, upstream)
    assert torch.equal(back_through(activation, upstream, x.detach(), y.detach()), expected)
