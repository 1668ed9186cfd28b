"""The rules of who may know whom, read from the imports, and what no file of the project may contain."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "styleglip_addon"

# What each layer may import from the package besides itself.
ALLOWED = {
    "engine": set[str](),
    "blender": {"engine"},
    "packages": {"engine"},
    "jobs": {"engine", "packages"},
    "ui": {"engine", "blender", "jobs", "packages"},
    "batch": {"engine", "blender", "packages"},
    "__init__": {"ui", "jobs"},
}
# Blender's own modules, and which layers may import them.
BLENDER_MODULES = {"bpy", "bpy_extras", "bl_ui", "bmesh", "gpu", "blf", "mathutils", "addon_utils"}
BLENDER_LAYERS = {"blender", "ui", "batch", "__init__"}
# The one place in `jobs` that touches Blender: the timer that drains the messages on the main thread.
TIMER_PUMP = PACKAGE / "jobs" / "timer_pump.py"

# Keyword arguments that let a loader run what a file says.
WATCHED = ("weights_only", "allow_pickle", "trust_remote_code")

MODULES = sorted(PACKAGE.rglob("*.py"))
SCRIPTS = sorted(path for folder in ("styleglip_addon", "tools", "tests") for path in (ROOT / folder).rglob("*.py"))


def layer_of(path: Path) -> str:
    """The top-level name inside the package that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_modules(path: Path) -> Iterator[tuple[int, str]]:
    """Line and absolute dotted name of everything a file imports; relative imports are resolved."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    package = ("styleglip_addon", *path.relative_to(PACKAGE).parts[:-1])
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield node.lineno, module
            for alias in node.names:
                yield node.lineno, f"{module}.{alias.name}"


def calls(path: Path) -> Iterator[tuple[int, str, ast.Call]]:
    """Line, dotted name and node of every call in a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func), node


def test_package_layers_import_only_what_the_design_allows() -> None:
    wrong = []
    for path in MODULES:
        own = layer_of(path)
        assert own in ALLOWED, f"{path} lies in no known layer"
        for line, module in imported_modules(path):
            parts = module.split(".")
            if parts[0] != "styleglip_addon" or len(parts) < 2 or not _is_layer(parts[1]):
                continue
            if parts[1] != own and parts[1] not in ALLOWED[own]:
                wrong.append(f"{path.relative_to(ROOT)}:{line} imports {module}")
    assert not wrong, "\n".join(wrong)


def test_a_folder_of_the_user_interface_uses_only_those_before_it() -> None:
    order = ["models", "parts", "stylize", "result", "history", "textures", "queue", "running"]
    ui = PACKAGE / "ui"
    assert sorted([*order, "language"]) == sorted(path.parent.name for path in ui.glob("*/__init__.py"))
    wrong = []
    for path in sorted(ui.rglob("*.py")):
        own = path.relative_to(ui).parts[0]
        # What the folders share uses none of them, except for what puts the whole together.
        allowed = order[: order.index(own) + 1] if own in order else []
        if own in ("__init__.py", "handlers.py"):
            continue
        for line, module in imported_modules(path):
            parts = module.split(".")
            if parts[:2] == ["styleglip_addon", "ui"] and len(parts) > 2 and parts[2] in set(order) - set(allowed):
                wrong.append(f"{path.relative_to(ROOT)}:{line} imports {module}")
    assert not wrong, "\n".join(wrong)


def _is_layer(name: str) -> bool:
    return (PACKAGE / name).is_dir() or (PACKAGE / f"{name}.py").is_file()


def test_only_the_blender_layers_import_blender() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {module}"
        for path in MODULES
        if layer_of(path) not in BLENDER_LAYERS and path != TIMER_PUMP
        for line, module in imported_modules(path)
        if module.split(".")[0] in BLENDER_MODULES
    ]
    assert not wrong, "\n".join(wrong)


def test_the_package_imports_itself_relatively_because_blender_gives_it_another_name() -> None:
    wrong = []
    for path in MODULES:
        if layer_of(path) == "batch":  # also started as a plain script, where there is no package to be relative to
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module or ""]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            else:
                continue
            wrong += [f"{path.relative_to(ROOT)}:{node.lineno}" for name in names if name.startswith("styleglip_addon")]
    assert not wrong, "\n".join(wrong)


