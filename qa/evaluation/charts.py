"""Charts as inline SVG: a curve or dots over two axes, horizontal bars, a waterfall, a histogram.

Colours come from the page's variables, so that they follow its light or dark look.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np

from qa.evaluation.figure import Figure

Point = tuple[float, float]

LEFT, TOP, SIDE = 52, 12, 240  # of the square in which curves and dots are drawn
LABEL, BAR, ROW = 160, 140, 24  # widths of a bar's label and track, height of its row
LABEL_CHARACTERS = 20
WIDE = 480  # width of a waterfall's track


AXIS = 'class="axis"'


def plot(
    name: str,
    axes: tuple[str, str],
    *,
    line: Sequence[Point] = (),
    dots: Sequence[tuple[Point, str]] = (),
    diagonal: bool = False,
    top: float = 1.0,
) -> str:
    """A line or dots (each with its tooltip) over x from 0 to 1 and y from 0 to ``top``."""
    marks = []
    for step in range(5):
        share = step / 4
        x, y = _place(share, share * top, top)
        bottom = TOP + SIDE
        marks.append(f'<line class="grid" x1="{LEFT}" x2="{LEFT + SIDE}" y1="{y}" y2="{y}"/>')
        marks.append(_text(LEFT - 6, y + 4, f"{share * top:.2f}", "end", AXIS))
        marks.append(_text(x, bottom + 16, f"{share:.2f}", "middle", AXIS))
    if diagonal:
        (x1, y1), (x2, y2) = _place(0, 0, top), _place(1, 1, top)
        marks.append(f'<line class="ideal" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>')
    if line:
        path = " ".join("{},{}".format(*_place(x, y, top)) for x, y in line)
        marks.append(f'<polyline class="line" points="{path}"/>')
    for (x, y), note in dots:
        cx, cy = _place(x, y, top)
        marks.append(
            f'<circle class="dot" cx="{cx}" cy="{cy}" r="5"><title>{escape(note)}</title></circle>'
        )
    marks.append(_text(LEFT + SIDE / 2, TOP + SIDE + 34, axes[0], "middle"))
    turned = f'transform="rotate(-90 12 {TOP + SIDE / 2})"'
    marks.append(_text(12, TOP + SIDE / 2, axes[1], "middle", turned))
    return _svg(name, LEFT + SIDE + 16, TOP + SIDE + 42, marks)


def bars(name: str, rows: Sequence[tuple[str, Figure]]) -> str:
    """Shares from 0 to 1 as labelled bars, each with its interval as a whisker."""
    marks = []
    for number, (label, found) in enumerate(rows):
        y = number * ROW + 4
        low, high = LABEL + BAR * found["low"], LABEL + BAR * found["high"]
        middle = y + 8
        short = label if len(label) <= LABEL_CHARACTERS else label[: LABEL_CHARACTERS - 1] + "…"
        note = f"{label}: {found['value']:.3f} ({found['low']:.3f} to {found['high']:.3f})"
        marks += [
            f"<g><title>{escape(note)}</title>",
            _text(LABEL - 8, y + 12, short, "end"),
            f'<rect class="track" x="{LABEL}" y="{y}" width="{BAR}" height="16"/>',
            f'<rect class="bar" x="{LABEL}" y="{y}" width="{BAR * found["value"]:.1f}" '
            'height="16"/>',
            f'<line class="whisker" x1="{low:.1f}" x2="{high:.1f}" y1="{middle}" y2="{middle}"/>',
            _text(LABEL + BAR + 8, y + 12, f"{found['value']:.2f}  n={found['n']}", "start"),
            "</g>",
        ]
    return _svg(name, LABEL + BAR + 95, len(rows) * ROW + 4, marks)


def waterfall(name: str, reached: float, steps: Sequence[tuple[str, float, str]]) -> str:
    """A bar from 0 to ``reached``, then one for each step (label, size, tooltip), up to 1."""
    marks = []
    at = 0.0
    for number, (label, size, note) in enumerate([("reached", reached, ""), *steps]):
        y = number * ROW + 4
        kind = "loss" if number else "bar"
        value = f"{'−' if number else ''}{size:.3f}"
        left, width = LABEL + WIDE * at, max(WIDE * size, 1.5)
        marks += [
            f"<g><title>{escape(note or f'{label}: {size:.3f}')}</title>",
            _text(LABEL - 8, y + 12, label, "end"),
            f'<rect class="track" x="{LABEL}" y="{y}" width="{WIDE}" height="16"/>',
            f'<rect class="{kind}" x="{left:.1f}" y="{y}" width="{width:.1f}" height="16"/>',
            _text(LABEL + WIDE + 8, y + 12, value, "start"),
            "</g>",
        ]
        at += size
    return _svg(name, LABEL + WIDE + 60, (len(steps) + 1) * ROW + 4, marks)


def histogram(name: str, values: Sequence[float], unit: str, columns: int = 20) -> str:
    """How many values fall into each of equally wide ranges."""
    counts, edges = np.histogram(values, bins=columns)
    width = 320 / columns
    marks = []
    for number, count in enumerate(counts):
        height = 120 * count / max(counts.max(), 1)
        note = f"{edges[number]:.0f} to {edges[number + 1]:.0f} {unit}: {count}"
        marks.append(
            f'<rect class="bar" x="{20 + number * width:.1f}" y="{130 - height:.1f}" '
            f'width="{width - 1:.1f}" height="{height:.1f}"><title>{escape(note)}</title></rect>'
        )
    right = 20 + columns * width
    marks.append(f'<line class="grid" x1="20" x2="{right}" y1="130" y2="130"/>')
    for share in (0, 0.5, 1):
        value = edges[0] + share * (edges[-1] - edges[0])
        anchor = {0: "start", 0.5: "middle", 1: "end"}[share]
        marks.append(_text(20 + share * (right - 20), 148, f"{value:.0f} {unit}", anchor))
    return _svg(name, right + 20, 156, marks)


def _place(x: float, y: float, top: float) -> Point:
    return round(LEFT + x * SIDE, 1), round(TOP + SIDE * (1 - y / top), 1)


def _text(x: float, y: float, text: str, anchor: str, more: str = "") -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" {more}>{escape(text)}</text>'


def _svg(name: str, width: float, height: float, marks: Sequence[str]) -> str:
    box = f'viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}"'
    return f'<svg role="img" aria-label="{escape(name)}" {box}>{"".join(marks)}</svg>'
