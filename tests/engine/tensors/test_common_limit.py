"""One scale for several tensors."""

import numpy as np
import pytest
import torch

from engine.tensors.common_limit import walk_common_limit
from engine.tensors.levels import finish, robust_limit


def limit(*tensors: torch.Tensor) -> float:
    named = {str(place): tensor for place, tensor in enumerate(tensors)}
    return finish(walk_common_limit(named, named))


def test_small_tensors_are_all_gone_through():
    one, other = torch.randn(70, 80), 5 * torch.randn(40)
    together = torch.cat([one.reshape(-1), other])
    assert limit(one, other) == pytest.approx(robust_limit(together.numpy()), rel=1e-6)


def test_a_large_tensor_counts_for_all_of_its_numbers():
    large, small = torch.ones(1 << 20), torch.full((1000,), 9.0)
    assert limit(large, small) == 1
    assert limit(torch.ones(1 << 14), small) == 9


def test_a_sample_of_a_large_tensor_is_near_the_whole():
    large = torch.randn(1 << 20, generator=torch.Generator().manual_seed(0))
    assert limit(large) == pytest.approx(np.quantile(large.abs(), 0.995), rel=0.05)


def test_odd_numbers_and_nothing_at_all_poison_no_scale():
    assert limit(torch.tensor([float("nan"), float("inf"), 2.0])) == 2
    assert limit() == limit(torch.zeros(4)) == limit(torch.ones(0)) == 0
    assert limit(torch.cat([torch.zeros(1000), torch.ones(1)])) == 1
