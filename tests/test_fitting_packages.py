"""Packages that are gone, were replaced under a running program, or do not fit each other are told before they load."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

from styleglip_addon.packages import fitting
from tools import wheel_targets


def distribution(folder: Path, name: str, version: str, *requires: str) -> None:
    """What an installed package leaves beside its modules."""
    info = folder / f"{name}-{version}.dist-info"
    info.mkdir(parents=True)
    lines = [
        "Metadata-Version: 2.1",
        f"Name: {name}",
        f"Version: {version}",
        *(f"Requires-Dist: {r}" for r in requires),
    ]
    (info / "METADATA").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (info / "RECORD").write_text("", encoding="utf-8")


@pytest.fixture
def first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose packages are found before all others, as those of Blender's extensions are."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    return folder


def test_the_checkouts_own_packages_fit() -> None:
    assert fitting.missing(fitting.ENGINE) == []
    assert fitting.replaced() == ""
    assert fitting.misfit(lambda name, version: "") == ""


def test_a_folder_that_an_uninstallation_left_is_no_package(first: Path) -> None:
    (first / "sgl_left" / "lib").mkdir(parents=True)
    (first / "sgl_left" / "lib" / "open.dll").touch()
    (first / "sgl_whole").mkdir()
    (first / "sgl_whole" / "__init__.py").touch()
    assert fitting.missing(["sgl_left", "sgl_whole", "sgl_never"]) == ["sgl_left", "sgl_never"]


def test_another_extensions_torch_is_told_with_who_brings_it(first: Path) -> None:
    distribution(first, "torch", "2.5.1")
    sentence = fitting.misfit(lambda name, version: f" (from the extension {name} of {version})")
    assert "torch==2.12.0" in sentence
    assert "finds torch 2.5.1 (from the extension torch of 2.5.1)" in sentence
    assert "start Blender again" in sentence


def test_another_extensions_numpy_that_is_too_old_is_told(first: Path) -> None:
    distribution(first, "numpy", "1.19.0")
    assert "finds numpy 1.19.0" in fitting.misfit(lambda name, version: "")


def test_a_package_that_an_update_replaced_while_it_is_loaded_asks_for_a_restart(
    first: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = ModuleType("sgl_loaded")
    module.__file__ = str(first / "sgl_loaded.py")
    module.__dict__["__version__"] = "1.0+cpu"
    monkeypatch.setitem(sys.modules, "sgl_loaded", module)
    (first / "sgl_loaded.py").touch()
    distribution(first, "sgl_loaded", "1.0")
    assert fitting.replaced(["sgl_loaded"]) == ""
    distribution(first / "new", "sgl_loaded", "1.1")
    monkeypatch.syspath_prepend(str(first / "new"))
    assert "sgl_loaded 1.0+cpu was replaced" in fitting.replaced(["sgl_loaded"])
    monkeypatch.undo()
    monkeypatch.setitem(sys.modules, "sgl_loaded", module)
    (first / "sgl_loaded.py").unlink()
    assert "start Blender again" in fitting.replaced(["sgl_loaded"])


def test_every_lock_holds_what_a_run_imports() -> None:
    from styleglip_addon.packages.lock import read_lock

    for target in wheel_targets.TARGETS:
        assert set(fitting.ENGINE) <= {wheel.name for wheel in read_lock(target.lock_path).wheels}
