"""How much memory is free."""

from pathlib import Path

import pytest

from engine.tensors import free_memory


def test_it_is_what_linux_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    file = tmp_path / "meminfo"
    file.write_text("MemTotal:  9 kB\nMemFree:  1 kB\nMemAvailable:       5 kB\n")
    monkeypatch.setattr(free_memory, "_MEMINFO", file)
    assert free_memory.free_bytes() == 5 * 1024


def test_elsewhere_nobody_knows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(free_memory, "_MEMINFO", tmp_path / "none")
    assert free_memory.free_bytes() is None
