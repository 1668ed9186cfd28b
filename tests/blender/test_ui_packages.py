"""The slim zip's first step in the preferences: what it says, its buttons, and that what it installs is found."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bpy
import pytest

from styleglip_addon.packages import fitting
from styleglip_addon.packages.lock import WheelLock, lock_name, write_lock
from tests.small_index import Index, lock_of, make_wheel

from .addon import ADDON, enabled_addon
from .test_ui_panels import Layout, draw


@pytest.fixture
def slim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Index, WheelLock]]:
    """The add-on as the slim zip has it: a lock, no wheels, and a package that is not there yet."""
    from styleglip_addon.ui import missing_packages

    folder = tmp_path / "index"
    folder.mkdir()
    lock = lock_of(make_wheel(folder, "sgl_engine", {"sgl_engine.py": b""}))
    (tmp_path / "packages" / "locks").mkdir(parents=True)
    write_lock(lock, tmp_path / "packages" / "locks" / lock_name(lock.platform, lock.python))
    monkeypatch.setattr(missing_packages, "_FOLDER", tmp_path / "packages")
    monkeypatch.setattr(missing_packages, "packages_root", lambda: tmp_path / "user")
    monkeypatch.setattr("styleglip_addon.ui.models.packages.packages_root", lambda: tmp_path / "user")
    monkeypatch.setattr(fitting, "ENGINE", ("sgl_engine",))
    with Index(folder).running() as index, enabled_addon():
        index.use(monkeypatch)
        yield index, lock
        bpy.context.preferences.system.use_online_access = False


def drawn() -> str:
    """All texts of the packages' part of the preferences."""
    from styleglip_addon.ui.models import packages

    layout = Layout([])
    packages.draw(layout, bpy.context)
    return " ".join(text for text in layout.texts if text)


def test_a_click_installs_what_is_missing_and_the_panel_is_free(slim: tuple[Index, WheelLock]) -> None:
    from styleglip_addon.ui.missing_packages import missing_sentence
    from styleglip_addon.ui.stylize.panel import MainPanel

    index, _ = slim
    assert "sgl_engine" in missing_sentence()
    assert "click Install Packages" in missing_sentence()
    assert "preferences.addon_show" in draw(MainPanel), "the panel leads to the preferences"
    texts = drawn()
    assert "not installed yet" in texts
    assert "Allow Online Access" in texts
    assert not bpy.ops.styleglip.install_packages.poll(), "Blender may not use the network"
    bpy.context.preferences.system.use_online_access = True
    assert "Allow Online Access" not in drawn()
    assert bpy.ops.styleglip.install_packages() == {"FINISHED"}
    assert len(index.asked) == 1
    assert missing_sentence() == ""
    assert "The packages are installed." in drawn()
    assert not bpy.ops.styleglip.install_packages.poll(), "all is there"


def test_what_went_wrong_is_said_where_the_button_is(slim: tuple[Index, WheelLock]) -> None:
    from styleglip_addon.ui.missing_packages import missing_sentence

    index, lock = slim
    (index.folder / lock.wheels[0].filename).unlink()
    bpy.context.preferences.system.use_online_access = True
    assert bpy.ops.styleglip.install_packages() == {"FINISHED"}
    assert "does not have the wanted version" in drawn()
    assert "sgl_engine" in missing_sentence()
    assert bpy.ops.styleglip.install_packages.poll(), "it can be tried again"


def test_disabling_the_add_on_takes_its_packages_off_the_search_path(slim: tuple[Index, WheelLock]) -> None:
    bpy.context.preferences.system.use_online_access = True
    bpy.ops.styleglip.install_packages()
    assert any("user" in Path(entry).parts for entry in sys.path)
    bpy.ops.preferences.addon_disable(module=ADDON)
    assert not [entry for entry in sys.path if Path(entry).parent.name == "user"]


def test_a_computer_without_a_lock_is_told_what_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from styleglip_addon.ui import missing_packages

    (tmp_path / "locks").mkdir()
    with enabled_addon():
        monkeypatch.setattr(missing_packages, "_FOLDER", tmp_path)
        monkeypatch.setattr(fitting, "ENGINE", ("sgl_engine",))
        missing_packages.look_again()
        assert missing_packages.lock_for_installing() is None
        assert "there are none for" in missing_packages.missing_sentence()
        assert not bpy.ops.styleglip.install_packages.poll()
    missing_packages.look_again()


def test_what_an_extension_brings_is_found_in_its_manifest(tmp_path: Path) -> None:
    from styleglip_addon.ui import missing_packages

    repository: Any = bpy.context.preferences.extensions.repos.new(
        name="Others", module="others", custom_directory=str(tmp_path)
    )
    try:
        (tmp_path / "painter").mkdir()
        manifest = 'id = "painter"\nname = "Painter"\nwheels = ["./wheels/torch-2.5.1-cp311-cp311-win_amd64.whl"]\n'
        (tmp_path / "painter" / "blender_manifest.toml").write_text(manifest, encoding="utf-8")
        assert missing_packages._brought_by("torch", "2.5.1") == " (from the extension Painter)"
        assert missing_packages._brought_by("torch", "2.6.0") == ""
    finally:
        bpy.context.preferences.extensions.repos.remove(repository)


def test_the_command_finds_the_packages_of_an_extension_that_is_not_enabled(tmp_path: Path) -> None:
    from styleglip_addon.batch import find_packages
    from styleglip_addon.packages.installing import packages_folder
    from styleglip_addon.packages.search_path import deactivate

    repository: Any = bpy.context.preferences.extensions.repos.new(
        name="Headless", module="headless", custom_directory=str(tmp_path / "headless")
    )
    root = Path(bpy.utils.extension_path_user("bl_ext.headless.styleglip", path="packages"))
    try:
        package, lock = tmp_path / "headless" / "styleglip", lock_of(make_wheel(tmp_path, "sgl_any", {}))
        (package / "packages" / "locks").mkdir(parents=True)
        write_lock(lock, package / "packages" / "locks" / lock_name(lock.platform, lock.python))
        before = list(sys.path)
        find_packages(package)
        assert sys.path == before, "nothing was installed"
        packages_folder(root, lock).mkdir(parents=True)
        find_packages(package)
        assert sys.path == [*before, str(packages_folder(root, lock))]
    finally:
        deactivate(root)
        shutil.rmtree(root, ignore_errors=True)
        bpy.context.preferences.extensions.repos.remove(repository)
    find_packages()  # in a checkout there is nothing to find, and nothing is said
