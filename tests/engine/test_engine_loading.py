"""How jobs load the engine: without the interpreter's lock, in steps, once; and what they leave as they found it."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from styleglip_addon.engine.vocabulary.errors import StylizeCancelled
from styleglip_addon.jobs import engine_loading
from styleglip_addon.jobs.channel import Channel
from styleglip_addon.jobs.interpreter_lock import without_collections, yielding

ROOT = Path(__file__).resolve().parents[2]
LOADING = """
import gc, json, os, sys
from styleglip_addon.jobs import engine_loading
from styleglip_addon.jobs.channel import Channel

found = [path.name for path in engine_loading.libraries()]
seen = {"found": found, "imported": "torch" in sys.modules, "before": engine_loading.is_engine_loaded()}
at_import = {}
plain = engine_loading.import_module

def watched(name, *rest):
    if not at_import:
        at_import["torch"] = "torch" in sys.modules
        maps = "/proc/self/maps"
        at_import["maps"] = open(maps).read() if os.path.exists(maps) else ""
    return plain(name, *rest)

engine_loading.import_module = watched
engine_loading.load_engine(Channel())
seen["loaded first"] = [name for name in found if name in at_import["maps"]] if at_import["maps"] else found
seen |= {"imported by then": at_import["torch"], "after": engine_loading.is_engine_loaded()}
seen |= {"collects": gc.isenabled(), "frozen": gc.get_freeze_count(), "threads": os.environ.get("OPENBLAS_NUM_THREADS")}
seen["stylizer"] = "styleglip_addon.engine.stylizer" in sys.modules
print(json.dumps(seen))
"""


def test_the_libraries_are_loaded_before_anything_is_imported() -> None:
    run = subprocess.run([sys.executable, "-c", LOADING], cwd=ROOT, capture_output=True, text=True, check=True)
    seen = json.loads(run.stdout)
    assert any("torch_python" in name for name in seen["found"])
    large = [name for name in seen["found"] if "torch" in name or "openblas" in name or "cublas" in name]
    assert set(large) <= set(seen["loaded first"])
    assert [seen[key] for key in ("imported", "imported by then", "before", "after")] == [False, False, False, True]
    assert seen["stylizer"]
    assert seen["collects"]
    assert seen["frozen"] > 100_000
    assert seen["threads"] is None


@pytest.mark.skipif(sys.platform == "win32", reason="there LoadLibraryEx of ctypes.WinDLL is called, which keeps none")
def test_libraries_are_loaded_by_a_call_that_gives_up_the_interpreters_lock() -> None:
    keeps_the_lock = 4  # ctypes.FUNCFLAG_PYTHONAPI
    assert not engine_loading._foreign_dlopen()._flags_ & keeps_the_lock  # type: ignore[attr-defined]


def test_a_cancelled_job_loads_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_loading, "_loaded", False)
    monkeypatch.setattr(engine_loading, "libraries", lambda: [])
    channel = Channel()
    channel.cancel()
    loaded = []
    monkeypatch.setattr(engine_loading, "import_module", lambda name, *_: loaded.append(name))
    with pytest.raises(StylizeCancelled):
        engine_loading.load_engine(channel)
    assert loaded == ["torch"]
    assert not engine_loading.is_engine_loaded()
    assert gc.isenabled()


def test_jobs_that_overlap_leave_the_interpreter_as_it_was() -> None:
    before = sys.getswitchinterval()
    first, second = yielding(), yielding()
    first.__enter__()
    assert sys.getswitchinterval() <= 0.0011
    second.__enter__()
    first.__exit__(None, None, None)
    assert sys.getswitchinterval() <= 0.0011
    second.__exit__(None, None, None)
    assert sys.getswitchinterval() == pytest.approx(before)


def test_nothing_is_collected_meanwhile_and_who_had_switched_it_off_keeps_it_off() -> None:
    with without_collections():
        assert not gc.isenabled()
    assert gc.isenabled()
    gc.disable()
    try:
        with without_collections():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_a_channel_tells_when_its_worker_has_come_to_rest() -> None:
    channel = Channel()
    channel.pause()
    assert not channel.waits
    worker = threading.Thread(target=channel.should_stop)
    worker.start()
    for _ in range(1000):
        if channel.waits:
            break
        worker.join(0.01)
    assert channel.waits
    channel.resume()
    worker.join(10.0)
    assert not channel.waits
