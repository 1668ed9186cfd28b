"""Finds the interface's texts in the source: what is drawn, told, reported or raised, with places for what differs.

An f-string becomes a template: `f'"{obj.name}" has no faces.'` is `"{name}" has no faces.`
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tools.environment import ROOT

PACKAGE = ROOT / "styleglip_addon"
# Whose strings are what an artist reads. Elsewhere only whole sentences are: the rest of those files are names of data.
_INTERFACE = ("ui/**/*.py",)
_SENTENCES = (
    "jobs/**/*.py",
    "packages/*.py",
    "blender/files/kept_states.py",
    "blender/files/rescue.py",
    "blender/reading/**/*.py",
    "blender/result/**/*.py",
    "blender/textures/**/*.py",
    "engine/localization/locating.py",
    "engine/localization/manual_masks.py",
    "engine/localization/remainder.py",
    "engine/localization/standing.py",
    "engine/localization/suggesting/*.py",
)
"""What artists meet in the panel most. What else the engine says is English in every language, as prompts are."""
_OTHER_READERS = ("blender/reading/mask_names.py", "ui/language/*.py")
"""Who uses the command line, and nobody."""
_READING = "engine/materials/words/reading.py"
_NAME_KINDS = "engine/vocabulary/named_regions.py"
FURTHER = {
    "Edit Mode": "blender/reading/validation.py",
    "Sculpt Mode": "blender/reading/validation.py",
    **{f'{kind} "{{name}}"': _NAME_KINDS for kind in ("object", "material", "vertex group", "bone", "attribute")},
    **{kind: _NAME_KINDS for kind in ("material", "vertex group", "face set", "attribute")},
    **{kind: "blender/reading/validation.py" for kind in ("empty", "light object", "camera object", "curve object")},
    "armature object": "blender/reading/validation.py",
    **{
        f"{channel}: {{read}}": _READING
        for channel in ("look", "material", "color", "finish", "pattern", "wear", "glow", "left away", "not understood")
    },
    **{words: _READING for words in ("its own", "the mesh's own", "none named, a plain surface")},
}
"""Short texts of those files, which are put into sentences."""
_NAMES = {"StyleGLIP", "Text2Mesh", "StyleGLIP: ", "pottery base, gold tube, linen shade"}
"""The same in every language; prompts are English."""
_COMMAND_LINE = (
    'The mask "{text}" cannot be read. Write PART=SOURCE:NAME, for example "base=vertex_group:Base".',
    'The mask "{text}" names "{source}" as its source. Choose one of {sources}.',
    'The part "{part}" has two masks. Name one.',
    'The result has {name} of shape {shape} for "{name_2}" with {count} vertices.',
)
"""Of those files, what no panel leads to."""
_NOT_FOR_PEOPLE = {"TypeVar", "RuntimeError", "ValueError", "TypeError", "AssertionError", "KeyError", "getattr"}
_PROGRAM_FIELDS = {"bl_idname", "bl_parent_id", "bl_category", "bl_options", "__all__"}
_PROGRAM_KEYWORDS = {"icon", "identifier"}
_SHORTENED = {"short", "str", "repr", "join", "strip", "replace", "len", "map", "round", "int", "sum"}
_PLACE = re.compile(r"\{[a-z][a-z0-9_]*\}")


def written_texts(package: Path = PACKAGE) -> dict[str, str]:
    """Texts of the interface, with the first file that each stands in, in the files' order."""
    texts: dict[str, str] = {}
    known: set[str] = set()
    for path, is_interface in _files(package):
        where = path.relative_to(package).as_posix()
        for text in texts_of(path.read_text(encoding="utf-8"), is_interface):
            bare = _PLACE.sub("{}", text)  # the same template, whatever its places are called
            if bare not in known:
                known.add(bare)
                texts[text] = where
    return texts | FURTHER


def texts_of(source: str, is_interface: bool) -> Iterator[str]:
    """The texts in one file.

    Args:
        source: the file's content.
        is_interface: whether labels and other short texts are wanted too, or only sentences.
    """
    tree = ast.parse(source)
    left_out = set(_ids_left_out(tree))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant | ast.JoinedStr) or id(node) in left_out:
            continue
        text = template(node).strip()
        if text not in (*_NAMES, *_COMMAND_LINE) and (_is_sentence(text) or (is_interface and _is_label(text))):
            yield text


def template(node: ast.Constant | ast.JoinedStr) -> str:
    """A string as a text with places; empty for what is no string."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    used: dict[str, int] = {}
    pieces = []
    for piece in node.values:
        if isinstance(piece, ast.Constant):
            pieces.append(str(piece.value))
        elif isinstance(piece, ast.FormattedValue):
            name = _place_name(piece.value)
            used[name] = used.get(name, 0) + 1
            pieces.append(f"{{{name}}}" if used[name] == 1 else f"{{{name}_{used[name]}}}")
    return "".join(pieces)


def _place_name(node: ast.expr) -> str:
    """What a place is called: a name of the expression that is put there."""
    names = (
        part.attr if isinstance(part, ast.Attribute) else part.id
        for part in ast.walk(node)
        if isinstance(part, ast.Attribute | ast.Name)
    )
    chosen = next((name for name in names if name not in _SHORTENED), "value")
    return chosen.lower().strip("_") or "value"


def _is_sentence(text: str) -> bool:
    words = re.findall(r"[A-Za-z]{2,}", _PLACE.sub("", text))
    return len(words) >= 3 and " " in text and text[-1] in '.?!:)}"'


def _is_label(text: str) -> bool:
    shown = _PLACE.sub("X", text)
    if "_" in shown or shown.endswith(" px") or re.search(r"[a-z]\.[a-z]", shown) or not re.search(r"[a-z]{2}", shown):
        return False
    return bool(re.match(r"[A-Z][a-z]", shown) or re.search(r"[A-Za-z]{2,}[.,:]* +[A-Za-z%(\"X]|X,? [a-z]{2,}", shown))


def _ids_left_out(tree: ast.AST) -> Iterator[int]:
    """Strings that nobody reads: docstrings, pieces of f-strings, annotations, what only programs are told."""
    for node in ast.walk(tree):
        for unread in _unread(node):
            yield from map(id, ast.walk(unread))


def _unread(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        for piece in node.values:
            if isinstance(piece, ast.Constant):
                yield piece
            elif isinstance(piece, ast.FormattedValue) and piece.format_spec is not None:
                yield piece.format_spec
    elif isinstance(node, ast.Call) and _name_of(node.func) in _NOT_FOR_PEOPLE:
        yield node
    elif isinstance(node, ast.Assert) and node.msg is not None:
        yield node.msg
    elif isinstance(node, ast.Subscript):
        yield node.slice
    elif isinstance(node, ast.AnnAssign):
        yield node.annotation
        if node.value is not None and _name_of(node.target) in _PROGRAM_FIELDS:
            yield node.value
    elif (isinstance(node, ast.Assign) and any(_name_of(target) in _PROGRAM_FIELDS for target in node.targets)) or (
        isinstance(node, ast.keyword) and node.arg in _PROGRAM_KEYWORDS
    ):
        yield node.value


def _name_of(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _files(package: Path) -> Iterator[tuple[Path, bool]]:
    left_out = {path for pattern in _OTHER_READERS for path in package.glob(pattern)}
    for patterns, is_interface in ((_INTERFACE, True), (_SENTENCES, False)):
        for pattern in patterns:
            for path in sorted(package.glob(pattern)):
                if path not in left_out:
                    yield path, is_interface
