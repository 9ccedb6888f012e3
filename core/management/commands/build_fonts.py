"""Which faces do our pages use, cut down to what Latin text needs?

Built once at set-up, from the packages' own files. Pages work without: base.html loads fonts.css
only where it exists, and the system's faces serve.
"""

import io
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import fontpkg
from django.conf import settings
from django.core.management.base import BaseCommand
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

# Latin with every accent English, Spanish, Somali, Haitian Creole and their neighbours write.
LATIN = (
    "U+0020-007E,U+00A0-017F,U+0192,U+0218-021B,U+02C6-02DD,U+0300-0303,U+0309,U+0323,"
    "U+2010-2027,U+2030-203A,U+20AC,U+2122,U+2190-2193,U+2212"
)
FEATURES = ["kern", "liga", "locl", "ccmp", "mark"]


@dataclass(frozen=True)
class Face:
    """`pin` fixes the axes of a variable font: one small file instead of one large one."""

    family: str
    file: str
    weight: int
    pin: dict[str, float] = field(default_factory=dict)


FACES = (
    Face("Atkinson Hyperlegible", "atkinson-400", 400),
    Face("Atkinson Hyperlegible", "atkinson-700", 700),
    Face("Fraunces", "fraunces-soft", 580, {"SOFT": 70, "WONK": 0, "opsz": 40, "wght": 580}),
)


class Command(BaseCommand):
    help = "Build the web fonts from the installed font packages into static/fonts/."

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.BASE_DIR) / "static" / "fonts"
        folder.mkdir(parents=True, exist_ok=True)
        for face in FACES:
            source = _source(face)
            size = _build(face, source, folder)
            _copy_licence(face.family, source, folder)
            self.stdout.write(f"{face.family} {face.weight}: {size / 1024:.1f} KB")
        (folder / "fonts.css").write_text("".join(_rule(face) for face in FACES))


def _source(face: Face) -> Path:
    """A variable font has one file for all its weights."""
    return fontpkg.path(face.family) if face.pin else fontpkg.path(face.family, weight=face.weight)


def _build(face: Face, source: Path, folder: Path) -> int:
    font = _subset(TTFont(str(source)))
    if face.pin:  # after the subset: the other order breaks on glyph variations that are gone
        font = instancer.instantiateVariableFont(_reopened(font), face.pin)
    font.flavor = "woff2"
    path = folder / f"{face.file}.woff2"
    font.save(str(path))
    return path.stat().st_size


def _subset(font: TTFont) -> TTFont:
    options = subset.Options()
    options.layout_features = FEATURES
    options.drop_tables += ["DSIG"]
    options.notdef_outline = True
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=subset.parse_unicodes(LATIN))
    subsetter.subset(font)
    return font


def _reopened(font: TTFont) -> TTFont:
    buffer = io.BytesIO()
    font.save(buffer)
    buffer.seek(0)
    return TTFont(buffer)


def _copy_licence(family: str, source: Path, folder: Path) -> None:
    shutil.copyfile(
        source.parents[1] / "LICENSE", folder / f"{family.replace(' ', '-')}.LICENSE.txt"
    )


def _rule(face: Face) -> str:
    weight = "400 700" if face.pin else face.weight
    return (
        f'@font-face {{ font-family: "{face.family}"; font-weight: {weight}; font-display: swap; '
        f'src: url("{face.file}.woff2") format("woff2"); }}\n'
    )
