"""Faults of prompts and of pictures as styles."""

from __future__ import annotations

from .case import Case, Maker, both, data, text
from .plain_files import obj_text

PICTURE = "names the picture"
CUBE = text("vase.obj", obj_text())


def _refused(name: str, does: str, prompt: str, *says: str, kind: str = "names the word", files: Maker = CUBE) -> Case:
    arguments = ("--input", "vase.obj", "--prompt", prompt, "--output", "out.blend")
    return Case(f"prompt-{name}", does, arguments, "PROMPT", kind, says, files)


def _picture(folder_file: str, content: bytes) -> Maker:
    return both(CUBE, data(folder_file, content))


CASES = (
    _refused("empty", "no word", "", "empty", kind="says so"),
    _refused("blank", "blanks and line breaks", " \n\t ", "empty", kind="says so"),
    _refused("signs", "signs alone", ",;,!?", kind="says so"),
    _refused("emoji", "emojis alone", "\U0001f602\U0001f602", kind="says so"),
    _refused("part-alone", "a part without a style", "base", "base"),
    _refused("twice", "a part named twice", "red lid, blue lid", "lid", "twice"),
    _refused("long", "20,000 letters", "gold base " * 2000, "20,000", "2,000", kind="says the most there may be"),
    _refused("many", "a thousand parts", ", ".join(f"gold part{i}" for i in range(900)), kind="says so"),
    _refused("german", "another language", "goldener Deckel und h\u00f6lzerner Kasten", kind="says so"),
    _refused("control", "control characters", "gold\x00 lid\x1b[31m", kind="says so"),
    _refused("picture-bytes", "a picture whose name is no Unicode", "@a\udcff.png lid", "Unicode", kind=PICTURE),
    _refused("picture-absent", "a picture that is not there", "@absent.png lid", r"absent\.png", kind=PICTURE),
    _refused(
        "picture-text",
        "a picture that is a letter",
        "@style.png lid",
        r"style\.png",
        kind=PICTURE,
        files=_picture("style.png", b"Dear all,"),
    ),
    _refused(
        "picture-short",
        "a picture that is cut",
        "@style.png lid",
        r"style\.png",
        kind=PICTURE,
        files=_picture("style.png", b"\x89PNG\r\n\x1a\n" + bytes(30)),
    ),
    _refused(
        "picture-folder",
        "a picture that is a folder",
        "@style.png lid",
        r"style\.png",
        kind=PICTURE,
        files=both(CUBE, text("style.png/inside.txt", "-")),
    ),
    Case("prompt-read", "--read-prompt", ("--read-prompt", "--prompt", "gold lid, wood box"), "OK", "what was read"),
    Case(
        "prompt-read-none",
        "--read-prompt without a prompt",
        ("--read-prompt",),
        "USAGE",
        "names the option",
        ("--prompt",),
    ),
)
"""Prompts."""
