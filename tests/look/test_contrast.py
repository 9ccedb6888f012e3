"""Can everybody read it? Every pair of colours that meets on a page, in both schemes."""

import pytest

from tests.look.stylesheets import contrast, schemes

TONES = ("you", "stop", "partner", "family", "done", "quiet")
SURFACES = ("paper", "card", "sand")

TEXT = [
    *((ink, surface) for ink in ("ink", "ink2", "link") for surface in SURFACES),
    *((f"{tone}-ink", "card") for tone in TONES),
    ("main-deep", "card"),
    ("main-deep", "paper"),
    ("main-deep", "main-tint"),
    ("ink", "main-tint"),
    ("ink", "partner-fill"),
    ("ink", "family-fill"),
    ("on-main", "main"),
    ("on-main", "main-deep"),
    ("on-stop", "stop-bar"),
    ("card", "stop-ink"),
    ("on-focus", "focus-fill"),
]
CHIPS = [(f"{tone}-ink", f"{tone}-fill") for tone in TONES]
MARKS = [
    *((f"{tone}-bar", surface) for tone in TONES for surface in ("card", "paper")),
    *((f"sector-{n}", "card") for n in range(10)),
    *(("edge", surface) for surface in SURFACES),
    ("main", "card"),
    ("main", "paper"),
    ("main-deep", "done-fill"),
    ("done-bar", "done-fill"),
    ("focus-line", "paper"),
    ("focus-line", "card"),
]
LEAST = {"text": (4.5, TEXT), "chip": (7.0, CHIPS), "mark": (3.0, MARKS)}
ALL = [
    pytest.param(scheme, fore, back, least, id=f"{scheme}-{kind}-{fore}-on-{back}")
    for scheme in ("light", "dark")
    for kind, (least, pairs) in LEAST.items()
    for fore, back in pairs
]


@pytest.mark.parametrize(("scheme", "fore", "back", "least"), ALL)
def test_everybody_can_tell_it_from_what_is_behind_it(
    scheme: str, fore: str, back: str, least: float
) -> None:
    colours = schemes()[scheme]
    assert contrast(colours[fore], colours[back]) >= least


def test_the_measure_itself_is_right() -> None:
    assert round(contrast("#000000", "#FFFFFF"), 1) == 21.0
    assert round(contrast("#767676", "#FFFFFF"), 2) == 4.54


def test_no_colour_is_pure_black_or_pure_white() -> None:
    for colours in schemes().values():
        assert not {"#000000", "#FFFFFF"} & {colour.upper() for colour in colours.values()}
