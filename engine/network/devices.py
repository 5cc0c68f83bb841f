"""Where a network can run: cuda, mps or cpu."""

import torch

from engine.errors import Kind, NetglassError


def available_devices() -> tuple[str, ...]:
    """The devices that can be chosen here, the fastest first; cpu is always among them."""
    found = [name for name in ("cuda", "mps") if _is_there(name)]
    return (*found, "cpu")


def device_named(name: str) -> torch.device:
    """The device of that name; raises DEVICE_UNAVAILABLE if it is not to be had."""
    devices = available_devices()
    if name not in devices:
        raise NetglassError(
            Kind.DEVICE_UNAVAILABLE, device=name, reason="torch does not find it", devices=", ".join(devices)
        )
    return torch.device(name)


def _is_there(name: str) -> bool:
    return torch.cuda.is_available() if name == "cuda" else torch.backends.mps.is_available()
