"""The kinds of computer and the Pythons that the extension is built for, and what each means to packaging tools."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.tags import Tag, compatible_tags, cpython_tags
from packaging.utils import canonicalize_name

from styleglip_addon.packages.lock import lock_name
from tools.environment import REQUIREMENTS, ROOT

WHEEL_FOLDER = ROOT / "bundled_wheels"

PLATFORMS = ("linux-x64", "windows-x64", "macos-arm64")
PYTHONS = ("3.11", "3.13")

BLENDERS = {"3.11": ("4.2.0", "5.1.0"), "3.13": ("5.1.0", None)}
"""By Python: the first Blender that has it, and the first that has it no more."""

NUMPYS = {"3.11": ("1.24.3", "1.26.4"), "3.13": ("2.2.0", "2.5.5")}
"""By Python: the oldest and the newest NumPy that Blenders with it bring (1.24.3: Blender 4.2 to 4.4)."""

# Blender's Linux builds run where glibc is 2.28 or newer; PyTorch's for Apple silicon want macOS 14.
_TAGS = {
    "linux-x64": (
        *(f"manylinux_2_{minor}_x86_64" for minor in range(28, 4, -1)),
        "manylinux2014_x86_64",
        "manylinux2010_x86_64",
        "manylinux1_x86_64",
    ),
    "windows-x64": ("win_amd64",),
    "macos-arm64": (
        *(f"macosx_{major}_0_{machine}" for major in range(14, 10, -1) for machine in ("arm64", "universal2")),
        *(f"macosx_10_{minor}_universal2" for minor in range(16, 8, -1)),
    ),
}
_MARKERS = {  # sys_platform, platform_system, platform_machine, os_name
    "linux-x64": ("linux", "Linux", "x86_64", "posix"),
    "windows-x64": ("win32", "Windows", "AMD64", "nt"),
    "macos-arm64": ("darwin", "Darwin", "arm64", "posix"),
}

# Blender 4.2 to 4.4 ship NumPy 1.24, for which the pinned SciPy is too new (it imports numpy.exceptions).
_OTHER_VERSIONS = {"3.11": {"scipy": "1.15.3"}}


@dataclass(frozen=True)
class Target:
    """One kind of computer with one Python.

    Args:
        platform: Blender's name, one of `PLATFORMS`.
        python: major.minor, one of `PYTHONS`.
    """

    platform: str
    python: str

    @property
    def lock_path(self) -> Path:
        """Where its lock lies."""
        return WHEEL_FOLDER / lock_name(self.platform, self.python)

    @property
    def name(self) -> str:
        """For people and file names, e.g. "linux-x64-cp311"."""
        return self.lock_path.stem

    @property
    def markers(self) -> dict[str, str]:
        """Values of environment markers, for `packaging`."""
        system, name, machine, os_name = _MARKERS[self.platform]
        return {
            "sys_platform": system,
            "platform_system": name,
            "platform_machine": machine,
            "os_name": os_name,
            "python_version": self.python,
            "python_full_version": f"{self.python}.0",
            "implementation_name": "cpython",
            "platform_python_implementation": "CPython",
            "extra": "",
        }

    @property
    def platform_tags(self) -> tuple[str, ...]:
        """Platform tags of wheels that run there, best first."""
        return _TAGS[self.platform]

    @property
    def tags(self) -> frozenset[Tag]:
        """All tags of wheels that run there."""
        major, minor = map(int, self.python.split("."))
        own = cpython_tags((major, minor), platforms=self.platform_tags)
        shared = compatible_tags((major, minor), f"cp{major}{minor}", self.platform_tags)
        return frozenset((*own, *shared))


TARGETS = tuple(Target(platform, python) for python in PYTHONS for platform in PLATFORMS)


def pinned_versions(target: Target = TARGETS[0], requirements: Path = REQUIREMENTS) -> dict[str, str]:
    """Version by canonical name of what the pinned list holds for a target, with what is another in its zip."""
    versions = {}
    for line in requirements.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate(dict(target.markers)):
            versions[canonicalize_name(requirement.name)] = str(requirement.specifier).removeprefix("==")
    return versions | _OTHER_VERSIONS.get(target.python, {})
