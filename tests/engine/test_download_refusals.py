"""What is not downloaded: without permission, from wrong places, onto full disks, beside another program."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from styleglip_addon.engine.models.catalogue import transfer
from styleglip_addon.engine.models.catalogue.download import download
from styleglip_addon.engine.models.catalogue.entry import ModelEntry, ModelFile, ModelKind
from styleglip_addon.engine.models.catalogue.http_answers import TransferLimits
from styleglip_addon.engine.models.catalogue.stored_models import has_part, is_downloaded, remove
from styleglip_addon.engine.models.catalogue.transfer_errors import DownloadError
from styleglip_addon.jobs.downloading import DownloadOrder, download_work
from styleglip_addon.jobs.job import run_and_wait
from styleglip_addon.jobs.messages import Failed
from tests.engine.download_steps import CONTENT, QUICK, SHA256, break_off, entry_for, final_of, get, part_of, server
from tests.engine.file_server import FileServer

__all__ = ["server"]  # a fixture


def test_without_permission_nothing_is_asked_for(server: FileServer, tmp_path: Path) -> None:
    with pytest.raises(DownloadError, match="Allow Online Access"):
        download(entry_for(server.url), tmp_path, allow_network=False, limits=QUICK)
    assert server.requests == []


def test_http_is_refused_from_any_other_computer_and_by_default_from_this_one(
    server: FileServer, tmp_path: Path
) -> None:
    for url, limits in ((server.url, TransferLimits()), ("http://example.org/model.bin", QUICK)):
        with pytest.raises(DownloadError, match="no encrypted connection"):
            download(entry_for(url), tmp_path, allow_network=True, limits=limits)
    assert server.requests == []


@pytest.mark.parametrize("target", ["http://example.org/model.bin", "file:///etc/passwd", "ftp://example.org/x"])
def test_a_redirect_to_an_unencrypted_address_is_refused(server: FileServer, tmp_path: Path, target: str) -> None:
    server.redirect_to = target
    with pytest.raises(DownloadError, match=r"no encrypted connection|could not be downloaded"):
        get(server, tmp_path)
    assert not part_of(tmp_path).exists()


def test_a_redirect_is_followed_and_an_endless_one_is_not(server: FileServer, tmp_path: Path) -> None:
    server.redirect_to = f"{server.address}/elsewhere.bin"
    get(server, tmp_path)
    assert final_of(tmp_path).read_bytes() == CONTENT
    server.redirect_to = server.url
    with pytest.raises(DownloadError, match="again and again"):
        get(server, tmp_path / "endless")


@pytest.mark.parametrize(
    ("status", "sentence"),
    [(404, "no longer at"), (403, "refuses to hand out"), (503, "overloaded or out of order"), (418, "HTTP 418")],
)
def test_a_refusal_has_a_sentence(server: FileServer, tmp_path: Path, status: int, sentence: str) -> None:
    server.status = status
    with pytest.raises(DownloadError, match=sentence):
        get(server, tmp_path)
    assert len(server.requests) == (1 + QUICK.retries if status == 503 else 1), (
        "only an overloaded server is asked again"
    )


def test_a_page_to_sign_in_is_not_taken_for_the_model(server: FileServer, tmp_path: Path) -> None:
    server.content_type = "text/html; charset=utf-8"
    with pytest.raises(DownloadError, match="web page"):
        get(server, tmp_path, sha256=None, size=None)
    assert not part_of(tmp_path).exists()


def test_a_server_that_cannot_be_reached_has_a_sentence_at_once(tmp_path: Path) -> None:
    with FileServer(CONTENT).running() as gone:
        url = gone.url
    patient = TransferLimits(timeout=5.0, retries=5, pause=3600.0, local_http=True)
    with pytest.raises(DownloadError, match="check the connection to the internet"):
        download(entry_for(url), tmp_path, allow_network=True, limits=patient)


def test_a_server_that_stops_sending_is_given_up(tmp_path: Path) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/model.bin"
        limits = TransferLimits(timeout=0.2, retries=0, local_http=True)
        with pytest.raises(DownloadError, match="stopped sending"):
            download(entry_for(url), tmp_path, allow_network=True, limits=limits)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's /dev/full, a disk that is always full")
def test_a_disk_that_fills_up_has_a_sentence(server: FileServer, tmp_path: Path) -> None:
    part_of(tmp_path).parent.mkdir()
    part_of(tmp_path).symlink_to("/dev/full")
    with pytest.raises(DownloadError, match="disk became full"):
        get(server, tmp_path)
    assert not final_of(tmp_path).exists()


def test_a_file_that_does_not_fit_on_the_disk_is_not_begun(
    server: FileServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfer, "SPARE_BYTES", 2**62)
    with pytest.raises(DownloadError, match="not enough room"):
        get(server, tmp_path)
    assert not part_of(tmp_path).exists()


def test_a_folder_that_is_a_file_has_a_sentence(server: FileServer, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(DownloadError, match="Choose another folder"):
        get(server, tmp_path / "taken")


def test_two_programs_do_not_write_the_same_part(server: FileServer, tmp_path: Path) -> None:
    from filelock import FileLock

    (tmp_path / "test").mkdir()
    held, release = threading.Event(), threading.Event()

    def hold() -> None:
        with FileLock(tmp_path / "test" / "download.lock"):
            held.set()
            release.wait(10.0)

    other = threading.Thread(target=hold)
    other.start()
    try:
        assert held.wait(10.0)
        with pytest.raises(DownloadError, match="another Blender"):
            get(server, tmp_path)
    finally:
        release.set()
        other.join()


def test_a_model_of_several_files_fetches_only_what_is_missing(server: FileServer, tmp_path: Path) -> None:
    files = tuple(ModelFile(name, server.url, len(CONTENT), SHA256) for name in ("a.json", "b.bin"))
    entry = ModelEntry("several", "Several", "For tests", ModelKind.CLIP, "MIT", "", "", files)
    download(entry, tmp_path, allow_network=True, limits=QUICK)
    (tmp_path / "several" / "a.json").unlink()
    assert not is_downloaded(entry, tmp_path)
    assert has_part(entry, tmp_path)
    server.requests.clear()
    done = download(entry, tmp_path, allow_network=True, limits=QUICK)
    assert len(server.requests) == 1
    assert done.path == tmp_path / "several"


def test_remove_deletes_the_models_files_and_no_other(server: FileServer, tmp_path: Path) -> None:
    entry = entry_for(server.url)
    get(server, tmp_path)
    (tmp_path / "test" / "notes.txt").write_text("mine")
    remove(entry, tmp_path)
    assert [path.name for path in (tmp_path / "test").iterdir()] == ["notes.txt"]
    (tmp_path / "test" / "notes.txt").unlink()
    break_off(server, tmp_path)
    remove(entry, tmp_path)
    assert not (tmp_path / "test").exists()
    remove(entry, tmp_path)


def test_a_model_without_files_says_how_to_get_it(tmp_path: Path) -> None:
    entry = ModelEntry("x", "X", "", ModelKind.GLIP, "", "", "", how_to_get="Ask the authors")
    with pytest.raises(DownloadError, match="Ask the authors"):
        download(entry, tmp_path, allow_network=True)


def test_the_job_of_a_download_ends_with_its_sentence(server: FileServer, tmp_path: Path) -> None:
    seen: list[object] = []
    final = run_and_wait(download_work(DownloadOrder(entry_for(server.url), tmp_path, True)), seen.append)
    assert isinstance(final, Failed), "the server offers no https"
    assert "no encrypted connection" in final.sentence
    assert final.details == ""


def test_the_downloads_and_the_catalogue_load_without_pytorch_and_without_the_http_library() -> None:
    code = (
        "import sys; import styleglip_addon.engine.models.catalogue.known_models;"
        "import styleglip_addon.engine.models.catalogue.download;"
        "import styleglip_addon.jobs.downloading; sys.exit(bool({'torch', 'httpx2'} & set(sys.modules)))"
    )
    project = Path(__file__).resolve().parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=project, check=False).returncode == 0