def test_nothing_unpickles_or_evaluates_what_comes_from_a_file() -> None:
    unsafe_modules = {"pickle", "cPickle", "dill", "cloudpickle", "shelve", "marshal", "joblib"}
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {module}"
        for path in MODULES
        for line, module in imported_modules(path)
        # The error that a refused checkpoint raises may be caught; nothing else of pickle may be named.
        if module.split(".")[0] in unsafe_modules and module not in ("pickle", "pickle.UnpicklingError")
    ]
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
                continue
            if node.value.id == "pickle" and node.attr != "UnpicklingError":
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno} uses pickle.{node.attr}")
    for path in SCRIPTS:
        for line, name, node in calls(path):
            keywords = {keyword.arg: ast.unparse(keyword.value) for keyword in node.keywords if keyword.arg in WATCHED}
            where = f"{path.relative_to(ROOT)}:{line}"
            if name in ("eval", "exec", "builtins.eval", "builtins.exec"):
                wrong.append(f"{where} calls {name}")
            if name in ("torch.load", "torch.jit.load") and keywords.get("weights_only") != "True":
                wrong.append(f"{where} calls {name} without weights_only=True")
            if name in ("np.load", "numpy.load") and keywords.get("allow_pickle", "False") != "False":
                wrong.append(f"{where} lets NumPy unpickle")
            if keywords.get("trust_remote_code", "False") != "False":
                wrong.append(f"{where} trusts remote code")
    assert not wrong, "\n".join(wrong)


def test_the_add_on_runs_no_program_and_edits_no_search_path_but_to_install_its_packages() -> None:
    may = {
        PACKAGE / "blender" / "batches" / "worker_process.py": {"subprocess.Popen"},  # Blender once more, for a batch
        PACKAGE / "packages" / "pip_process.py": {"subprocess.Popen"},
        PACKAGE / "packages" / "search_path.py": {"sys.path.append", "sys.path.remove"},
    }
    wrong = [
        f"{path.relative_to(ROOT)}:{line} calls {name}"
        for path in MODULES
        if layer_of(path) != "batch"  # as a plain script it has to find its own package
        for line, name, _ in calls(path)
        if name.startswith(("sys.path.", "site.", "ensurepip.", "pip.", "subprocess.")) or name == "os.system"
        if name not in may.get(path, set())
    ]
    assert not wrong, "\n".join(wrong)


def tracked_texts() -> list[Path]:
    """The project's text files, as git knows them; without git, those of the known folders."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True
    )
    if listing.returncode != 0:
        pytest.skip("not a git checkout")
    suffixes = {".py", ".md", ".toml", ".txt", ".json", ".cfg", ".yml", ""}
    paths = [ROOT / line for line in listing.stdout.splitlines()]
    return [path for path in paths if path.suffix in suffixes and path.is_file() and path.name != "LICENSE"]


def test_no_file_names_a_path_of_one_machine_or_the_host_of_a_package_registry() -> None:
    # Written so that this file does not contain what it looks for.
    machine = r"(?<![\w.~/-])/(?:" + "|".join(["work", "root", "home/[a-z]", "Users/[a-z]"]) + r")(?:/|\b)"
    registry = r"pypi[.]org|python[h]osted|npmjs[.]org|deb[.]debian[.]org"
    pattern = re.compile(f"{machine}|[A-Za-z]:\\\\+Users|{registry}")
    wrong = []
    for path in tracked_texts():
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
            found = pattern.search(line)
            if found:
                wrong.append(f"{path.relative_to(ROOT)}:{number} {found.group()}")
    assert not wrong, "\n".join(wrong)


def test_every_module_says_what_it_is_for() -> None:
    undocumented = [
        str(path.relative_to(ROOT)) for path in SCRIPTS if not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert not [name for name in undocumented if not name.endswith("__init__.py")]


def test_the_engine_runs_where_there_is_no_blender() -> None:
    program = (
        "import sys\n"
        f"sys.modules.update(dict.fromkeys({sorted(BLENDER_MODULES)!r}))\n"  # importing any of them now fails
        "from styleglip_addon.engine import Mesh, parse_prompt, stylize\n"
        "import styleglip_addon.engine as engine\n"
        "assert [part.name for part in parse_prompt('gold tube')] == ['tube']\n"
        "engine.load_models, engine.locate_parts\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_panel_need_not_wait_for_pytorch() -> None:
    """Importing what the panel needs must not import PyTorch, which stops Blender's window for half a second."""
    program = "import sys, styleglip_addon.engine, styleglip_addon.jobs\nassert 'torch' not in sys.modules\n"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
