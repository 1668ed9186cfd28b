"""Downloads from a real server on this computer: complete and checked, or not at all; broken ones go on."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from styleglip_addon.engine.models.catalogue.download import DownloadProgress, download
from styleglip_addon.engine.models.catalogue.http_answers import TransferLimits
from styleglip_addon.engine.models.catalogue.stored_models import has_part, is_downloaded, model_path
from styleglip_addon.engine.models.catalogue.transfer_errors import DownloadCancelled, DownloadError
from tests.engine.download_steps import (
    CONTENT,
    OTHER,
    QUICK,
    SHA256,
    break_off,
    entry_for,
    final_of,
    get,
    part_of,
    server,
)
from tests.engine.file_server import FileServer

__all__ = ["server"]  # a fixture


def test_a_download_leaves_the_file_its_sha256_and_nothing_else(server: FileServer, tmp_path: Path) -> None:
    seen: list[DownloadProgress] = []
    entry = entry_for(server.url)
    assert not is_downloaded(entry, tmp_path)

    done = download(entry, tmp_path, seen.append, allow_network=True, limits=QUICK)

    assert done.path == model_path(entry, tmp_path) == final_of(tmp_path)
    assert final_of(tmp_path).read_bytes() == CONTENT
    assert (tmp_path / "test" / "weights.bin.sha256").read_text() == f"{SHA256}  weights.bin\n"
    left = {path.name for path in (tmp_path / "test").iterdir()}
    assert left - {"download.lock"} == {"weights.bin", "weights.bin.sha256"}
    assert is_downloaded(entry, tmp_path)
    assert done.warnings == ()
    assert [file.is_verified for file in done.files] == [True]
    assert {(p.file, p.number, p.count, p.total) for p in seen} == {("weights.bin", 1, 1, len(CONTENT))}
    assert [p.done for p in seen if not p.is_checking] == sorted(p.done for p in seen if not p.is_checking)
    assert seen[-1].is_checking
    assert seen[-1].done == len(CONTENT)


def test_the_servers_name_for_the_file_has_no_say(server: FileServer, tmp_path: Path) -> None:
    server.redirect_to = f"{server.address}/..%2f..%2fevil.bin"
    get(server, tmp_path)
    assert final_of(tmp_path).read_bytes() == CONTENT
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} <= {
        "weights.bin",
        "weights.bin.sha256",
        "download.lock",
    }


def test_a_second_download_of_a_complete_file_asks_for_nothing(server: FileServer, tmp_path: Path) -> None:
    get(server, tmp_path)
    before = final_of(tmp_path).stat()
    server.requests.clear()
    done = download(entry_for(server.url), tmp_path, allow_network=False)
    assert done.files[0].sha256 == SHA256
    assert server.requests == []
    assert final_of(tmp_path).stat().st_mtime_ns == before.st_mtime_ns


def test_a_broken_connection_is_taken_up_where_it_broke(server: FileServer, tmp_path: Path) -> None:
    server.break_after = [1_000_000, 500_000]
    get(server, tmp_path)
    assert final_of(tmp_path).read_bytes() == CONTENT
    assert server.ranges() == ["", "bytes=1000000-", "bytes=1500000-"]
    assert server.requests[1]["If-Range"] == '"first"'


def test_a_later_download_goes_on_with_the_part_of_an_earlier_one(server: FileServer, tmp_path: Path) -> None:
    break_off(server, tmp_path)
    assert has_part(entry_for(server.url), tmp_path)
    get(server, tmp_path)
    assert server.ranges() == ["bytes=1000000-"]
    assert final_of(tmp_path).read_bytes() == CONTENT
    assert not part_of(tmp_path).exists()


def test_a_server_without_ranges_sends_all_of_it_again(server: FileServer, tmp_path: Path) -> None:
    break_off(server, tmp_path)
    server.does_ranges = False
    get(server, tmp_path)
    assert server.ranges() == ["bytes=1000000-"]
    assert final_of(tmp_path).read_bytes() == CONTENT


def test_a_file_that_was_changed_on_the_server_is_not_mixed_with_the_old_part(
    server: FileServer, tmp_path: Path
) -> None:
    break_off(server, tmp_path)
    server.content, server.etag = OTHER, '"second"'
    get(server, tmp_path, sha256=None)
    assert final_of(tmp_path).read_bytes() == OTHER


def test_a_server_that_appends_another_file_in_spite_of_if_range_is_found_out(
    server: FileServer, tmp_path: Path
) -> None:
    break_off(server, tmp_path)
    server.content, server.etag, server.ignores_if_range = OTHER, '"second"', True
    get(server, tmp_path, sha256=None)
    assert final_of(tmp_path).read_bytes() == OTHER


def test_a_part_without_a_name_for_its_content_is_only_continued_where_the_sha256_is_known(
    server: FileServer, tmp_path: Path
) -> None:
    server.etag = ""
    break_off(server, tmp_path / "known")
    get(server, tmp_path / "known")
    assert server.ranges() == ["bytes=1000000-"]
    server.requests.clear()
    server.break_after = [1_000_000]
    get(server, tmp_path / "unknown", sha256=None)
    assert server.ranges() == ["", ""]
    assert final_of(tmp_path / "unknown").read_bytes() == CONTENT


def test_a_part_of_another_address_is_begun_anew(server: FileServer, tmp_path: Path) -> None:
    break_off(server, tmp_path)
    origin = part_of(tmp_path).with_name("weights.bin.part.json")
    origin.write_text(json.dumps(json.loads(origin.read_text()) | {"url": "https://example.org/old.bin"}))
    get(server, tmp_path)
    assert server.ranges() == [""]
    assert final_of(tmp_path).read_bytes() == CONTENT


@pytest.mark.parametrize("origin", ["", "{", "[]", '{"url": 1}', '{"url": "", "validator": "", "total": "many"}'])
def test_a_damaged_note_beside_the_part_is_no_harm(server: FileServer, tmp_path: Path, origin: str) -> None:
    break_off(server, tmp_path)
    part_of(tmp_path).with_name("weights.bin.part.json").write_text(origin)
    get(server, tmp_path)
    assert final_of(tmp_path).read_bytes() == CONTENT


def test_a_part_that_is_longer_than_the_file_is_begun_anew(server: FileServer, tmp_path: Path) -> None:
    break_off(server, tmp_path)
    part_of(tmp_path).write_bytes(b"x" * (len(CONTENT) + 1))
    get(server, tmp_path)
    assert final_of(tmp_path).read_bytes() == CONTENT


def test_a_wrong_sha256_removes_the_part_and_names_both(server: FileServer, tmp_path: Path) -> None:
    server.content = OTHER
    with pytest.raises(DownloadError, match=r'"weights\.bin" arrived damaged') as caught:
        get(server, tmp_path)
    assert SHA256 in str(caught.value)
    assert hashlib.sha256(OTHER).hexdigest() in str(caught.value)
    assert not part_of(tmp_path).exists()
    assert not final_of(tmp_path).exists()
    assert not has_part(entry_for(server.url), tmp_path)


def test_a_file_that_is_there_is_never_replaced_by_a_bad_one(server: FileServer, tmp_path: Path) -> None:
    final_of(tmp_path).parent.mkdir()
    final_of(tmp_path).write_bytes(b"an older version")
    server.content = OTHER
    with pytest.raises(DownloadError, match="arrived damaged"):
        get(server, tmp_path)
    assert final_of(tmp_path).read_bytes() == b"an older version"

    server.content = CONTENT
    get(server, tmp_path)
    assert final_of(tmp_path).read_bytes() == CONTENT


def test_a_file_that_was_damaged_on_the_disk_is_fetched_again(server: FileServer, tmp_path: Path) -> None:
    for sha256 in (SHA256, None):
        folder = tmp_path / str(sha256 is None)
        get(server, folder, sha256=sha256)
        final_of(folder).write_bytes(OTHER)
        get(server, folder, sha256=sha256)
        assert final_of(folder).read_bytes() == CONTENT


def test_a_body_that_is_always_cut_short_ends_with_a_sentence_and_keeps_the_part(
    server: FileServer, tmp_path: Path
) -> None:
    server.does_ranges = False
    server.break_after = [1_000_000] * 9
    with pytest.raises(DownloadError, match="What has arrived is kept"):
        get(server, tmp_path)
    assert len(server.requests) == 1 + QUICK.retries + 1, "only attempts that bring something new count as progress"
    assert part_of(tmp_path).stat().st_size == 1_000_000
    assert not final_of(tmp_path).exists()


def test_a_server_that_says_no_length_cannot_pass_half_a_file_for_a_whole_one(
    server: FileServer, tmp_path: Path
) -> None:
    server.says_length = False
    server.break_after = [1_000_000]
    get(server, tmp_path)
    assert final_of(tmp_path).read_bytes() == CONTENT, "the catalogue knows the size"
    with pytest.raises(DownloadError, match="does not say how large"):
        get(server, tmp_path / "unknown", sha256=None, size=None)


def test_another_size_than_the_catalogues_is_refused_before_anything_is_fetched(
    server: FileServer, tmp_path: Path
) -> None:
    server.content = CONTENT[:-1]
    with pytest.raises(DownloadError, match="another file under the name"):
        get(server, tmp_path)
    assert not part_of(tmp_path).exists()


def test_cancel_keeps_the_part_and_the_next_download_goes_on(server: FileServer, tmp_path: Path) -> None:
    def something_has_come() -> bool:
        return part_of(tmp_path).exists() and part_of(tmp_path).stat().st_size > 0

    with pytest.raises(DownloadCancelled, match="kept"):
        download(entry_for(server.url), tmp_path, None, something_has_come, True, QUICK)
    size = part_of(tmp_path).stat().st_size
    assert 0 < size < len(CONTENT)
    assert not final_of(tmp_path).exists()
    server.requests.clear()
    get(server, tmp_path)
    assert server.ranges() == [f"bytes={size}-"]
    assert final_of(tmp_path).read_bytes() == CONTENT


def test_cancel_while_it_waits_for_the_next_attempt_is_heeded_at_once(server: FileServer, tmp_path: Path) -> None:
    server.status = 503
    patient = TransferLimits(timeout=5.0, retries=5, pause=3600.0, local_http=True)
    with pytest.raises(DownloadCancelled):
        download(entry_for(server.url), tmp_path, None, lambda: len(server.requests) > 0, True, patient)


def test_a_file_without_a_published_sha256_is_said_to_be_unchecked_and_its_sha256_is_kept(
    server: FileServer, tmp_path: Path
) -> None:
    done = download(entry_for(server.url, None, None), tmp_path, allow_network=True, limits=QUICK)
    assert SHA256 in done.warnings[0]
    assert "not published" in done.warnings[0]
    assert not done.files[0].is_verified
    assert SHA256 in (tmp_path / "test" / "weights.bin.sha256").read_text()
