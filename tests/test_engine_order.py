"""The engine's inner order: which room may know which, no cycles, and how large files and functions may become."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "styleglip_addon"
ENGINE = PACKAGE / "engine"

MOST_FILES_AT_THE_ROOT = 3
MOST_LINES = 300
MOST_PARAMETERS = 7

_BASE = {"vocabulary", "rendering.color"}
_SEEING = {*_BASE, "surface", "rendering"}
_LEARNING = {*_SEEING, "materials", "models", "localization", "fields", "guidance"}
# What each room of the engine may import from the others when it runs: rooms, or single modules of them.
MAY_KNOW = {
    "vocabulary": set[str](),
    "surface": {*_BASE, "materials.points"},
    "rendering": _BASE,
    "models": _BASE,
    "materials": _BASE,
    "prompts": {*_BASE, "materials"},
    "localization": {*_SEEING, "models", "materials.words", "prompts.part_nouns"},
    "fields": {*_SEEING, "materials"},
    "guidance": {*_SEEING, "materials", "models", "fields"},
    "optimisation": {*_LEARNING, "prompts"},
    "baking": {*_SEEING, "materials", "fields", "optimisation"},
    "stylizer": {*_LEARNING, "optimisation"},
    "continuing": {*_LEARNING, "optimisation"},
    "varying": {*_LEARNING, "optimisation", "baking"},
    "__init__": {"vocabulary"},  # the rest on first use
}

# Rooms that are there before PyTorch is.
WITHOUT_TORCH = (ENGINE / "vocabulary", ENGINE / "prompts", ENGINE / "models" / "catalogue")

# What is allowed all the same, by module or function, each with its reason.
ALLOWED_IMPORTS: dict[str, set[str]] = {}
ALLOWED_CYCLES: list[set[str]] = [
    {"vocabulary.presets", "vocabulary.settings", "vocabulary.settings.run"},  # `StylizeSettings.preset` looks them up
    {"optimisation.state", "optimisation.state_file"},  # `StyleState.save` and `load` open the file format
]
ALLOWED_LENGTHS = set[str]()
ALLOWED_PARAMETERS = {
    "ui/parts/lists.py: draw_item",
    "ui/queue/panel.py: draw_item",  # Blender calls it, with these
}


def module_name(path: Path) -> str:
    """Dotted name inside the engine; the engine's own is "__init__"."""
    parts = path.relative_to(ENGINE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


MODULES = {module_name(path): path for path in sorted(ENGINE.rglob("*.py"))}


def runs(tree: ast.Module) -> Iterator[ast.AST]:
    """All nodes but those under `if TYPE_CHECKING:`."""
    left: list[ast.AST] = [tree]
    while left:
        node = left.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            left += node.orelse
            continue
        yield node
        left += ast.iter_child_nodes(node)


def imports_of(path: Path) -> set[str]:
    """Modules of the engine that a file of it imports when it runs, inside of functions too."""
    folder = path.relative_to(ENGINE).parts[:-1]
    found = set()
    for node in runs(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.ImportFrom) or not 0 < node.level <= len(folder) + 1:
            continue
        base = [*folder[: len(folder) - node.level + 1], *(node.module.split(".") if node.module else [])]
        for alias in node.names:
            whole = ".".join([*base, alias.name])
            found.add(whole if whole in MODULES else ".".join(base) or "__init__")
    return found


IMPORTS = {name: imports_of(path) for name, path in MODULES.items()}


def is_among(module: str, known: set[str]) -> bool:
    """Whether a module or a package around it is listed."""
    parts = module.split(".")
    return any(".".join(parts[:length]) in known for length in range(1, len(parts) + 1))


def test_rooms_know_only_those_below_them() -> None:
    wrong = []
    for name, imported in IMPORTS.items():
        room = name.split(".")[0]
        assert room in MAY_KNOW, f"{name} lies in no known room"
        known = {room, *MAY_KNOW[room], *ALLOWED_IMPORTS.get(name, ())}
        wrong += [f"{name} imports {module}" for module in sorted(imported) if not is_among(module, known)]
    assert not wrong, "\n".join(wrong)


def test_no_modules_import_each_other_in_a_circle() -> None:
    reachable = {name: _reachable(name) for name in MODULES}
    circles = {
        frozenset({name, *(other for other in reachable[name] if name in reachable[other])})
        for name in MODULES
        if name in reachable[name]
    }
    assert not [sorted(circle) for circle in circles if set(circle) not in ALLOWED_CYCLES]


def _reachable(name: str) -> set[str]:
    """All that comes along with a module, itself only if it is in a circle."""
    found: set[str] = set()
    left = list(IMPORTS[name])
    while left:
        module = left.pop()
        if module not in found:
            found.add(module)
            left += IMPORTS.get(module, ())
    return found


def test_the_engines_root_is_the_way_in_and_nothing_else() -> None:
    files = [path.name for path in ENGINE.glob("*.py") if path.name != "__init__.py"]
    assert len(files) <= MOST_FILES_AT_THE_ROOT, files


def test_no_file_is_too_long_to_be_read_at_once() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in PACKAGE.rglob("*.py")}
    wrong = {str(path.relative_to(PACKAGE)): length for path, length in lengths.items() if length > MOST_LINES}
    assert set(wrong) <= ALLOWED_LENGTHS, wrong


def test_no_function_has_too_many_parameters() -> None:
    wrong = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            given = node.args
            named = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
            names = [argument.arg for argument in named if argument is not None]
            count = len([name for name in names if name not in ("self", "cls")])
            where = f"{path.relative_to(PACKAGE).as_posix()}: {node.name}"
            if count > MOST_PARAMETERS and where not in ALLOWED_PARAMETERS:
                wrong.append(f"{where} has {count}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("folder", WITHOUT_TORCH, ids=lambda folder: folder.name)
def test_what_the_panel_draws_from_needs_no_pytorch(folder: Path) -> None:
    paths = [path.relative_to(ROOT).with_suffix("") for path in folder.rglob("*.py")]
    names = [".".join(path.parts).removesuffix(".__init__") for path in paths]
    program = f"import sys\nimport {', '.join(sorted(names))}\nassert 'torch' not in sys.modules\n"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
