"""The names of runs."""

from pathlib import Path

from gui.run_names import branch_name, free_name


def test_the_first_free_number_is_taken(tmp_path: Path):
    assert free_name("adamw", tmp_path / "none yet") == "adamw-1"
    (tmp_path / "adamw-1").mkdir()
    (tmp_path / "adamw-3").mkdir()
    assert free_name("adamw", tmp_path) == "adamw-2"


def test_a_branch_says_where_it_comes_from(tmp_path: Path):
    assert branch_name("adamw-1", 1162, tmp_path) == "adamw-1-from-1162"
    (tmp_path / "adamw-1-from-1162").mkdir()
    assert branch_name("adamw-1", 1162, tmp_path) == "adamw-1-from-1162-1"
