"""A real HTTP server on this computer that serves one file, as well or as badly as a test wants."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_PIECE = 65536


class FileServer:
    """What the server does; a test changes it between requests.

    Args:
        content: the file.
    """

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.etag = '"first"'
        self.does_ranges = True
        self.says_length = True
        self.ignores_if_range = False
        self.status = 200
        self.content_type = "application/octet-stream"
        self.redirect_to = ""
        self.pause = 0.0
        """Seconds before each piece of the body; 0: it is sent at once."""
        self.break_after: list[int] = []
        """Bytes of the body after which the next answers break off; one number per answer."""
        self.requests: list[dict[str, str]] = []
        """Headers of all requests so far."""
        self.address = ""

    @property
    def url(self) -> str:
        """Where the file is."""
        return f"{self.address}/model.bin"

    def ranges(self) -> list[str]:
        """The Range headers of all requests so far; "" without one."""
        return [headers.get("Range", "") for headers in self.requests]

    @contextmanager
    def running(self) -> Iterator[FileServer]:
        """Serves on a free port."""
        server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        self.address = f"http://127.0.0.1:{server.server_port}"
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


def _handler(files: FileServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            files.requests.append(dict(self.headers.items()))
            if files.redirect_to and self.path == "/model.bin":
                self.send_response(302)
                self.send_header("Location", files.redirect_to)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            start = self._start()
            if files.status != 200:
                self.send_response(files.status)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            body = files.content[start or 0 :]
            self.send_response(200 if start is None else 206)
            if start is not None:
                last = len(files.content) - 1
                self.send_header("Content-Range", f"bytes {start}-{last}/{len(files.content)}")
            if files.says_length:
                self.send_header("Content-Length", str(len(body)))
            if files.etag:
                self.send_header("ETag", files.etag)
            self.send_header("Content-Type", files.content_type)
            self.end_headers()
            self.close_connection = True
            with suppress(ConnectionError):  # whoever asked may have heard enough
                body = body[: files.break_after.pop(0)] if files.break_after else body
                step = _PIECE if files.pause else max(len(body), 1)
                for first in range(0, len(body), step):
                    time.sleep(files.pause)
                    self.wfile.write(body[first : first + step])

        def _start(self) -> int | None:
            """First byte that is wanted, where the range may be served."""
            wanted, condition = self.headers.get("Range", ""), self.headers.get("If-Range")
            if not wanted or not files.does_ranges:
                return None
            if condition is not None and condition != files.etag and not files.ignores_if_range:
                return None
            return int(wanted.removeprefix("bytes=").removesuffix("-"))

        def log_message(self, format: str, *arguments: object) -> None:
            """Says nothing."""

    return Handler
