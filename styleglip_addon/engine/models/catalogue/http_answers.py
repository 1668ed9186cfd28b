"""What a server answers when a model's file is asked for: whom to ask, what is refused, what may be appended."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import urlsplit

from .entry import ModelFile
from .part_file import Origin, forget
from .transfer_errors import STOPPED, BrokenError, DownloadCancelled, DownloadError, UnreachableError

if TYPE_CHECKING:
    import httpx2

ShouldStop = Callable[[], bool]

_LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")
_CONTENT_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")


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


@contextmanager
def answer_to(
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
        raise UnreachableError(f"{host} cannot be reached; check the connection to the internet") from error
    except httpx2.TimeoutException as error:
        raise BrokenError("the server stopped sending") from error
    except httpx2.TransportError as error:
        raise BrokenError("the connection broke") from error
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


def explain_status(status: int, file: ModelFile) -> NoReturn:
    if status >= 500 or status in (408, 429):
        raise BrokenError(f"the server is overloaded or out of order (HTTP {status})")
    if status in (404, 410):
        raise DownloadError(
            f'"{file.name}" is no longer at {file.url}. Look at the model\'s page for where it went, and choose the '
            "file as your own."
        )
    if status in (401, 403, 407, 409, 451):
        raise DownloadError(f'The server refuses to hand out "{file.name}" (HTTP {status}). Look at the model\'s page.')
    raise DownloadError(f'"{file.name}" could not be downloaded: the server answered with HTTP {status}.')


def announced_size(response: httpx2.Response, start: int, file: ModelFile, part: Path) -> int | None:
    """Bytes of the whole file, as the answer says; refuses what cannot be the file, and then forgets its part."""
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


def continues(response: httpx2.Response, origin: Origin | None, start: int) -> bool:
    """Whether a partial answer may be appended to what is there."""
    found = _CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", "").strip())
    if origin is None or found is None or int(found[1]) != start:
        return False
    if origin.total is not None and found[3] != "*" and int(found[3]) != origin.total:
        return False
    validator = validator_of(response)
    return not (validator and origin.validator) or validator == origin.validator


def validator_of(response: httpx2.Response) -> str:
    etag = str(response.headers.get("ETag", "")).strip()
    return etag if etag.startswith('"') else str(response.headers.get("Last-Modified", "")).strip()
