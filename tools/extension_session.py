"""One Blender session that installs the extension's zip, uses it, and takes it off again.

    python tools/extension_session.py ZIP RESULT.json [--install-packages]

With --install-packages it first clicks that button of the slim zip's preferences, as pip is set up.

Run by the zip's test and by `check_extension_zip.py`, each in a fresh process with `BLENDER_USER_RESOURCES` set to an
empty folder; needs nothing but Blender's Python module and what the zip brings. Imports bpy.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import sys
import time
from pathlib import Path
from types import FunctionType, MethodType, ModuleType
from typing import Any

import bpy

PACKAGE = "bl_ext.user_default.styleglip"


def main(archive: str, result_file: str, installs: bool = False) -> None:
    """Goes through the session and writes what was seen to `result_file` as JSON."""
    seen: dict[str, Any] = {"blender": bpy.app.version_string}
    start = time.monotonic()
    bpy.ops.extensions.package_install_files(filepath=archive, repo="user_default", enable_on_install=True)
    seen["install_seconds"] = round(time.monotonic() - start, 1)
    seen["enabled"] = PACKAGE in bpy.context.preferences.addons
    seen["torch_found_before_use"] = "torch" in sys.modules
    if seen["enabled"]:
        package = importlib.import_module(PACKAGE)
        seen["package_folder"] = str(Path(package.__file__ or "").parent)
        if installs:
            seen["packages"] = install_packages()
        seen["classes"] = registered_classes()
        seen["panels"] = {cls.__name__: draw_panel(cls) for cls in extension_classes(bpy.types.Panel)}
        seen["job"] = run_short_job()
        seen["modules"] = where_modules_come_from("torch", "torchvision", "transformers", "pytorch3d", "scipy", "numpy")
        bpy.ops.preferences.addon_disable(module=PACKAGE)
        seen["classes_after_disabling"] = registered_classes()
    Path(result_file).write_text(json.dumps(seen, indent=1), encoding="utf-8")


def install_packages() -> dict[str, Any]:
    """Clicks Install Packages, with the network allowed; what was said before and after, and how long it took."""
    missing = _module("ui.missing_packages")
    bpy.context.preferences.system.use_online_access = True
    told: dict[str, Any] = {"before": missing.missing_sentence()}
    start = time.monotonic()
    bpy.ops.styleglip.install_packages()
    told["seconds"] = round(time.monotonic() - start, 1)
    session = _module("ui.background").shown(_module("ui.models.packages").PackagesSession)
    return told | {"stage": session.stage.name, "sentence": session.sentence, "after": missing.missing_sentence()}


def extension_classes(base: Any) -> list[Any]:
    """The registered classes below one of Blender's own that the extension's modules define, by name."""
    found = [cls for cls in base.__subclasses__() if cls.__module__.startswith(PACKAGE) and cls.is_registered]
    return sorted(found, key=lambda cls: cls.__name__)


def registered_classes() -> list[str]:
    """Names of all registered Blender classes of the extension."""
    types = bpy.types
    bases = (types.Operator, types.Panel, types.UIList, types.PropertyGroup, types.Menu, types.AddonPreferences)
    return sorted(cls.__name__ for base in bases for cls in extension_classes(base))


class RecordingLayout:
    """Stands in for Blender's layout, which exists only while a window is drawn: takes every call, keeps the texts.

    Properties and operators that a panel names are looked up for real, so that a misspelt one is found.
    """

    def __init__(self, calls: list[str]) -> None:
        object.__setattr__(self, "_calls", calls)

    def __setattr__(self, name: str, value: object) -> None:
        """Accepts `layout.enabled = ...` and the like."""

    def __getattr__(self, name: str) -> Any:
        def call(*arguments: Any, **options: Any) -> Any:
            self._calls.append(name)
            if name.startswith("prop") and len(arguments) >= 2:
                owner, prop = arguments[0], arguments[1]
                if owner is None or prop not in owner.bl_rna.properties:
                    raise AttributeError(f"{owner!r} has no property {prop!r}")
            if name == "operator":
                category, _, operator = str(arguments[0] if arguments else options["operator"]).partition(".")
                getattr(getattr(bpy.ops, category), operator).get_rna_type()
                return _OperatorSettings()
            if name == "panel":  # a foldable section: its header and its body
                return RecordingLayout(self._calls), RecordingLayout(self._calls)
            return RecordingLayout(self._calls)

        return call


class _OperatorSettings:
    """Takes the properties that a panel sets on an operator's button."""

    def __setattr__(self, name: str, value: object) -> None:
        """Accepts anything."""


class _PanelStandIn:
    """A panel's `self` outside a window: Blender makes real ones only while it draws."""

    def __init__(self, cls: type, layout: RecordingLayout) -> None:
        self._cls, self.layout = cls, layout

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._cls, name)
        return MethodType(value, self) if isinstance(value, FunctionType) else value


def draw_panel(cls: Any) -> str:
    """Runs a panel's poll and draw against a recording layout; "" if both worked, else what went wrong.

    A Blender without a window cannot draw; the tests in a real window look at the picture.
    """
    try:
        if not hasattr(cls, "poll") or cls.poll(bpy.context):
            cls.draw(_PanelStandIn(cls, RecordingLayout([])), bpy.context)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""


def run_short_job() -> dict[str, Any]:
    """Stylizes a small mesh for two steps through the installed package: export, job on its thread, write-back."""
    types, jobs = _module("engine.vocabulary"), _module("jobs.job")
    stylizing, write_back = _module("jobs.stylizing"), _module("blender.result.write_back")
    bpy.ops.mesh.primitive_uv_sphere_add(segments=24, ring_count=12)
    obj = bpy.context.object
    exported = _module("blender.reading.mesh_export").export_object(obj)
    settings = types.StylizeSettings(
        iterations=2,
        dense_vertices=500,
        views_per_iteration=1,
        machine=types.MachineSettings(threads=1),
        localization=types.LocalizationSettings(views=10, image_size=96),
    )
    prompt = "red top, wooden bottom"
    # A sphere has no parts to find; the masks make sure that there is something to style.
    upper = (exported.mesh.vertices[:, 2] > 0).astype("f4")
    masks = {"top": upper, "bottom": 1 - upper}
    parts = tuple(
        types.Part(part.name, part.style, mask=masks[part.name])
        for part in _module("engine.prompts.reading").parse_prompt(prompt)
    )
    order = stylizing.StylizeOrder(exported.mesh, parts, settings)
    seen = set()
    outcome = jobs.run_and_wait(
        stylizing.stylize_work(order, stylizing.ModelShelf()), lambda message: seen.add(type(message).__name__)
    )
    report: dict[str, Any] = {"messages": sorted(seen), "outcome": type(outcome).__name__}
    if report["outcome"] != "Done":
        report["detail"] = str(outcome)
        return report
    write_back.write_result(obj, exported, outcome.result, prompt)
    report["shape_keys"] = [key.name for key in obj.data.shape_keys.key_blocks]
    report["color_attributes"] = [attribute.name for attribute in obj.data.color_attributes]
    report["vertex_groups"] = [group.name for group in obj.vertex_groups]
    return report


def where_modules_come_from(*names: str) -> dict[str, str]:
    """File of each module, empty where it is not found."""
    specs = {name: importlib.util.find_spec(name) for name in names}
    return {name: str(spec.origin) if spec is not None else "" for name, spec in specs.items()}


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"{PACKAGE}.{name}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], "--install-packages" in sys.argv[3:])
    sys.stdout.flush()
    os._exit(0)  # Blender's module can hang while the interpreter ends; all was written
