"""What tests of training share."""

import pytest
import torch


@pytest.fixture(autouse=True)
def _threads():
    """As many in MKL as in torch: the engine's thread of an earlier test leaves it another number, and other bits."""
    torch.set_num_threads(torch.get_num_threads())
