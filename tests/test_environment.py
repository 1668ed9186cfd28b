"""What a fresh machine meets: the environment's set-up, and the sentences when it cannot be."""

from __future__ import annotations

import io
import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from tools import environment

SMALL = "iniconfig==2.3.1\n"


@pytest.mark.parametrize("version", [(2, 7), (3, 9), (3, 10), (3, 12), (3, 14)])
def test_wrong_python_gets_a_sentence_with_the_right_one(version: tuple[int, int]) -> None:
    with pytest.raises(environment.SetupError, match=r"3\.11 or 3\.13.*python3\.11 tools/demo\.py"):
        environment.check_python(version)


def test_right_pythons_and_machines_pass() -> None:
    for version in ((3, 11), (3, 13)):
        environment.check_python(version)
    for system, machine in (("linux", "x86_64"), ("darwin", "arm64"), ("win32", "AMD64")):
        environment.check_machine(system, machine)


@pytest.mark.parametrize(("system", "machine"), [("linux", "aarch64"), ("darwin", "x86_64"), ("win32", "ARM64")])
def test_machine_without_builds_gets_a_sentence(system: str, machine: str) -> None:
    with pytest.raises(environment.SetupError, match="Apple silicon"):
        environment.check_machine(system, machine)


def test_full_disk_gets_a_sentence_with_both_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = SimpleNamespace(total=10**12, used=10**12, free=2_500_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(environment.SetupError, match=r"13 GB.*2\.5 GB"):
        environment.check_space(tmp_path, 13.0)


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("WARNING: Retrying ... NewConnectionError('... [Errno -3] Temporary failure in name resolution')", "network"),
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk ran full"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "damaged"),
        ("ERROR: No matching distribution found for torch==2.12.0", "No matching distribution found for torch==2.12.0"),
        ("", "without saying why"),
    ],
)
def test_each_way_pip_fails_is_explained(output: str, words: str) -> None:
    assert words in environment.explain_pip_failure(output)


def test_no_network_ends_with_a_sentence_and_the_next_call_starts_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """pip itself, pointed at an address on this machine where nobody listens."""
    requirements = tmp_path / "requirements.txt"
    requirements.write_text(SMALL)
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    venv = tmp_path / "venv"
    monkeypatch.setattr(environment, "SPACE_GB", {})
    with pytest.raises(environment.SetupError, match="network"):
        environment.make_environment(venv, requirements, io.StringIO())
    assert not environment.is_ready(venv, requirements)


@pytest.fixture
def local_requirements(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pinned list of one tiny package that pip finds in a folder, without a network."""
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    write_tiny_wheel(wheels, "1.0")
    write_tiny_wheel(wheels, "2.0")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheels))
    monkeypatch.setattr(environment, "SPACE_GB", {})
    requirements = tmp_path / "requirements.txt"
    requirements.write_text("# pinned\nstyleglip-tiny==1.0\n")
    return requirements


def write_tiny_wheel(folder: Path, version: str) -> None:
    """The smallest wheel there is."""
    import zipfile

    info = f"styleglip_tiny-{version}.dist-info"
    with zipfile.ZipFile(folder / f"styleglip_tiny-{version}-py3-none-any.whl", "w") as wheel:
        wheel.writestr("styleglip_tiny.py", f"version = {version!r}\n")
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: styleglip-tiny\nVersion: {version}\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")


def test_environment_is_made_reused_repaired_and_brought_up_to_date(tmp_path: Path, local_requirements: Path) -> None:
    venv = tmp_path / "venv"
    out = io.StringIO()
    assert not environment.is_ready(venv, local_requirements)
    environment.make_environment(venv, local_requirements, out)
    assert environment.is_ready(venv, local_requirements)

    # A package that went missing is noticed, and put back without starting over.
    (module,) = venv.rglob("styleglip_tiny.py")
    shutil.rmtree(next(venv.rglob("styleglip_tiny-1.0.dist-info")))
    assert not environment.is_ready(venv, local_requirements)
    kept = venv / "kept"
    kept.touch()
    environment.make_environment(venv, local_requirements, out)
    assert environment.is_ready(venv, local_requirements)
    assert kept.exists()

    # So is a changed list.
    local_requirements.write_text("styleglip-tiny==2.0\n")
    assert not environment.is_ready(venv, local_requirements)
    environment.make_environment(venv, local_requirements, out)
    assert environment.is_ready(venv, local_requirements)
    assert "2.0" in module.read_text()

    # One whose Python does not start is thrown away.
    interpreter = environment.interpreter_of(venv)
    interpreter.unlink()
    assert not environment.is_ready(venv, local_requirements)
    environment.make_environment(venv, local_requirements, out)
    assert environment.is_ready(venv, local_requirements)
    assert not kept.exists()


def test_interrupted_set_up_is_never_taken_for_complete(
    tmp_path: Path, local_requirements: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    venv = tmp_path / "venv"
    complete = environment._pip_install

    def interrupted(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(environment, "_pip_install", interrupted)
    with pytest.raises(KeyboardInterrupt):
        environment.make_environment(venv, local_requirements, io.StringIO())
    leftover = venv / "leftover"
    leftover.touch()
    assert not environment.is_ready(venv, local_requirements)
    monkeypatch.setattr(environment, "_pip_install", complete)
    environment.make_environment(venv, local_requirements, io.StringIO())
    assert environment.is_ready(venv, local_requirements)
    assert not leftover.exists()
