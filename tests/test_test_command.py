"""The command that runs all checks: which tests it runs in which process, and what it counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import test as test_command

ROOT = Path(__file__).resolve().parent.parent


def test_arguments_are_split_into_tests_and_options() -> None:
    named, options = test_command.split_arguments(
        ["tests/test_layering.py::test_x", "-k", "tests", "-x", "tests/blender"]
    )
    assert named == ["tests/test_layering.py::test_x", "tests/blender"]
    assert options == ["-k", "tests", "-x"]


def test_a_test_that_is_not_there_is_told_before_anything_runs(capsys: pytest.CaptureFixture[str]) -> None:
    assert test_command.main(["nothere"]) == 2
    assert capsys.readouterr().out.startswith('There is no test "nothere". Name a file or folder of tests/')
    assert test_command.main(["-x", "tests/nothere.py::test_x"]) == 2
    assert test_command.absent_tests(["-k", "camera", "-x", "--maxfail", "3"]) == []


def test_blender_tests_run_in_a_process_of_their_own() -> None:
    everything = test_command.group_tests([])
    assert ["tests/blender"] in everything
    assert all(paths == ["tests/blender"] or "tests/blender" not in paths for paths in everything)
    assert test_command.group_tests(["tests/test_layering.py", "tests/blender/test_a.py"]) == [
        ["tests/test_layering.py"],
        ["tests/blender/test_a.py"],
    ]


def test_all_test_files_belong_to_a_group() -> None:
    groups = [path for paths in test_command.group_tests([]) for path in paths]
    for path in (ROOT / "tests").rglob("test_*.py"):
        relative = path.relative_to(ROOT).as_posix()
        assert any(relative == group or relative.startswith(group + "/") for group in groups), relative


def test_outcomes_are_counted_and_a_crash_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "test_mixed.py").write_text(
        "import pytest\n"
        "def test_good(): pass\n"
        "def test_bad(): assert False\n"
        "def test_skipped(): pytest.skip('why')\n"
        "@pytest.fixture\n"
        "def broken(): raise RuntimeError\n"
        "def test_error(broken): pass\n"
    )
    (tmp_path / "test_crash.py").write_text("import os\ndef test_crash(): os._exit(139)\n")
    counts, remark = test_command.run_pytest([str(tmp_path / "test_mixed.py")], ["-p", "no:cacheprovider"])
    assert (counts.passed, counts.failed, counts.skipped, remark) == (1, 2, 1, "")
    counts, remark = test_command.run_pytest([str(tmp_path / "test_crash.py")], ["-p", "no:cacheprovider"])
    assert counts.failed == 1
    assert "139" in remark
