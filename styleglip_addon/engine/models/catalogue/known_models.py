"""The catalogue: which models there are, what each is for, how large it is, its licence, and where its files are.

Only facts that could be checked are written down, each with its source; what is not known is None and shown as "not
known". No file of the catalogue was downloaded for it. Sources:

- GLIP's file names: the model zoo in microsoft/GLIP's README; since 2023 the files are served from the hub repository
  GLIPModel/GLIP (microsoft/GLIP issues 99, 101 and 152). Sizes and sha256 are published nowhere that could be found,
  but for "6.9 GB" for GLIP-L (microsoft/GLIP issue 38).
- OpenAI's CLIP files: addresses from `clip/clip.py` of openai/CLIP, where the sha256 is part of the address. Sizes:
  from public lists of the same files under the same sha256.
- The hub's CLIP folders: pinned to one revision each; sizes and sha256 from public lists that give them for these
  revisions, at least two for every file of weights.
- Licences: microsoft/GLIP and openai/CLIP publish their code under the MIT licence; the hub repositories state none of
  their own for the weights, as far as could be seen.
"""

from __future__ import annotations

from collections.abc import Iterator

from .entry import ModelEntry, ModelFile, ModelKind

HUB = "https://huggingface.co"
GLIP_PAGE = "https://github.com/microsoft/GLIP#model-zoo"
CLIP_PAGE = "https://github.com/openai/CLIP"


def find(entry_id: str) -> ModelEntry | None:
    """The entry of this id, or None."""
    return next((entry for entry in CATALOG if entry.id == entry_id), None)


def entries_of(kind: ModelKind) -> Iterator[ModelEntry]:
    """The entries of one kind, in the catalogue's order."""
    return (entry for entry in CATALOG if entry.kind is kind)


_CODE_IS_MIT = "MIT (code); none stated for the weights"


def _glip(entry_id: str, name: str, purpose: str, file: str, about: int | None = None) -> ModelEntry:
    return ModelEntry(
        id=entry_id,
        name=name,
        purpose=purpose,
        kind=ModelKind.GLIP,
        licence=_CODE_IS_MIT,
        licence_url="https://github.com/microsoft/GLIP/blob/main/LICENSE",
        page=GLIP_PAGE,
        files=(ModelFile(file, f"{HUB}/GLIPModel/GLIP/resolve/main/{file}", about=about),),
        main=file,
    )


def _clip(entry_id: str, name: str, purpose: str, files: tuple[ModelFile, ...], page: str, main: str) -> ModelEntry:
    return ModelEntry(
        id=entry_id,
        name=name,
        purpose=purpose,
        kind=ModelKind.CLIP,
        licence=_CODE_IS_MIT,
        licence_url="https://github.com/openai/CLIP/blob/main/LICENSE",
        page=page,
        files=files,
        main=main,
    )


def _openai_file(name: str, sha256: str, size: int) -> ModelFile:
    return ModelFile(name, f"https://openaipublic.azureedge.net/clip/models/{sha256}/{name}", size, sha256)


_SMALL = 4000
"""Roughly the bytes of a configuration file whose size is not known."""
_HubFile = tuple[str, int | None, str]
"""Name, bytes, sha256."""


def _hub_files(repository: str, revision: str, files: tuple[_HubFile, ...]) -> tuple[ModelFile, ...]:
    """Files of a hub repository at one revision."""
    base = f"{HUB}/{repository}/resolve/{revision}"
    return tuple(
        ModelFile(name, f"{base}/{name}", size, sha256, about=None if size is not None else _SMALL)
        for name, size, sha256 in files
    )


_B32 = "openai/clip-vit-base-patch32"
_B16 = "openai/clip-vit-base-patch16"
_L14 = "openai/clip-vit-large-patch14"
_B32_REVISION = "3d74acf9a28c67741b2f4f2ea7635f0aaf6f0268"
_B16_REVISION = "57c216476eefef5ab752ec549e440a49ae4ae5f3"
_L14_REVISION = "32bd64288804d66eefd0ccbe215aa642df71cc41"

