"""The command that runs Blender's tests on every Blender: which files, and that a file without tests is no fault."""

from __future__ import annotations

from pathlib import Path

from tools.test_blenders import files_of


def test_every_file_of_blenders_tests_is_run_by_itself() -> None:
    files = files_of([])
    assert "tests/blender/test_extension_zip.py" in files
    assert len(files) == len(list(Path("tests/blender").glob("test_*.py")))


def test_named_files_folders_and_single_tests_are_kept(tmp_path: Path) -> None:
    (tmp_path / "tests" / "blender").mkdir(parents=True)
    for name in ("test_a.py", "test_b.py", "other.py"):
        (tmp_path / "tests" / "blender" / name).touch()
    assert files_of(["tests/blender/test_a.py::test_x"], tmp_path) == ["tests/blender/test_a.py::test_x"]
    assert files_of(["tests/blender"], tmp_path) == ["tests/blender/test_a.py", "tests/blender/test_b.py"]
