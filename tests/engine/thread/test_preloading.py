"""Loading torch gently."""

import subprocess
import sys

import pytest

from engine.thread.preloading import gentle_import

LOADED = """
import sys
from engine.thread.preloading import gentle_import
with gentle_import():
    assert "torch" not in sys.modules
    opened = open("/proc/self/maps").read()
    import torch
print("libtorch_cpu" in opened, int(torch.ones(2).sum()))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_the_libraries_are_open_before_torch_is_imported_and_torch_works():
    run = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["True", "2"]


def test_the_switch_interval_is_put_back_whatever_happens():
    before = sys.getswitchinterval()
    with pytest.raises(ImportError), gentle_import():
        assert sys.getswitchinterval() < 0.001
        raise ImportError
    assert sys.getswitchinterval() == before


def test_a_python_without_torch_is_left_to_the_import(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delitem(sys.modules, "torch")
    monkeypatch.setattr("engine.thread.preloading.find_spec", lambda _: None)
    with gentle_import():
        pass
