"""Who pays for what accompanies training."""

import pytest

from engine.thread.spare_time import SpareTime


@pytest.mark.parametrize("cost", [0.001, 0.01, 0.3])
def test_it_takes_its_share_in_the_long_run_whatever_a_piece_costs(cost: float):
    account, worked, accompanied = SpareTime(0.2), 0.0, 0.0
    while worked < 100:
        account.earn(0.008)
        worked += 0.008
        if account.has_some:
            account.spend(cost)
            accompanied += cost
    assert accompanied / (worked + accompanied) == pytest.approx(min(0.2, cost / (cost + 0.008)), rel=0.05)


def test_a_quiet_time_is_not_saved_up():
    account = SpareTime(0.5)
    account.earn(1000)
    account.spend(0.1)
    assert not account.has_some
