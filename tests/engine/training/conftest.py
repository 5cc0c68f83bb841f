"""What tests of training share."""

from collections.abc import Iterator

import pytest
import torch

from tests.engine.training.rows import Elsewhere


@pytest.fixture(autouse=True)
def _threads():
    """As many in MKL as in torch: the engine's thread of an earlier test leaves it another number, and other bits."""
    torch.set_num_threads(torch.get_num_threads())


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    with Elsewhere("elsewhere") as pool:
        yield pool
