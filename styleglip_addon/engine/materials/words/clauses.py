"""A style's pieces in clauses: what the thing consists of, what it has, what it is covered in; and what is denied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from .meanings import OPPOSITES, Pattern
from .spans import Role, Span

_DYED_IN = (Pattern.STRIPES, Pattern.DOTS, Pattern.CHECKS, Pattern.ZIGZAG, Pattern.SPECKLES, Pattern.SPLATTER)
"""Patterns of colours rather than of materials."""


class Relation(Enum):
    """What a clause is to the thing."""

    BASE = auto()
    WITH = auto()
    COVERED = auto()
    OVER = auto()
    """It stood before "on": "chipped paint on steel"."""


@dataclass
class Clause:
    """Pieces between two connecting words, in segments divided by "and" and commas."""

    relation: Relation
    segments: list[list[Span]] = field(default_factory=lambda: [[]])

    @property
    def spans(self) -> list[Span]:
        """All pieces in order."""
        return [span for segment in self.segments for span in segment]

    @property
    def names_material(self) -> bool:
        """Whether something of it is a material and nothing else: not only a colour, a coat or a finish."""
        return any(span.material and not (span.coat or span.finish) for span in self.spans)


def without_denied(spans: Sequence[Span]) -> tuple[list[Span], list[str]]:
    """Leaves away what is denied; a finish that has an opposite becomes that.

    "No" and "without" reach to the next noun and over "and"; "not" reaches to the next word and over "or".

    Returns:
        The pieces left, and the denied words.
    """
    left: list[Span] = []
    denied: list[str] = []
    denying, widely, ended = False, False, False
    for span in spans:
        if span.role is Role.NEGATION:
            denying, widely, ended = True, span.text != "not", False
        elif span.role is Role.FREE:
            if left and left[-1].role is Role.MEANING:
                denied.append(left.pop().text)
        elif denying and span.role is Role.AND:
            # "not shiny, rough": only what "or" joins is denied as well.
            denying = widely or span.text == "or" or not ended
            ended = False
        elif denying and span.role in (Role.FILLER, Role.COLOURED):
            continue
        elif denying and not ended and span.role in (Role.MEANING, Role.UNKNOWN):
            if not span.degree:
                denied.append(span.text)
                opposite = OPPOSITES.get(span.finish) if span.finish else None
                if opposite is not None:
                    left.append(Span((opposite.value,), finish=opposite))
            ended = not span.degree and (not widely or not span.is_adjective or span.finish is not None)
        else:
            denying = False
            left.append(span)
    return left, denied


def clauses_of(spans: Sequence[Span]) -> list[Clause]:
    """The clauses of what is left, in order; exactly one of them is the base."""
    clauses = [Clause(Relation.BASE)]
    for index, span in enumerate(spans):
        if span.role is Role.FILLER and not _sets_into(span, clauses[-1], spans[index + 1 :]):
            continue
        if span.role is Role.AND:
            clauses[-1].segments.append([])
        elif span.role in (Role.WITH, Role.COVERED):
            before, owned = clauses[-1].segments[-1], clauses[-1].relation is not Relation.BASE
            owned = owned and len(before) > 1 and bool(before[-2].material or before[-2].color)
            clauses.append(Clause(Relation.WITH if span.role is Role.WITH else Relation.COVERED))
            if before and before[-1].pattern is not None and not owned:
                # "Veined with gold": the gold is the veins'; but brass studs have theirs.
                clauses[-1].segments[-1].append(before.pop())
        elif span.role in (Role.ON, Role.FILLER):
            if any(later.material for later in spans[index + 1 :]) or not any(c.names_material for c in clauses):
                for clause in clauses:
                    clause.relation = Relation.OVER if clause.relation is Relation.BASE else clause.relation
                clauses.append(Clause(Relation.BASE))
            else:
                # "Patina on the edges": the place is not a material.
                clauses.append(Clause(Relation.WITH))
        else:
            clauses[-1].segments[-1].append(span)
    for clause in clauses:
        clause.segments = _merged(clause)
    return [clause for clause in clauses if clause.spans or clause.relation is Relation.BASE]


def _sets_into(span: Span, clause: Clause, later: Sequence[Span]) -> bool:
    """Whether "in" says what a pattern is set into: "gold veins in marble", but not "velvet in red"."""
    patterned = any(piece.pattern is not None for piece in clause.spans)
    return span.text == "in" and patterned and any(piece.material and piece.color is None for piece in later)


def _merged(clause: Clause) -> list[list[Span]]:
    """Segments without a noun of their own belong to the next: "black" in "black and white marble"."""
    segments: list[list[Span]] = []
    pending: list[Span] = []
    for number, segment in enumerate(clause.segments):
        later = (span for following in clause.segments[number + 1 :] for span in following)
        of_pattern = clause.relation is not Relation.BASE and any(span.pattern in _DYED_IN for span in later)
        if of_pattern and all(span.color is not None and not span.coat for span in segment):
            # "With orange, brown and cream stripes": all are the stripes' colours.
            pending += segment
        elif all(span.is_adjective or _is_color_beside(span, segment) for span in segment):
            pending += segment
        elif clause.relation is Relation.BASE and segments and not _has_material(segment):
            segments[-1] += [*pending, *segment]
            pending = []
        else:
            segments.append([*pending, *segment])
            pending = []
    if pending:
        if segments:
            segments[-1] += pending
        else:
            segments.append(pending)
    if clause.relation is Relation.BASE:
        segments = _without_colors_apart(segments)
    return segments


def _is_color_beside(span: Span, segment: Sequence[Span]) -> bool:
    """Whether a material that is also a colour stands only beside words of colour: "pale gold"."""
    return False if span.color is None else len(segment) > 1 and all(s.is_adjective for s in segment if s is not span)


def _has_material(segment: Sequence[Span]) -> bool:
    return any(span.material and not span.coat for span in segment)


def _without_colors_apart(segments: list[list[Span]]) -> list[list[Span]]:
    """In the base, "silver and black leather" are two colours of leather, but "gold and marble" two materials."""
    merged: list[list[Span]] = []
    for segment in segments:
        before = merged[-1] if merged else []
        only_colors = bool(before) and all(span.color is not None or span.is_adjective for span in before)
        colored = only_colors and any(span.color is not None for span in segment) and _has_plain_material(segment)
        if before and (colored or not _has_material(before)):
            merged[-1] = [*before, *segment]
        else:
            merged.append(segment)
    return merged


def _has_plain_material(segment: Sequence[Span]) -> bool:
    return any(span.material and span.color is None for span in segment)
