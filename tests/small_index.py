"""A package index on this computer with wheels made for a test, and pip set up to use no other."""

from __future__ import annotations

import base64
import hashlib
import os
import threading
import time
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from styleglip_addon.packages.lock import Wheel, WheelLock, sha256_of, this_platform, this_python


def make_wheel(folder: Path, name: str, files: Mapping[str, bytes], leave_out: tuple[str, ...] = ()) -> Wheel:
    """Writes a wheel of version 1.0 with these files and a complete metadata folder; its entry in a lock."""
    path = folder / f"{name}-1.0-py3-none-any.whl"
    info = f"{name}-1.0.dist-info"
    contents = {
        **files,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    rows = []
    with zipfile.ZipFile(path, "w") as archive:
        for member, content in contents.items():
            archive.writestr(member, content)
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
            rows.append(f"{member},sha256={digest},{len(content)}")
        archive.writestr(f"{info}/RECORD", "\n".join([*rows, f"{info}/RECORD,,"]) + "\n")
    size = sum(map(len, contents.values()))
    return Wheel(name, "1.0", path.name, sha256_of(path), path.stat().st_size, "MIT", leave_out, size)


def lock_of(*wheels: Wheel) -> WheelLock:
    """A lock for this computer and Python."""
    return WheelLock(this_platform(), this_python(), wheels)


class Index:
    """The server; a test changes what it does.

    Args:
        folder: with the wheels.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pause = 0.0
        """Seconds before each piece of 64 kB of a file."""
        self.asked: list[str] = []
        """Files that were asked for."""
        self.address = ""

    @contextmanager
    def running(self) -> Iterator[Index]:
        """Serves on a free port."""
        server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        self.address = f"http://127.0.0.1:{server.server_port}/simple/"
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
            thread.join()

    def use(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Makes it the only index that pip knows, as a user's configuration would."""
        for name in [name for name in os.environ if name.startswith("PIP_")]:
            monkeypatch.delenv(name)
        monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
        monkeypatch.setenv("PIP_INDEX_URL", self.address)


def _handler(index: Index) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = self.path.strip("/").split("/")
            if parts[0] == "simple":
                name = parts[-1].replace("-", "_")
                links = [f'<a href="/files/{p.name}">{p.name}</a>' for p in index.folder.glob(f"{name}-*.whl")]
                self._send(f"<!DOCTYPE html><html><body>{''.join(links)}</body></html>".encode(), "text/html")
            else:
                index.asked.append(parts[-1])
                self._send((index.folder / parts[-1]).read_bytes(), "application/octet-stream")

        def _send(self, body: bytes, kind: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(ConnectionError):
                for first in range(0, len(body), 65536):
                    time.sleep(index.pause if kind != "text/html" else 0.0)
                    self.wfile.write(body[first : first + 65536])

        def log_message(self, format: str, *arguments: object) -> None:
            """Says nothing."""

    return Handler
