"""The preferences: which models a run gets, and a catalogue that downloads only on a click and only when it may."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bpy
import pytest

from styleglip_addon.jobs.messages import Done, Warned
from tests.engine.file_server import FileServer

from .addon import ADDON, driver, enabled_addon
from .sample_objects import add_prism
from .test_ui_panels import Layout

CONTENT = b"weights" * 1000


@pytest.fixture
def preferences(tmp_path: Path) -> Iterator[Any]:
    with enabled_addon():
        preferences = bpy.context.preferences.addons[ADDON].preferences
        preferences.models_folder = str(tmp_path / "models")
        yield preferences
        bpy.context.preferences.system.use_online_access = False


@pytest.fixture
def online() -> Iterator[None]:
    bpy.context.preferences.system.use_online_access = True
    assert bpy.app.online_access
    yield
    bpy.context.preferences.system.use_online_access = False


def chosen() -> Any:
    from styleglip_addon.ui.models.choice import engine_choice

    return engine_choice(bpy.context).model


def lay_out(folder: Path, entry_id: str) -> Path:
    """Empty files of the right length, as if the model had been downloaded; gives what is loaded."""
    from styleglip_addon.engine.models.catalogue.known_models import find
    from styleglip_addon.engine.models.catalogue.stored_models import model_folder, model_path

    entry = find(entry_id)
    assert entry is not None
    model_folder(entry, folder).mkdir(parents=True)
    for file in entry.files:
        with (model_folder(entry, folder) / file.name).open("wb") as stream:
            stream.truncate(file.size or 100)
    return model_path(entry, folder)


def drawn(preferences: Any) -> str:
    from styleglip_addon.ui.models.preferences import StyleGLIPPreferences

    layout = Layout([])
    names = [item.identifier for item in preferences.bl_rna.properties if item.identifier != "rna_type"]
    values = {name: getattr(preferences, name) for name in [*names, "bl_rna"]}
    StyleGLIPPreferences.draw(type("Drawn", (), {"layout": layout} | values)(), bpy.context)
    return " ".join(text for text in layout.texts if text)


def test_the_embedded_model_is_the_default(preferences: Any) -> None:
    assert chosen().is_embedded


def test_own_files_reach_the_engine_as_chosen(preferences: Any, tmp_path: Path) -> None:
    preferences.glip, preferences.glip_path = "OWN", str(tmp_path / "tuned.pth")
    preferences.clip, preferences.clip_path = "OWN", str(tmp_path / "clip")
    preferences.embedded_palette = False
    made = chosen()
    assert (made.glip, made.clip) == (str(tmp_path / "tuned.pth"), str(tmp_path / "clip"))
    assert not made.embedded_palette


def test_a_model_of_the_catalogue_is_named_by_its_file_or_its_folder(preferences: Any, tmp_path: Path) -> None:
    folder = tmp_path / "models"
    glip, clip = lay_out(folder, "glip-t"), lay_out(folder, "clip-vit-base-patch32")
    preferences.glip, preferences.clip = "glip-t", "clip-vit-base-patch32"
    assert (chosen().glip, chosen().clip) == (str(glip), str(clip))
    assert glip.name == "glip_tiny_model_o365_goldg_cc_sbu.pth"
    assert clip == folder / "clip-vit-base-patch32"


def test_a_model_that_is_not_there_is_named_before_a_run_begins(preferences: Any) -> None:
    add_prism().styleglip.prompt = "gold tube"
    preferences.glip = "glip-l"
    with pytest.raises(RuntimeError, match="GLIP-L is not on this computer"):
        bpy.ops.styleglip.stylize()
    preferences.glip, preferences.glip_path = "OWN", " "
    with pytest.raises(RuntimeError, match="Choose the file or folder of the GLIP model"):
        bpy.ops.styleglip.stylize()


def test_every_downloadable_model_can_be_chosen_and_no_other(preferences: Any) -> None:
    from styleglip_addon.engine.models.catalogue.known_models import CATALOG

    offered = {item.identifier for name in ("glip", "clip") for item in preferences.bl_rna.properties[name].enum_items}
    assert offered == {"EMBEDDED", "OWN"} | {entry.id for entry in CATALOG if entry.can_be_downloaded}


def test_use_chooses_a_model_and_embedded_both(preferences: Any, tmp_path: Path) -> None:
    lay_out(tmp_path / "models", "glip-t")
    bpy.ops.styleglip.use_model(entry="glip-t")
    bpy.ops.styleglip.use_model(entry="clip-vit-b-32")
    assert (preferences.glip, preferences.clip) == ("glip-t", "clip-vit-b-32")
    bpy.ops.styleglip.use_model(entry="embedded")
    assert (preferences.glip, preferences.clip) == ("EMBEDDED", "EMBEDDED")


def test_nothing_can_be_downloaded_while_blender_may_not_use_the_network(preferences: Any, tmp_path: Path) -> None:
    assert not bpy.app.online_access
    assert not bpy.ops.styleglip.download_model.poll()
    with pytest.raises(RuntimeError, match="poll"):
        bpy.ops.styleglip.download_model(entry="clip-vit-b-32")
    assert not (tmp_path / "models").exists()
    text = drawn(preferences)
    assert "Allow Online Access" in text
    assert "styleglip.show_network_settings" in text


def test_the_button_to_the_network_settings_changes_no_setting(preferences: Any) -> None:
    bpy.ops.styleglip.show_network_settings()
    assert bpy.context.preferences.active_section == "SYSTEM"
    assert not bpy.app.online_access


def test_with_the_network_allowed_the_button_is_there_and_drawing_starts_nothing(
    preferences: Any, online: None, tmp_path: Path
) -> None:
    assert bpy.ops.styleglip.download_model.poll()
    preferences.shows_glip = preferences.shows_clip = True
    text = drawn(preferences)
    assert "Allow Online Access" not in text
    assert "styleglip.download_model" in text
    assert not (tmp_path / "models").exists()


def test_the_catalogue_says_of_every_model_what_it_is_for_its_size_its_licence_and_whether_it_is_here(
    preferences: Any, online: None, tmp_path: Path
) -> None:
    from styleglip_addon.engine.models.catalogue.known_models import CATALOG

    lay_out(tmp_path / "models", "clip-vit-b-32")
    preferences.shows_glip = preferences.shows_clip = True
    text = drawn(preferences)
    for entry in CATALOG:
        assert entry.name in text
        assert entry.purpose.split(",")[0].split(";")[0][:30] in text
        assert entry.licence in text
    for part in ("355 MB", "about 6.9 GB", "size not known", "not downloaded", "1 downloaded", "Ask the authors"):
        assert part in text, part
    assert "styleglip.remove_model" in text


def test_a_chosen_model_that_is_missing_offers_its_download(preferences: Any, online: None) -> None:
    preferences.clip = "clip-vit-l-14"
    assert "Not downloaded yet" in drawn(preferences)
    assert "styleglip.download_model" in drawn(preferences)


def serve_entry(monkeypatch: pytest.MonkeyPatch, server: FileServer, content: bytes = CONTENT) -> None:
    """Puts a model of a server on this computer into the catalogue, and lets downloads come from there."""
    import hashlib

    from styleglip_addon.engine.models.catalogue import download, known_models
    from styleglip_addon.engine.models.catalogue.entry import ModelEntry, ModelFile, ModelKind
    from styleglip_addon.engine.models.catalogue.http_answers import TransferLimits

    file = ModelFile("weights.pth", server.url, len(content), hashlib.sha256(content).hexdigest())
    entry = ModelEntry("local", "Local", "For tests, from here", ModelKind.GLIP, "MIT", "", "", (file,), "weights.pth")
    monkeypatch.setattr(known_models, "CATALOG", (*known_models.CATALOG, entry))
    local = TransferLimits(timeout=5.0, retries=0, pause=0.01, local_http=True)
    monkeypatch.setattr(download, "TransferLimits", lambda: local)


def test_a_click_downloads_and_the_preferences_say_so(
    preferences: Any, online: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from styleglip_addon.ui.models.session import DownloadSession

    with FileServer(CONTENT).running() as server:
        serve_entry(monkeypatch, server)
        bpy.ops.styleglip.download_model(entry="local")
    download = driver().shown(DownloadSession)
    assert download.stage.name == "DONE", download.sentence
    assert (tmp_path / "models" / "local" / "weights.pth").read_bytes() == CONTENT
    assert "Downloaded." in drawn(preferences)

    bpy.ops.styleglip.remove_model(entry="local")
    assert not (tmp_path / "models" / "local").exists()
    assert "Downloaded." not in drawn(preferences)


def test_a_download_that_fails_tells_why_beside_the_model(
    preferences: Any, online: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FileServer(CONTENT).running() as server:
        server.status = 404
        serve_entry(monkeypatch, server)
        bpy.ops.styleglip.download_model(entry="local")
    text = drawn(preferences)
    assert "no longer at" in text
    assert "Downloaded." not in text


def test_while_one_model_arrives_it_can_be_cancelled_and_no_other_can_be_begun(
    preferences: Any, online: None, tmp_path: Path
) -> None:
    from styleglip_addon.engine.models.catalogue.known_models import find
    from styleglip_addon.jobs.channel import Channel
    from styleglip_addon.jobs.session import Lane
    from styleglip_addon.ui.models.session import DownloadSession

    def work(channel: Channel) -> None:
        from styleglip_addon.engine.models.catalogue.download import DownloadProgress
        from styleglip_addon.engine.models.catalogue.transfer_errors import DownloadCancelled

        channel.progress(DownloadProgress("glip_large_model.pth", 1, 1, 3_000_000_000, 6_000_000_000))
        while not channel.should_stop():
            time.sleep(0.01)
        raise DownloadCancelled("stopped")

    assert not bpy.ops.styleglip.cancel_download.poll()
    download = DownloadSession(entry_id="glip-l")
    driver().start(download, work)
    assert "Connecting" in drawn(preferences)
    while download.progress is None:
        driver().tick(Lane.DOWNLOADS)
    text = drawn(preferences)
    assert "glip_large_model.pth, 3.0 GB of 6.0 GB" in text
    assert "styleglip.cancel_download" in text
    assert not bpy.ops.styleglip.download_model.poll()
    with pytest.raises(RuntimeError, match="Cancel the download first"):
        bpy.ops.styleglip.remove_model(entry="glip-l")
    entry = find("glip-l")
    assert download.is_running(entry)
    bpy.ops.styleglip.cancel_download()
    driver().wait_until_done(Lane.DOWNLOADS)
    assert "Stopped" in drawn(preferences)
    assert bpy.ops.styleglip.download_model.poll()


def test_a_name_that_is_not_in_the_catalogue_is_refused(preferences: Any, online: None) -> None:
    for operator in (bpy.ops.styleglip.download_model, bpy.ops.styleglip.remove_model, bpy.ops.styleglip.use_model):
        with pytest.raises(RuntimeError, match="no model"):
            operator(entry="../../etc")


def test_models_go_to_the_extensions_own_folder_unless_another_is_chosen(preferences: Any, tmp_path: Path) -> None:
    from styleglip_addon.ui.models.stored import data_folder, models_folder

    assert models_folder(bpy.context) == tmp_path / "models"
    preferences.models_folder = ""
    assert models_folder(bpy.context) == data_folder().parent / "models"
    assert not models_folder(bpy.context).is_relative_to(Path(__file__).resolve().parents[2])


def test_sizes_and_progress_are_said_in_words() -> None:
    from styleglip_addon.engine.models.catalogue.download import DownloadProgress
    from styleglip_addon.ui.models.wording import file_size, progress_text

    sizes = [file_size(size) for size in (0, 4186, 353976522, 999_600_000, 1710540580)]
    assert sizes == ["1 kB", "4 kB", "354 MB", "1.0 GB", "1.7 GB"]
    assert progress_text(None) == "Connecting"
    unknown = DownloadProgress("a.pth", 1, 1, 5_000_000, None)
    assert progress_text(unknown) == "a.pth, 5 MB"
    assert unknown.share == 0.0
    assert progress_text(DownloadProgress("a.pth", 1, 1, 5, 10, is_checking=True)) == "Checking a.pth"
    assert DownloadProgress("a.pth", 1, 1, 5, 10).share == 0.5


def test_a_download_tells_every_warning() -> None:
    from styleglip_addon.ui.models.session import DownloadSession

    session = DownloadSession(entry_id="glip")
    session.begin()
    session.take(Warned("The first file has no published checksum."))
    session.take(Warned("Nor has the second."))
    session.take(Done(None))
    assert session.sentence == "Downloaded. The first file has no published checksum. Nor has the second."
