"""Every command under tools/ runs as it is shown: on a fresh checkout, by any Python, in an environment of its own."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools import environment
from tools.blender_window import debian_archive

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / "tools"

# Scripts that other commands start, in a Python that they choose.
STARTED_BY_OTHERS = {
    "tools/benchmarks/glip.py": "a measurement of benchmark.py, in a process of its own for its peak memory",
    "tools/benchmarks/open_labelled.py": "opens meshes for benchmark.py in a process of its own, as Blender does",
    "tools/extension_session.py": "runs in a Blender that has nothing else",
    "tools/repository_session.py": "runs in a Blender with an empty user folder",
    "tools/finetune_glip/read_blend.py": "reads one .blend for blend_files.py",
}


def is_command(path: Path) -> bool:
    """Whether a file does something when it is run."""
    return path.name == "__main__.py" or 'if __name__ == "__main__":' in path.read_text(encoding="utf-8")


def as_typed(path: Path) -> str:
    """How a command is called from the project's root: by its file, or by the folder of a `__main__.py`."""
    return (path.parent if path.name == "__main__.py" else path).relative_to(ROOT).as_posix()


COMMANDS = sorted(
    as_typed(path)
    for path in TOOLS.rglob("*.py")
    if is_command(path) and path.relative_to(ROOT).as_posix() not in STARTED_BY_OTHERS
)
BASE_PYTHON = Path(sys.base_prefix) / ("python.exe" if sys.platform == "win32" else "bin/python3")


def test_there_are_the_commands_that_the_readme_shows() -> None:
    shown = {"tools/demo.py", "tools/test.py", "tools/benchmark.py", "tools/finetune_glip", "tools/train_default_model"}
    assert shown <= set(COMMANDS)
    assert all((ROOT / path).is_file() for path in STARTED_BY_OTHERS)


@pytest.fixture(scope="module")
def bare_checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of tools/ alone, without an environment."""
    folder = tmp_path_factory.mktemp("checkout")
    shutil.copytree(TOOLS, folder / "tools", ignore=shutil.ignore_patterns("__pycache__", "*.safetensors"))
    return folder


@pytest.mark.parametrize("command", COMMANDS)
def test_command_enters_the_environment_before_it_needs_it(bare_checkout: Path, command: str) -> None:
    """The command itself, with the standard library alone, told that it runs on Python 3.9."""
    program = (
        "import runpy, sys\n"
        "sys.version_info = (3, 9, 18, 'final', 0)\n"
        f"sys.argv = [{command!r}]\n"
        f"runpy.run_path({command!r}, run_name='__main__')\n"
    )
    done = subprocess.run([sys.executable, "-S", "-c", program], cwd=bare_checkout, capture_output=True, text=True)
    assert done.returncode == 2, done.stderr
    assert "Python 3.11 or 3.13" in done.stderr
    assert f"python3.11 {command}" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "command",
    [
        ["tools/benchmark.py"],
        ["tools/finetune_glip"],
        ["tools/train_default_model/words/wordnet.py"],
        ["-m", "tools.train_default_model"],
    ],
)
def test_any_python_runs_the_command_in_the_environment(command: list[str]) -> None:
    if not BASE_PYTHON.is_file() or not environment.is_ready(ROOT / ".venv"):
        pytest.skip("there is no finished .venv, or no Python beside it")
    done = subprocess.run([str(BASE_PYTHON), *command, "--help"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("usage: "), done.stdout


@pytest.mark.parametrize(
    ("spec", "arguments"),
    [
        (None, ["tools/demo.py"]),
        ("__main__", ["tools/demo.py"]),
        ("tools.demo", ["-m", "tools.demo"]),
        ("tools.finetune_glip.__main__", ["-m", "tools.finetune_glip"]),
    ],
)
def test_script_folder_and_module_go_on_as_they_were_started(
    monkeypatch: pytest.MonkeyPatch, spec: str | None, arguments: list[str]
) -> None:
    from importlib.machinery import ModuleSpec

    monkeypatch.setattr(sys.modules["__main__"], "__spec__", spec and ModuleSpec(spec, None), raising=False)
    monkeypatch.setattr(sys, "argv", ["tools/demo.py", "--seed", "1"])
    assert environment._started_as() == arguments


@pytest.mark.parametrize(
    ("targets", "archive"),
    [
        ("http://host/debian/ bookworm main\n", "http://host/debian"),
        ("http://host/security/ trixie-security main\nhttps://other/deb trixie main\n", "https://other/deb"),
        ("http://host/ stable/updates main\nhttp://host/ trixie contrib\n", None),
        ("cdrom:[Debian]/ trixie main\n\n", None),
        ("", None),
    ],
)
def test_window_takes_debian_from_where_the_system_has_it(targets: str, archive: str | None) -> None:
    assert debian_archive(targets) == archive


def test_documents_show_commands_that_exist_and_enter_the_environment() -> None:
    """No document calls the environment's Python by its path: it differs among systems, and is not there at first."""
    wrong = []
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "styleglip_addon").rglob("*.md")]:
        text = path.read_text(encoding="utf-8")
        wrong += [f"{path.name}: {found}" for found in re.findall(r"\.venv/\S+", text)]
        wrong += [f"{path.name}: {found}" for found in re.findall(r"python (-m tools\S+)", text)]
        named = re.findall(r"python (tools/[\w/.]+\w)", text)
        wrong += [f"{path.name}: {name}" for name in named if name not in COMMANDS]
    assert not wrong, "\n".join(wrong)
