"""The Python package and the extension: one version, Blender's rules for the manifest, all the files a user needs."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools import build_extension, wheel_targets
from tools.check_package import build_wheel
from tools.environment import SetupError
from tools.link_extension import link

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "styleglip_addon"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The package as pip gets it."""
    return zipfile.ZipFile(build_wheel(tmp_path_factory.mktemp("wheel")))


def test_the_wheel_holds_the_whole_package_with_its_models_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    names = {name for name in wheel.namelist() if ".dist-info/" not in name}
    source = {
        path.relative_to(ROOT).as_posix()
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert names == source
    assert {"py.typed", "models/embedded/model.safetensors", "models/clip_words/LICENSE"} <= {
        name.removeprefix("styleglip_addon/") for name in names
    }
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in wheel.namelist())


def test_the_version_stands_in_the_manifest_alone(wheel: zipfile.ZipFile) -> None:
    version = tomllib.loads(build_extension.MANIFEST.read_text(encoding="utf-8"))["version"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "version" not in project
    assert "version" in project["dynamic"]
    assert f"styleglip-{version}.dist-info/METADATA" in wheel.namelist()
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"\n## [{version}]" in changes
    assert changes.index("\n## [Unreleased]") < changes.index(f"\n## [{version}]")


def test_the_package_asks_for_what_the_engine_imports_and_the_pinned_list_fits() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [Requirement(text) for text in project["dependencies"]]
    optional = [Requirement(text) for texts in project["optional-dependencies"].values() for text in texts]
    pinned = wheel_targets.pinned_versions()
    for requirement in [*wanted, *optional]:
        if requirement.name in ("styleglip", "pre-commit"):
            continue
        name = canonicalize_name(requirement.name)
        assert requirement.specifier.contains(pinned[name]), f"{requirement}, pinned {pinned[name]}"
    declared = {canonicalize_name(r.name) for r in wanted} | {"pytorch3d", "open-clip", "clip"}
    for path in (PACKAGE / "engine").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                modules = [node.module or ""]
            for module in modules:
                top = module.split(".")[0]
                owner = canonicalize_name("pillow" if top == "PIL" else top)
                assert top in sys.stdlib_module_names or owner in declared, f"{path}: {module}"


def test_an_installed_extension_runs_the_checkouts_code_with_its_own_language_encoder(tmp_path: Path) -> None:
    installed = tmp_path / "styleglip"
    encoder = installed / "models" / "embedded" / build_extension.LANGUAGE_ENCODER
    encoder.mkdir(parents=True)
    (encoder / "vocab.txt").write_text("[PAD]")
    (installed / "engine").mkdir()
    (installed / "engine" / "old.py").touch()
    with pytest.raises(SetupError, match="not an installed extension"):
        link(installed)
    for name in ("__init__.py", "blender_manifest.toml"):
        (installed / name).touch()
    assert link(installed) == link(installed), "a second call changes nothing"
    assert (installed / "engine").resolve() == PACKAGE / "engine"
    assert (installed / "models" / "embedded" / "model.safetensors").is_file()
    assert encoder.is_dir()
    assert not encoder.is_symlink()
    program = "from styleglip.engine.models.loading import _EMBEDDED_FOLDER as folder; print(folder)"
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout.strip() == str(encoder.parent), done.stderr


def test_manifest_keeps_blenders_rules_and_gets_the_wheels() -> None:
    text = build_extension.MANIFEST.read_text(encoding="utf-8")
    manifest = tomllib.loads(text)
    assert "wheels" not in manifest
    for sentence in (manifest["tagline"], *manifest["permissions"].values()):
        assert len(sentence) <= 64
        assert not sentence.endswith(".")
    for target in wheel_targets.TARGETS:
        plan = build_extension.full_plan(target)
        assert plan.lock is not None
        filled = tomllib.loads(build_extension.filled_manifest(text, plan))
        assert filled["wheels"] == [f"./wheels/{wheel.filename}" for wheel in plan.lock.wheels]
        assert filled["platforms"] == [target.platform]
        first, end = wheel_targets.BLENDERS[target.python]
        assert (filled["blender_version_min"], filled.get("blender_version_max")) == (first, end)
        assert filled["permissions"] == manifest["permissions"]
    slim = tomllib.loads(build_extension.filled_manifest(text, build_extension.slim_plan()))
    assert "wheels" not in slim
    assert "blender_version_max" not in slim
    assert sorted(slim["platforms"]) == sorted(wheel_targets.PLATFORMS)
    assert slim["blender_version_min"] == manifest["blender_version_min"]
