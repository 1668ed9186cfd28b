"""Brings one file over HTTPS into NAME.part, goes on where it stopped, and says clearly what went wrong.

HTTP is httpx2's business: it comes with transformers' hub client, and trusts the certificates the system trusts. Which
bytes may be appended to which is decided here, by RFC 9110: a range is asked for with If-Range, so that a file that was
changed on the server is sent anew as a whole.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import urlsplit

from ...vocabulary.errors import ModelError, StylizeCancelled
from .download_part import Origin, forget, read_origin, size_of, write_origin
from .entry import ModelFile

if TYPE_CHECKING:
    import httpx2

OnBytes = Callable[[int, int | None], None]
"""Bytes that are there, and bytes there will be (None: the server does not say)."""
ShouldStop = Callable[[], bool]

STOPPED = "The download was stopped. What has arrived is kept: start it again to go on with it."
SPARE_BYTES = 64 * 2**20
"""Room left on the disk beside the file: a full disk harms other programs."""
_LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")
_CONTENT_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")


class DownloadError(ModelError):
    """A model file could not be had; the message names it and says what to do."""


class DownloadCancelled(StylizeCancelled):
    """`should_stop` returned True; what has arrived is kept, and the next download goes on from there."""


class _BrokenError(Exception):
    """The transfer ended early, and may go on from where it is; the message says why, for people."""


class _UnreachableError(_BrokenError):
    """The server cannot be reached at all: worth retrying only where it could a moment ago."""


@dataclass(frozen=True)
class TransferLimits:
    """How patient a transfer is.

    Args:
        timeout: seconds without a byte after which a connection counts as broken.
        retries: attempts in a row that may bring nothing before the download is given up.
        pause: seconds before the first retry; twice as long before each further one.
        redirects: how often the server may point elsewhere.
        local_http: allow http instead of https from this very computer, for tests.
    """

    timeout: float = 20.0
    retries: int = 4
    pause: float = 1.0
    redirects: int = 8
    local_http: bool = False


def fetch(
    client: httpx2.Client,
    file: ModelFile,
    part: Path,
    on_bytes: OnBytes,
    should_stop: ShouldStop,
    limits: TransferLimits,
) -> None:
    """Brings all of a file into `part`, whose folder exists; goes on with a part of the same content.

    Args:
        client: for all requests; must not follow redirects by itself.
        file: what to fetch.
        part: where to put it. Its content is not checked here beyond its length.
        on_bytes: told how far it is.
        should_stop: asked between pieces.
        limits: how patient to be.

    Raises:
        DownloadError: it cannot be had. The part is kept where going on can help.
        DownloadCancelled: should_stop returned True; the part is kept.
    """
    fruitless = 0
    begun = most = size_of(part)
    while True:
        try:
            return _transfer(client, file, part, on_bytes, should_stop, limits)
        except _BrokenError as broken:
            # Only bytes that no attempt had before count, or a server that always breaks would be asked for ever.
            fruitless = 0 if size_of(part) > most else fruitless + 1
            most = max(most, size_of(part))
            if fruitless > limits.retries or (isinstance(broken, _UnreachableError) and most == begun):
                raise DownloadError(
                    f'"{file.name}" could not be downloaded: {broken}. What has arrived is kept: start the download '
                    "again to go on with it."
                ) from broken
            _wait(limits.pause * 2.0 ** max(fruitless - 1, 0), should_stop)
        except OSError as error:
            _explain_disk(error, part)


def _transfer(
    client: httpx2.Client,
    file: ModelFile,
    part: Path,
    on_bytes: OnBytes,
    should_stop: ShouldStop,
    limits: TransferLimits,
) -> None:
    """One request; raises _BrokenError where another one may go on."""
    origin = read_origin(part, file)
    start = size_of(part) if origin is not None else 0
    if origin is not None and origin.total is not None and start == origin.total:
        on_bytes(start, start)  # all had arrived when it was stopped
        return
    headers = {"Accept-Encoding": "identity"}
    if origin is not None and start:
        headers["Range"] = f"bytes={start}-"
        if origin.validator:
            headers["If-Range"] = origin.validator
    with _answer(client, file, headers, limits, should_stop) as response:
        if response.status_code == 416 or (response.status_code == 206 and not _continues(response, origin, start)):
            forget(part)
            raise _BrokenError("the server cannot go on with the part that is there")
        if response.status_code == 200:
            start = 0
        elif response.status_code != 206:
            _explain_status(response.status_code, file)
        total = _announced(response, start, file, part)
        missing = (total if total is not None else file.about or 0) - start
        _require_space(part.parent, missing, file)
        if start == 0:
            part.open("wb").close()  # first of all: an old part must never lie beside a new origin
            write_origin(part, Origin(file.url, _validator(response), total))
        done = _receive(response, part, start, total, on_bytes, should_stop)
    if total is not None and done != total:
        raise _BrokenError("the connection ended early")


def _receive(
    response: httpx2.Response,
    part: Path,
    start: int,
    total: int | None,
    on_bytes: OnBytes,
    should_stop: ShouldStop,
) -> int:
    """Appends the body from `start` on; gives the bytes that are there now."""
    done = start
    on_bytes(done, total)
    with part.open("ab") as out:
        for piece in response.iter_raw():
            out.write(piece)
            done += len(piece)
            on_bytes(done, total)
            if should_stop():
                raise DownloadCancelled(STOPPED)
        out.flush()
        os.fsync(out.fileno())
    return done


@contextmanager
def _answer(
    client: httpx2.Client, file: ModelFile, headers: dict[str, str], limits: TransferLimits, should_stop: ShouldStop
) -> Iterator[httpx2.Response]:
    """The answer to a GET, after redirects, each of which must be https as well; its body is not read yet."""
    import httpx2

    url = file.url
    try:
        for _ in range(limits.redirects + 1):
            _require_secure(url, file, limits)
            if should_stop():
                raise DownloadCancelled(STOPPED)
            response = client.send(client.build_request("GET", url, headers=headers), stream=True)
            try:
                if not response.has_redirect_location:
                    yield response
                    return
                url = str(response.url.join(response.headers["Location"]))
            finally:
                response.close()
    except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.ProxyError) as error:
        host = urlsplit(url).hostname
        if "CERTIFICATE" in str(error).upper():
            raise DownloadError(
                f"There is no safe connection to {host}: its certificate was refused. Check the computer's date, and "
                "whether a program or network in between reads encrypted connections."
            ) from error
        raise _UnreachableError(f"{host} cannot be reached; check the connection to the internet") from error
    except httpx2.TimeoutException as error:
        raise _BrokenError("the server stopped sending") from error
    except httpx2.TransportError as error:
        raise _BrokenError("the connection broke") from error
    except (httpx2.InvalidURL, httpx2.HTTPError) as error:
        raise DownloadError(f'"{file.name}" could not be downloaded: {error}.') from error
    raise DownloadError(f'"{file.name}" could not be downloaded: its server points elsewhere again and again.')


def _require_secure(url: str, file: ModelFile, limits: TransferLimits) -> None:
    address = urlsplit(url)
    if address.scheme == "https" or (
        limits.local_http and address.scheme == "http" and address.hostname in _LOCAL_HOSTS
    ):
        return
    raise DownloadError(
        f'"{file.name}" was not downloaded: {address.hostname or "its address"} offers no encrypted connection '
        "(https), so that anyone in between could change the file."
    )


def _explain_status(status: int, file: ModelFile) -> NoReturn:
    if status >= 500 or status in (408, 429):
        raise _BrokenError(f"the server is overloaded or out of order (HTTP {status})")
    if status in (404, 410):
        raise DownloadError(
            f'"{file.name}" is no longer at {file.url}. Look at the model\'s page for where it went, and choose the '
            "file as your own."
        )
    if status in (401, 403, 407, 409, 451):
        raise DownloadError(f'The server refuses to hand out "{file.name}" (HTTP {status}). Look at the model\'s page.')
    raise DownloadError(f'"{file.name}" could not be downloaded: the server answered with HTTP {status}.')


def _announced(response: httpx2.Response, start: int, file: ModelFile, part: Path) -> int | None:
    """Bytes of the whole file, as the answer says; refuses what cannot be the file."""
    headers = response.headers
    if headers.get("Content-Encoding", "identity").lower() != "identity":
        raise DownloadError(
            f'"{file.name}" could not be downloaded: the server packs it in a way that was not asked for.'
        )
    if headers.get("Content-Type", "").lower().startswith("text/html"):
        raise DownloadError(
            f'Instead of "{file.name}" a web page came. If this network wants you to sign in, do so in a browser, then '
            "start the download again."
        )
    if response.status_code == 206:
        found = _CONTENT_RANGE.fullmatch(headers.get("Content-Range", "").strip())
        total = int(found[3]) if found is not None and found[3] != "*" else None
    else:
        length = headers.get("Content-Length", "")
        total = start + int(length) if length.isdecimal() else None
    if total is not None and file.size is not None and total != file.size:
        forget(part)
        raise DownloadError(
            f'The server offers another file under the name "{file.name}": {total} bytes instead of {file.size}. It '
            "was not downloaded. Look for a newer version of the add-on."
        )
    if total is None and file.size is None and file.sha256 is None and "Transfer-Encoding" not in headers:
        raise DownloadError(
            f'The server does not say how large "{file.name}" is, so nobody could tell half a file from it.'
        )
    return total if total is not None else file.size


def _continues(response: httpx2.Response, origin: Origin | None, start: int) -> bool:
    """Whether a partial answer may be appended to what is there."""
    found = _CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", "").strip())
    if origin is None or found is None or int(found[1]) != start:
        return False
    if origin.total is not None and found[3] != "*" and int(found[3]) != origin.total:
        return False
    validator = _validator(response)
    return not (validator and origin.validator) or validator == origin.validator


def _validator(response: httpx2.Response) -> str:
    etag = str(response.headers.get("ETag", "")).strip()
    return etag if etag.startswith('"') else str(response.headers.get("Last-Modified", "")).strip()


def _require_space(folder: Path, missing: int, file: ModelFile) -> None:
    free = shutil.disk_usage(folder).free
    if free < missing + SPARE_BYTES:
        raise DownloadError(
            f'There is not enough room for "{file.name}": it needs {_megabytes(missing + SPARE_BYTES)} in "{folder}", '
            f"and {_megabytes(free)} are free. Free some space, or choose another folder for models in the preferences."
        )


def _explain_disk(error: OSError, part: Path) -> NoReturn:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        raise DownloadError(
            f'The disk became full while "{part.name}" was written. Free some space, then start the download again: '
            "what has arrived is kept."
        ) from error
    raise DownloadError(
        f'"{part}" cannot be written ({error.strerror or error}). Choose another folder for models in the preferences.'
    ) from error


def _wait(seconds: float, should_stop: ShouldStop) -> None:
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0.0:
        if should_stop():
            raise DownloadCancelled(STOPPED)
        time.sleep(min(left, 0.1))


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.0f} MB"
