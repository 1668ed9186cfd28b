"""A batch as it is asked for: lines of inputs that are made with the same call, and what is done with all of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .job_files import JobText, Where


@dataclass(frozen=True)
class Draft:
    """A line of a batch: inputs that are made with the same call.

    Args:
        inputs: files, folders and patterns, absolute.
        objects, collections, every: which objects of .blend files; none: the only or the active one.
        name: what {name} stands for; "": the input's.
        arguments: of the call, without its input and patterns.
        patterns: the options whose values are filled in for each asset, e.g. "--output".
        timeout: the most seconds for an asset; 0: no limit.
        job, where: the place in a job file; None: it is the command line's.
    """

    inputs: tuple[str, ...]
    objects: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()
    every: bool = False
    name: str = ""
    arguments: tuple[str, ...] = ()
    patterns: tuple[tuple[str, str], ...] = ()
    timeout: float = 0.0
    job: JobText | None = None
    where: Where = ()

    @property
    def several_objects(self) -> bool:
        """Whether a file may give more than one asset."""
        return self.every or bool(self.collections) or len(self.objects) > 1

    @property
    def output(self) -> str:
        """The pattern of the outputs; "" where there is none."""
        return dict(self.patterns).get("--output", "")

    def place(self) -> str:
        """What sentences put before what is wrong with it."""
        return "" if self.job is None else f"{self.job.place(self.where)}: "


@dataclass(frozen=True)
class BatchOrder:
    """A batch.

    Args:
        drafts: what is to be made.
        journal: the file that says what is done; None: none is kept.
        events: where events go: a file, "-" for standard output, "" for nowhere.
        html: the page to write; None: none.
        skip_existing, resume, dry_run: as the options of these names.
        debug: whether tracebacks and Blender's own words are shown.
    """

    drafts: tuple[Draft, ...]
    journal: Path | None = None
    events: str = ""
    html: Path | None = None
    skip_existing: bool = False
    resume: bool = False
    dry_run: bool = False
    debug: bool = False
