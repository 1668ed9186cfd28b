"""Brings one file over HTTPS into NAME.part, goes on where it stopped, and says clearly what went wrong.

HTTP is httpx2's business: it comes with transformers' hub client, and trusts the certificates the system trusts. Which
bytes may be appended to which is decided here, by RFC 9110: a range is asked for with If-Range, so that a file that was
changed on the server is sent anew as a whole.

The hub's files come this way, too, not through huggingface_hub: that (2.4) deletes what has arrived of a file when it
is stopped or fails, and lets nothing but an interrupt from the keyboard stop its fast transfer.
"""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from .entry import ModelFile
from .http_answers import ShouldStop, TransferLimits, announced_size, answer_to, continues, explain_status, validator_of
from .part_file import Origin, forget, read_origin, size_of, write_origin
from .transfer_errors import STOPPED, BrokenError, DownloadCancelled, DownloadError, UnreachableError

if TYPE_CHECKING:
    import httpx2

OnBytes = Callable[[int, int | None], None]
"""Bytes that are there, and bytes there will be (None: the server does not say)."""

SPARE_BYTES = 64 * 2**20
"""Room left on the disk beside the file: a full disk harms other programs."""


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
        except BrokenError as broken:
            # Only bytes that no attempt had before count, or a server that always breaks would be asked for ever.
            fruitless = 0 if size_of(part) > most else fruitless + 1
            most = max(most, size_of(part))
            if fruitless > limits.retries or (isinstance(broken, UnreachableError) and most == begun):
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
    """One request; raises BrokenError where another one may go on."""
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
    with answer_to(client, file, headers, limits, should_stop) as response:
        if response.status_code == 416 or (response.status_code == 206 and not continues(response, origin, start)):
            forget(part)
            raise BrokenError("the server cannot go on with the part that is there")
        if response.status_code == 200:
            start = 0
        elif response.status_code != 206:
            explain_status(response.status_code, file)
        total = announced_size(response, start, file, part)
        missing = (total if total is not None else file.about or 0) - start
        _require_space(part.parent, missing, file)
        if start == 0:
            part.open("wb").close()  # first of all: an old part must never lie beside a new origin
            write_origin(part, Origin(file.url, validator_of(response), total))
        done = _receive(response, part, start, total, on_bytes, should_stop)
    if total is not None and done != total:
        raise BrokenError("the connection ended early")


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
