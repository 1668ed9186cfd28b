"""The catalogue: complete, consistent, nothing in it that a download could be misled by."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from styleglip_addon.engine.models.catalogue.entry import ModelEntry, ModelFile, ModelKind
from styleglip_addon.engine.models.catalogue.known_models import CATALOG, entries_of, find

WITH_FILES = [entry for entry in CATALOG if entry.can_be_downloaded]
FILES = [pytest.param(file, id=f"{entry.id}/{file.name}") for entry in WITH_FILES for file in entry.files]
SHA256 = "0" * 64


def test_the_models_of_the_papers_are_all_there() -> None:
    assert {entry.main for entry in entries_of(ModelKind.GLIP) if entry.can_be_downloaded} == {
        "glip_a_tiny_o365.pth",
        "glip_tiny_model_o365.pth",
        "glip_tiny_model_o365_goldg.pth",
        "glip_tiny_model_o365_goldg_cc_sbu.pth",
        "glip_large_model.pth",
    }
    assert {entry.main for entry in entries_of(ModelKind.CLIP) if entry.main} == {
        "ViT-B-32.pt",
        "ViT-B-16.pt",
        "ViT-L-14.pt",
    }
    assert [entry.id for entry in entries_of(ModelKind.EMBEDDED)] == ["embedded"]


def test_ids_are_unique_and_found() -> None:
    assert len({entry.id for entry in CATALOG}) == len(CATALOG)
    assert len({entry.id.casefold() for entry in CATALOG}) == len(CATALOG), "folders of Windows and macOS know no case"
    assert all(find(entry.id) is entry for entry in CATALOG)
    assert find("no such model") is None


@pytest.mark.parametrize("entry", [pytest.param(entry, id=entry.id) for entry in CATALOG])
def test_every_entry_says_what_it_is_for_its_licence_and_where_it_comes_from(entry: ModelEntry) -> None:
    assert entry.name
    assert entry.licence
    assert len(entry.purpose) > 20
    assert not entry.purpose.endswith("."), "the list adds it"
    assert entry.how_to_get or entry.can_be_downloaded
    assert not (entry.how_to_get and entry.can_be_downloaded)
    for address in (entry.page, entry.licence_url):
        assert not address or urlsplit(address).scheme == "https"
    assert entry.page or entry.kind is ModelKind.EMBEDDED


@pytest.mark.parametrize("file", FILES)
def test_every_file_comes_encrypted_and_under_its_own_name(file: ModelFile) -> None:
    assert urlsplit(file.url).scheme == "https"
    assert urlsplit(file.url).path.rsplit("/", 1)[1] == file.name


@pytest.mark.parametrize("entry", [pytest.param(entry, id=entry.id) for entry in entries_of(ModelKind.CLIP)])
def test_a_clip_model_is_known_by_its_sha256_and_brings_its_words(entry: ModelEntry) -> None:
    assert entry.is_verified
    names = {file.name for file in entry.files}
    assert {"vocab.json", "merges.txt"} <= names
    assert entry.main or "config.json" in names, "a folder needs its configuration"
    weights = [file for file in entry.files if not file.name.endswith((".json", ".txt"))]
    assert len(weights) == 1
    assert weights[0].size is not None
    # OpenAI's addresses hold the sha256; the hub's are of one revision, so that the sha256 can hold.
    if entry.main:
        assert urlsplit(weights[0].url).path.split("/")[-2] == weights[0].sha256
    else:
        assert all(len(urlsplit(file.url).path.split("/")[-2]) == 40 for file in entry.files)


def test_an_unknown_size_is_not_made_up() -> None:
    file = ModelFile("a.bin", "https://example.org/a.bin")
    known = ModelFile("b.bin", "https://example.org/b.bin", size=10, sha256=SHA256)
    rough = ModelFile("c.bin", "https://example.org/c.bin", about=100)
    assert entry_of(file, known).size is None
    assert entry_of(file, known).about is None
    assert (entry_of(known, rough).size, entry_of(known, rough).about) == (None, 110)
    assert entry_of(known).size == 10
    assert entry_of(known).is_verified
    assert not entry_of(known, rough).is_verified


def entry_of(*files: ModelFile, entry_id: str = "test", main: str = "") -> ModelEntry:
    return ModelEntry(entry_id, "Test", "For tests", ModelKind.CLIP, "MIT", "", "", files, main)


@pytest.mark.parametrize("name", ["", "..", "../a", "a/b", "a\\b", "/etc/passwd", ".hidden", "a b", "C:a", "a\n"])
def test_names_that_lead_out_of_the_folder_are_refused(name: str) -> None:
    with pytest.raises(ValueError):
        ModelFile(name, "https://example.org/a")
    with pytest.raises(ValueError):
        entry_of(entry_id=name)


def test_files_that_cannot_be_meant_are_refused() -> None:
    for url in ("ftp://example.org/a", "a.bin", "file:///a", "https:///a"):
        with pytest.raises(ValueError):
            ModelFile("a", url)
    for sha256 in ("0" * 63, "G" * 64, "A" * 64):
        with pytest.raises(ValueError):
            ModelFile("a", "https://example.org/a", sha256=sha256)
    file = ModelFile("a", "https://example.org/a")
    with pytest.raises(ValueError):
        entry_of(file, file)
    with pytest.raises(ValueError):
        entry_of(file, main="b")
