"""Colours that stand on each other can be told apart, in both schemes.

The ratio is WCAG 2's: 4.5 for text, 3 for borders and marks.
"""

import re

import pytest

from app.settings import ROOT

CSS = (ROOT / "static/styles/1-tokens.css").read_text(encoding="utf-8")
TEXT = [
    ("ink", "paper"), ("ink", "surface"), ("ink", "sunken"), ("ink", "quiet-tint"),
    ("ink-soft", "paper"), ("ink-soft", "surface"), ("ink-soft", "sunken"),
    ("link", "paper"), ("link", "surface"), ("link", "sunken"),
    ("link-hover", "paper"), ("brand", "paper"), ("brand", "surface"),
    ("brand", "sunken"), ("on-brand", "brand"), ("on-brand", "brand-strong"),
    ("on-tint", "tint"), ("ink", "tint"), ("on-accent", "accent"),
    ("on-focus", "focus"), ("danger", "paper"), ("danger", "surface"),
    ("danger", "danger-tint"), ("on-danger", "danger"), ("ink", "danger-tint"),
    ("warning", "warning-tint"), ("ink", "warning-tint"), ("done", "done-tint"),
    ("ink", "done-tint"),
]  # fmt: skip
MARKS = [
    ("line-strong", "paper"), ("line-strong", "surface"), ("line-strong", "sunken"),
    ("danger", "paper"), ("brand", "paper"),
    *((f"series-{number}", ground) for number in range(1, 7)
      for ground in ("paper", "surface")),
]  # fmt: skip


def tokens(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", css))


LIGHT_CSS, DARK_CSS = CSS.split("@media", 1)
SCHEMES = {"light": tokens(LIGHT_CSS), "dark": tokens(LIGHT_CSS) | tokens(DARK_CSS)}


def luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_knows_black_on_white():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_can_be_read(scheme, text, ground):
    colours = SCHEMES[scheme]

    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("mark", "ground"), MARKS)
def test_marks_can_be_seen(scheme, mark, ground):
    colours = SCHEMES[scheme]

    assert contrast(colours[mark], colours[ground]) >= 3


def test_styles_know_no_left_and_right():
    css = "".join(p.read_text() for p in (ROOT / "static/styles").glob("*.css"))

    physical = r"(?:margin|padding|border|inset)-(?:left|right|top|bottom)\b|float: *(?:left|right)"
    assert not re.findall(physical, css)
    assert not re.findall(r"text-align: (?:left|right)", css)
