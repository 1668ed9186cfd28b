"""What licences the wheels name, and their texts, as the wheels' own metadata have them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from email.message import Message
from pathlib import Path, PurePosixPath

from styleglip_addon.packages.lock import Wheel
from tools.environment import ROOT

# Of packages whose metadata name no licence, read from the text that lies in the wheel.
_READ_FROM_TEXT = {"easypytorch3d": "BSD-3-Clause"}
# Libraries under other licences inside wheels whose metadata do not name them, by name and platform.
_INSIDE = {
    ("torch", "linux-x64"): " AND LicenseRef-Intel-oneMKL AND LicenseRef-NVIDIA-Proprietary",
    ("torch", "windows-x64"): " AND LicenseRef-Intel-oneMKL",  # torch_cpu.dll and libiomp5md.dll
    ("torchvision", "linux-x64"): " AND LicenseRef-NVIDIA-Proprietary",  # libnvjpeg, libcudart
}
# Of packages that name a licence and carry no text: the text that they name.
_TEXTS = {"Apache-2.0": ROOT / "tools" / "licences" / "Apache-2.0.txt"}
_SHORT = {
    "Apache 2.0 License": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "ISC License": "ISC",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "NVIDIA Proprietary Software": "LicenseRef-NVIDIA-Proprietary",
}
_NAMES = ("licen", "licence", "copying", "notice", "authors")


def licence_of(name: str, metadata: Message, platform: str) -> str:
    """The licence that a wheel's metadata name, and those of what else lies in it, as SPDX expressions where known.

    Raises:
        ValueError: they name none.
    """
    classifiers = [
        line.split(" :: ")[-1] for line in metadata.get_all("Classifier") or [] if line.startswith("License :: OSI")
    ]
    written = (metadata.get("License") or "").strip()
    for told in (metadata.get("License-Expression"), written if len(written) <= 60 else None, *classifiers):
        if told and told.strip():
            return _SHORT.get(told.strip(), told.strip()) + _INSIDE.get((name, platform), "")
    if name in _READ_FROM_TEXT:
        return _READ_FROM_TEXT[name] + _INSIDE.get((name, platform), "")
    raise ValueError(f"{name} names no licence in its metadata")


def licence_texts(path: Path) -> dict[str, bytes]:
    """Texts of licences and notices in a wheel's own metadata folder, by file name."""
    texts = {}
    with zipfile.ZipFile(path) as archive:
        for member in archive.namelist():
            parts = PurePosixPath(member).parts
            if member.endswith("/") or len(parts) < 2 or not parts[0].endswith(".dist-info"):
                continue
            if any(word in parts[-1].lower() for word in _NAMES):
                texts["-".join(part for part in parts[1:] if part != "licenses")] = archive.read(member)
    return texts


def write_licences(folder: Path, wheels: Iterable[Wheel], source: Path) -> list[str]:
    """Puts the licences of all wheels into `folder`: a list of them, and a folder of texts for each package.

    Args:
        folder: is made.
        wheels: what is shipped.
        source: where the wheels lie.

    Returns:
        the packages that name a licence of which neither they nor the checkout has a text.
    """
    lines, without = ["package, version, licence, texts", ""], []
    for wheel in wheels:
        texts = licence_texts(source / wheel.filename)
        if not texts and wheel.licence in _TEXTS:
            texts = {f"{wheel.licence}.txt": _TEXTS[wheel.licence].read_bytes()}
        if not texts:
            without.append(wheel.name)
        for name, text in texts.items():
            target = folder / wheel.name / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text)
        named = " ".join(sorted(texts)) or "none in the wheel"
        lines.append(f"{wheel.name}, {wheel.version}, {wheel.licence}, {named}")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "LIST.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return without
