"""How much memory there is for a copy of a tensor."""

from pathlib import Path

_MEMINFO = Path("/proc/meminfo")  # Linux; elsewhere nobody knows before the copy is made


def free_bytes() -> int | None:
    """What can be used before other programs must give way; None where that is not told."""
    try:
        lines = _MEMINFO.read_text("ascii").splitlines()
    except OSError:
        return None
    free = next((line.split()[1] for line in lines if line.startswith("MemAvailable:")), None)
    return None if free is None else int(free) * 1024
