"""What do our stylesheets say? Read once, so that the tests can hold them to look.md."""

import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "static" / "css"
COLOUR = re.compile(r"--([\w-]+):\s*(#[0-9A-Fa-f]{6})\b")


def stylesheets() -> list[Path]:
    return sorted(FOLDER.glob("*.css"))


def without_comments(path: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)


@cache
def schemes() -> dict[str, dict[str, str]]:
    """The colours of both schemes; the dark one falls back on the light one, as the page does."""
    css = without_comments(FOLDER / "tokens.css")
    light, rest = css.split("@media screen and (prefers-color-scheme: dark)")
    day = dict(COLOUR.findall(light))
    night = dict(COLOUR.findall(rest.split(".paper")[0]))
    return {"light": day, "dark": day | night}


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast of two colours, from 1 to 21."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
