"""The meshes to learn from: a folder with a parts.json, or with Blender files, read into one form."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from styleglip_addon.engine.vocabulary.errors import StyleGLIPError
from tools.finetune_glip.blend_files import LabelSource, read_blend_files
from tools.finetune_glip.obj_colors import read_face_colors
from tools.finetune_glip.problems import FinetuningError
from tools.finetune_glip.words import Synonyms, checked_synonyms, with_synonyms, words_of_label
from tools.labelled_meshes import IGNORED, UNLABELLED, LabelledMesh, read_labelled_meshes, read_obj

PARTS_FILE = "parts.json"


@dataclass(frozen=True, eq=False)
class Subject:
    """A labelled mesh as the fine-tuning sees it.

    Args:
        labelled: the mesh and which part each face is; its parts' names are the first words.
        words: per part all words for it, its name first.
        face_colors: (F, 3) scene-linear RGB, the mesh's own colours; None where it has none.
    """

    labelled: LabelledMesh
    words: tuple[tuple[str, ...], ...]
    face_colors: NDArray[np.float32] | None

    @property
    def name(self) -> str:
        """Path of the file within the folder."""
        return self.labelled.name


def read_subjects(folder: Path, source: LabelSource, synonyms: Synonyms) -> list[Subject]:
    """Reads every labelled mesh of a folder; meshes without a label are passed over.

    Args:
        folder: holds `parts.json` and the files it names, or else Blender files.
        source: what of a Blender file is a label.
        synonyms: further words by part word.

    Raises:
        FinetuningError: nothing readable or nothing labelled; the message names the file.
    """
    if not folder.is_dir():
        raise FinetuningError(f'There is no folder "{folder}". Name a folder with labelled meshes.')
    if (folder / PARTS_FILE).is_file():
        subjects = _from_parts_file(folder, synonyms)
    elif any(folder.glob("*.blend")):
        subjects = _from_blend_files(sorted(folder.glob("*.blend")), source, synonyms)
    else:
        raise FinetuningError(f'"{folder}" holds neither a {PARTS_FILE} nor a Blender file. Choose another folder.')
    labelled = [subject for subject in subjects if subject.words]
    if not labelled:
        raise FinetuningError(
            f'No mesh in "{folder}" has labelled parts. Name the parts in {PARTS_FILE}, or by objects, materials or '
            "vertex groups of the Blender files."
        )
    return labelled


def split_subjects(
    subjects: Sequence[Subject], names: Sequence[str], share: float, seed: int
) -> tuple[list[Subject], list[Subject]]:
    """Splits into those to learn from and those held out.

    Args:
        subjects: all meshes.
        names: the meshes to hold out: path in the folder, file name, or file name without ending.
        share: where no names are given, this share is held out, drawn by `seed`; of two or more meshes at least one,
            unless it is 0, and never all.
        seed: of the draw.

    Raises:
        FinetuningError: a name fits no mesh, or none would be left to learn from.
    """
    if not 0.0 <= share < 1.0:
        raise FinetuningError(f"The held-out share is {share:g}; it must be at least 0 and below 1.")
    chosen: set[int] = set()
    for name in names:
        found = {i for i, s in enumerate(subjects) if name in (s.name, Path(s.name).name, Path(s.name).stem)}
        if not found:
            known = ", ".join(s.name for s in subjects)
            raise FinetuningError(f'No labelled mesh is called "{name}". The folder has: {known}.')
        chosen |= found
    if not names and share > 0.0 and len(subjects) > 1:
        count = min(max(1, math.floor(share * len(subjects) + 0.5)), len(subjects) - 1)
        chosen = {int(i) for i in np.random.default_rng((seed, 3)).permutation(len(subjects))[:count]}
    if len(chosen) == len(subjects):
        raise FinetuningError("All meshes are held out, and none is left to learn from. Hold out fewer.")
    kept = [s for i, s in enumerate(subjects) if i not in chosen]
    return kept, [s for i, s in enumerate(subjects) if i in chosen]


def _from_parts_file(folder: Path, synonyms: Synonyms) -> list[Subject]:
    path = folder / PARTS_FILE
    subjects = []
    try:
        entries: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        for labelled in read_labelled_meshes(folder):
            where = f'"words" of {labelled.name} in {PARTS_FILE}'
            own = checked_synonyms(entries[labelled.name].get("words", {}), where)
            labels = [words_of_label(part) for part in labelled.parts]
            file = folder / labelled.name
            colors = read_face_colors(file, read_obj(file).materials) if labels else None
            subjects.append(_subject(labelled, labels, colors, (own, synonyms)))
    except FileNotFoundError as error:
        raise FinetuningError(
            f'{PARTS_FILE} names "{error.filename}", which is not there. Correct one of them.'
        ) from error
    except StyleGLIPError as error:
        missing = f'The next mesh after "{subjects[-1].name}"' if subjects else "The first mesh"
        raise FinetuningError(str(error) if isinstance(error, FinetuningError) else f"{missing}: {error}") from error
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise FinetuningError(f'"{path}" or a file it names cannot be read: {error}. Correct it there.') from error
    return subjects


def _from_blend_files(files: Sequence[Path], source: LabelSource, synonyms: Synonyms) -> list[Subject]:
    subjects = []
    for read in read_blend_files(files, source):
        labels: list[tuple[str, ...]] = []
        place: dict[str, int] = {}
        index_of = np.full(len(read.labels) + 1, UNLABELLED, dtype=np.int64)
        for number, label in enumerate(read.labels):
            words = words_of_label(label)
            if label.startswith("_"):
                index_of[number] = IGNORED
            elif words:
                if words[0] not in place:
                    place[words[0]] = len(labels)
                    labels.append(words)
                index_of[number] = place[words[0]]
        labelled = LabelledMesh(
            name=read.file.name,
            mesh=read.mesh,
            prompt="",
            parts=tuple(words[0] for words in labels),
            face_labels=index_of[read.face_labels],
        )
        subjects.append(_subject(labelled, labels, read.face_colors, (synonyms,)))
    return subjects


def _subject(
    labelled: LabelledMesh,
    labels: Sequence[tuple[str, ...]],
    colors: NDArray[np.float32] | None,
    tables: Sequence[Synonyms],
) -> Subject:
    """A subject whose parts are named by the first words of their labels.

    Raises:
        FinetuningError: a label has no letters, two parts have the same word, or no face is labelled.
    """
    for part, words in zip(labelled.parts, labels, strict=True):
        if not words:
            raise FinetuningError(f'The part "{part}" of {labelled.name} has no readable word. Rename it.')
    names = tuple(words[0] for words in labels)
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise FinetuningError(f'Two parts of {labelled.name} are called "{twice.pop()}". Give them different words.')
    if names and not (labelled.face_labels >= 0).any():
        raise FinetuningError(f"No face of {labelled.name} belongs to a part. Label some faces or leave the mesh out.")
    named = replace(labelled, parts=names)
    return Subject(named, with_synonyms(labels, *tables), colors)