_B32_WORDS: tuple[_HubFile, ...] = (
    ("vocab.json", 862328, "5047b556ce86ccaf6aa22b3ffccfc52d391ea4accdab9c2f2407da5b742d4363"),
    ("merges.txt", 524657, "f526393189112391ce6f9795d4695f704121ce452c3aad1f5335cc41337eba85"),
)
# The folders of ViT-B/16 and ViT-L/14 hold the same files of words.
_L14_WORDS: tuple[_HubFile, ...] = (
    ("vocab.json", 961143, "3f0c4f7d2086b61b38487075278ea9ed04edb53a03cbb045b86c27190fa8fb69"),
    ("merges.txt", 524619, "9fd691f7c8039210e0fced15865466c65820d09b63988b0174bfe25de299051a"),
)
_SPECIAL_TOKENS: _HubFile = (
    "special_tokens_map.json",
    389,
    "f8c0d6c39aee3f8431078ef6646567b0aba7f2246e9c54b8b99d55c22b707cbf",
)
_PREPROCESSOR: _HubFile = (
    "preprocessor_config.json",
    316,
    "910e70b3956ac9879ebc90b22fb3bc8a75b6a0677814500101a4c072bd7857bd",
)
# OpenAI's files hold no word list: it comes from the hub's folder of ViT-B/32. All CLIP models have the same words.
_TOKENIZER = _hub_files(_B32, _B32_REVISION, _B32_WORDS)

