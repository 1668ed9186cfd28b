"""What goes into a zip: the same bytes for the same contents, all that packages require, and their licences."""

from __future__ import annotations

import zipfile
from email import message_from_string
from pathlib import Path

import pytest

from styleglip_addon.packages.lock import Wheel
from tools.same_bytes import rewrite
from tools.wheel_closure import WheelFile, unmet
from tools.wheel_licences import licence_of, write_licences
from tools.wheel_targets import Target

from .small_index import make_wheel

WINDOWS, LINUX, MAC = (Target(name, "3.11") for name in ("windows-x64", "linux-x64", "macos-arm64"))


def test_order_times_and_owners_of_files_do_not_change_the_bytes(tmp_path: Path) -> None:
    contents = {"b/tool": b"#!" * 500, "a.py": b"x = 1\n" * 500}
    for number, names in enumerate((list(contents), list(contents)[::-1])):
        with zipfile.ZipFile(tmp_path / f"{number}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for name in names:
                info = zipfile.ZipInfo(name, (2000 + number, 1, 1, 0, 0, 0))
                info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 3
                info.external_attr = (0o100775 if number else 0o100755) << 16 if name == "b/tool" else 0o100600 << 16
                archive.writestr(info, contents[name])
        rewrite(tmp_path / f"{number}.zip", tmp_path / f"same-{number}.zip")
    assert (tmp_path / "same-0.zip").read_bytes() == (tmp_path / "same-1.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "same-0.zip") as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["a.py", "b/tool"]
        assert {name: archive.read(name) for name in contents} == contents
        assert archive.getinfo("b/tool").external_attr >> 16 & 0o100
        assert not archive.getinfo("a.py").external_attr >> 16 & 0o100


def test_what_a_lock_leaves_out_is_gone_from_the_wheel_and_its_list(tmp_path: Path) -> None:
    files = {"sgl/__init__.py": b"", "sgl/include/x.h": b"//", "sgl/lib/static.a": b"!"}
    wheel = make_wheel(tmp_path, "sgl", files, ("*/include/*", "*.a"))
    target = tmp_path / "out.whl"
    rewrite(tmp_path / wheel.filename, target, lambda member: not wheel.is_left_out(member))
    with zipfile.ZipFile(target) as archive:
        assert not [name for name in archive.namelist() if "include" in name or name.endswith(".a")]
        record = archive.read("sgl-1.0.dist-info/RECORD").decode()
    assert "sgl/__init__.py," in record
    assert "x.h" not in record
    assert "static.a" not in record


def wheel(name: str, version: str, *requires: str, tag: str = "py3-none-any") -> WheelFile:
    lines = [f"Name: {name}", f"Version: {version}", *(f"Requires-Dist: {text}" for text in requires)]
    return WheelFile(name, version, f"{name}-{version}-{tag}.whl", message_from_string("\n".join(lines)))


def test_a_zip_is_closed_when_all_requirements_of_its_system_are_met() -> None:
    wheels = [
        wheel("torch", "2.0", "networkx>=2", 'triton==3; platform_system == "Linux"', 'opt; extra == "fast"'),
        wheel("networkx", "3.0", "numpy>=1.24", 'colorama; sys_platform == "win32"'),
    ]
    assert unmet(wheels, LINUX, ["1.24.3"]) == [], "Triton is knowingly left out, extras are not asked for"
    assert unmet(wheels, MAC, ["1.24.3", "1.26.4"]) == []
    assert unmet(wheels, WINDOWS, ["1.24.3"]) == [
        'networkx wants colorama; sys_platform == "win32", which is not there'
    ]


@pytest.mark.parametrize(
    ("wheels", "told"),
    [
        ([wheel("a", "1", "b>=2"), wheel("b", "1.5")], "a wants b>=2, there is 1.5"),
        ([wheel("a", "1", "numpy>=1.26")], "a wants numpy>=1.26, some Blender has NumPy 1.24.3"),
        ([wheel("numpy", "1.26")], "numpy is brought, and Blender has it"),
        ([wheel("a", "1"), wheel("a", "2")], "a is there twice"),
        ([wheel("a", "1", tag="cp311-cp311-win_amd64")], "does not run on linux-x64-cp311"),
        ([wheel("a", "1", tag="cp313-cp313-manylinux_2_17_x86_64")], "does not run on linux-x64-cp311"),
        ([wheel("a", "1", tag="cp311-cp311-manylinux_2_35_x86_64")], "does not run on linux-x64-cp311"),
    ],
)
def test_what_does_not_fit_is_told(wheels: list[WheelFile], told: str) -> None:
    assert any(told in line for line in unmet(wheels, LINUX, ["1.24.3"]))


@pytest.mark.parametrize(
    ("metadata", "name", "platform", "licence"),
    [
        ("License-Expression: MIT", "click", "linux-x64", "MIT"),
        ("License: Apache 2.0 License", "transformers", "linux-x64", "Apache-2.0"),
        (f"License: {'all of the text ' * 9}\nClassifier: License :: OSI Approved :: BSD License", "a", "", "BSD"),
        ("License: NVIDIA Proprietary Software", "nvidia-x", "linux-x64", "LicenseRef-NVIDIA-Proprietary"),
        ("License: BSD-3-Clause", "torch", "macos-arm64", "BSD-3-Clause"),
        ("License: BSD-3-Clause", "torch", "windows-x64", "BSD-3-Clause AND LicenseRef-Intel-oneMKL"),
    ],
)
def test_licences_are_those_of_the_metadata_and_of_what_else_is_inside(
    metadata: str, name: str, platform: str, licence: str
) -> None:
    assert licence_of(name, message_from_string(metadata), platform) == licence
    assert Wheel(name, "1", "", "", 1, licence).is_proprietary == ("LicenseRef" in licence)


def test_a_package_without_any_licence_is_not_locked() -> None:
    with pytest.raises(ValueError, match="names no licence"):
        licence_of("secret", message_from_string("Name: secret"), "linux-x64")


def test_texts_of_licences_are_collected_and_missing_ones_told(tmp_path: Path) -> None:
    with_text = make_wheel(tmp_path, "sgl_with", {"sgl_with-1.0.dist-info/licenses/LICENSE.txt": b"Permission"})
    without = make_wheel(tmp_path, "sgl_without", {"sgl_without.py": b""})
    assert write_licences(tmp_path / "licences", [with_text, without], tmp_path) == ["sgl_without"]
    assert (tmp_path / "licences" / "sgl_with" / "LICENSE.txt").read_bytes() == b"Permission"
    assert "sgl_without, 1.0, MIT, none in the wheel" in (tmp_path / "licences" / "LIST.txt").read_text()
