"""Devices that can be chosen."""

import pytest

from engine.errors import Kind, NetglassError
from engine.network.devices import available_devices, device_named


def test_the_processor_is_always_there():
    assert available_devices()[-1] == "cpu"
    assert device_named("cpu").type == "cpu"


@pytest.mark.parametrize("name", ["tpu", "cuda:99", ""])
def test_a_missing_device_is_refused_with_those_there_are(name: str):
    with pytest.raises(NetglassError, match=r"choose one of .*cpu") as caught:
        device_named(name)
    assert caught.value.kind is Kind.DEVICE_UNAVAILABLE