CATALOG: tuple[ModelEntry, ...] = (
    ModelEntry(
        id="embedded",
        name="Embedded",
        purpose="Comes with the add-on: finds parts and judges styles on any computer, offline",
        kind=ModelKind.EMBEDDED,
        licence="GPL-3.0-or-later",
        licence_url="https://www.gnu.org/licenses/gpl-3.0.html",
        page="",
        how_to_get="Comes with the add-on",
    ),
    _glip(
        "glip-t",
        "GLIP-T",
        "Finds parts from everyday words; the small GLIP that has seen the most of them",
        "glip_tiny_model_o365_goldg_cc_sbu.pth",
    ),
    _glip(
        "glip-l",
        "GLIP-L",
        "The largest and most exact GLIP; wants a graphics card and patience",
        "glip_large_model.pth",
        about=6_900_000_000,
    ),
    _glip(
        "glip-t-c",
        "GLIP-T (C)",
        "GLIP-T trained without pictures from the web, to compare with papers",
        "glip_tiny_model_o365_goldg.pth",
    ),
    _glip(
        "glip-t-b",
        "GLIP-T (B)",
        "GLIP-T trained on labelled objects only, to compare with papers",
        "glip_tiny_model_o365.pth",
    ),
    _glip(
        "glip-t-a",
        "GLIP-T (A)",
        "As GLIP-T (B), but it looks at words and picture apart: the fastest, to compare with papers",
        "glip_a_tiny_o365.pth",
    ),
    ModelEntry(
        id="glip-partslip",
        name="PartSLIP's GLIP",
        purpose="GLIP-L tuned to the parts of one kind of object, such as chairs: one file per kind",
        kind=ModelKind.GLIP,
        licence="not known",
        licence_url="",
        page=f"{HUB}/datasets/minghua/PartSLIP/tree/main/models",
        how_to_get="Get the file of your kind of object from the authors' page, then choose it as your own file",
    ),
    ModelEntry(
        id="glip-3dstyleglip",
        name="3DStyleGLIP's GLIP",
        purpose="The files of the authors' demo, tuned to its own meshes",
        kind=ModelKind.GLIP,
        licence="not known",
        licence_url="",
        page="https://github.com/sj978/3DStyleGLIP",
        how_to_get="Ask the authors for the files (see their page), then choose one as your own file",
    ),
    _clip(
        "clip-vit-b-32",
        "CLIP ViT-B/32",
        "Judges styles; the fastest CLIP, and the one 3DStyleGLIP uses",
        (
            *_TOKENIZER,
            _openai_file("ViT-B-32.pt", "40d365715913c9da98579312b702a82c18be219cc2a73407c4526f58eba950af", 353976522),
        ),
        CLIP_PAGE,
        "ViT-B-32.pt",
    ),
    _clip(
        "clip-vit-b-16",
        "CLIP ViT-B/16",
        "Judges styles with a finer eye: four times as many patches as ViT-B/32, and as much work",
        (
            *_TOKENIZER,
            _openai_file("ViT-B-16.pt", "5806e77cd80f8b59890b7e101eabd078d9fb84e6937f9e85e4ecb61988df416f", 350837078),
        ),
        CLIP_PAGE,
        "ViT-B-16.pt",
    ),
    _clip(
        "clip-vit-l-14",
        "CLIP ViT-L/14",
        "The largest of these CLIP models; wants a graphics card",
        (
            *_TOKENIZER,
            _openai_file("ViT-L-14.pt", "b8cca3fd41ae0c99ba7e8951adf17d267cdb84cd88be6f7c2e0eca1737a03836", 932768134),
        ),
        CLIP_PAGE,
        "ViT-L-14.pt",
    ),
    _clip(
        "clip-vit-base-patch32",
        "CLIP ViT-B/32, hub folder",
        "The same model as a folder in full precision, as other programs want it",
        _hub_files(
            _B32,
            _B32_REVISION,
            (
                ("config.json", 4186, "b575ef3c36f2a057fa19e221650105052d61cc9c1a972ec15019c6261ec98770"),
                *_B32_WORDS,
                ("tokenizer.json", 2224041, "b556ac8c99757ffb677208af34bc8c6721572114111a6e0aaf5fa69ff0b8d842"),
                ("tokenizer_config.json", 592, "34b7336e4bee12e0a9730eaf5189f582ef3c3eea5027f65730e5717256755aad"),
                _SPECIAL_TOKENS,
                _PREPROCESSOR,
                ("pytorch_model.bin", 605247071, "a63082132ba4f97a80bea76823f544493bffa8082296d62d71581a4feff1576f"),
            ),
        ),
        f"{HUB}/{_B32}",
        "",
    ),
    _clip(
        "clip-vit-base-patch16",
        "CLIP ViT-B/16, hub folder",
        "The same model as a folder in full precision, as other programs want it",
        _hub_files(
            _B16,
            _B16_REVISION,
            (
                ("config.json", None, "eaf1c9089a8553c913d27ea66407f8bfc2be9989c80c9f331ddb3d63d4c5e8ad"),
                *_L14_WORDS,
                ("tokenizer.json", 2224003, "a83e0809aa4c3af7208b2df632a7a69668c6d48775b3c3fe4e1b1199d1f8b8f4"),
                ("tokenizer_config.json", None, "3f74b6a4d97fee70b3b96921a687fc5e3f2fb583f5f81e7c178c0c22281beade"),
                _SPECIAL_TOKENS,
                _PREPROCESSOR,
                ("pytorch_model.bin", 598641023, "ec89c7b09c749a60aae3c9cd910516f24b58214a7df060b48962d14c469cfbf0"),
            ),
        ),
        f"{HUB}/{_B16}",
        "",
    ),
    _clip(
        "clip-vit-large-patch14",
        "CLIP ViT-L/14, hub folder",
        "The same model as a folder in full precision, as other programs want it",
        _hub_files(
            _L14,
            _L14_REVISION,
            (
                ("config.json", 4519, "8a09b467700c58138c29d53c605b34ebc69beaadd13274a8a2af8ad2c2f4032a"),
                *_L14_WORDS,
                ("tokenizer.json", 2224003, "a83e0809aa4c3af7208b2df632a7a69668c6d48775b3c3fe4e1b1199d1f8b8f4"),
                ("tokenizer_config.json", 905, "deef455e52fa5e8151e339add0582e4235f066009601360999d3a9cda83b1129"),
                _SPECIAL_TOKENS,
                _PREPROCESSOR,
                ("model.safetensors", 1710540580, "a2bf730a0c7debf160f7a6b50b3aaf3703e7e88ac73de7a314903141db026dcb"),
            ),
        ),
        f"{HUB}/{_L14}",
        "",
    ),
)
