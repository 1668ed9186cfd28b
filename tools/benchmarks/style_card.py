"""A run of the styles benchmark as a card of its contact sheet."""

from __future__ import annotations

from pathlib import Path

from tools.benchmarks.contact_sheet import Card, PartCaption, card_picture
from tools.benchmarks.style_outcomes import Outcome
from tools.benchmarks.style_report import RunReport
from tools.benchmarks.style_subjects import Subject


def card_of(subject: Subject, report: RunReport, outcome: Outcome) -> Card:
    """The run's pictures, and under them what was measured of each part."""
    captions = []
    for score in report.parts:
        remarks = []
        if score.missed:
            remarks.append("not found")
        elif score.verdict:
            remarks.append(f"seen as {score.verdict[0][0]} ({score.verdict[0][1]:.0%})")
        if score.ciede2000 is not None:
            remarks.append(f"colour distance {score.ciede2000:.1f}")
        is_good = score.rank == 1 or score.is_same_look if score.is_judged else None
        words = f"{score.words} (held out: {score.style})" if score.held_out else score.words
        captions.append(PartCaption(f"{score.part}: {words}", ", ".join(remarks), is_good))
    subtitle = f"{Path(subject.name).stem}, {report.kind.replace('drawn', 'drawn prompt')}, {report.seconds:.0f} s"
    return Card(report.prompt, subtitle, card_picture(subject, outcome), tuple(captions))
