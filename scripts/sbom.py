"""What is a running Porchlight made of? Writes a bill of materials in CycloneDX from the lock file."""

import hashlib
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.bom_ref import BomRef
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.dependency import Dependency
from cyclonedx.model.license import DisjunctiveLicense, LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.spdx import is_expression
from packageurl import PackageURL

sys.path.insert(0, str(Path(__file__).resolve().parent))

from notice import LOCK, licence_of

US = "porchlight"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)")
WANTED_BY = re.compile(r"^\s+#(?: via)? +([A-Za-z0-9._-]+)")


@dataclass
class Package:
    """One pinned package: the digests of every file it is published as, and who asks for it."""

    name: str
    version: str
    digests: list[str]
    wanted_by: list[str]


def read(lock: str) -> list[Package]:
    """Every package of a lock file that uv wrote, in its order."""
    found: list[Package] = []
    for line in lock.splitlines():
        if pinned := PINNED.match(line):
            found.append(Package(pinned[1], pinned[2], [], []))
        elif found and (digest := re.search(r"--hash=sha256:([0-9a-f]{64})", line)):
            found[-1].digests.append(digest[1])
        elif found and (wanted := WANTED_BY.match(line)):
            found[-1].wanted_by.append(wanted[1])
    return found


def component(package: Package) -> Component:
    said = licence_of(package.name)
    licence = LicenseExpression(said) if is_expression(said) else DisjunctiveLicense(name=said)
    return Component(
        name=package.name, version=package.version, bom_ref=package.name, licenses=[licence],
        purl=PackageURL("pypi", name=package.name.replace("_", "-").lower(), version=package.version),
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=each) for each in package.digests],
    )  # fmt: skip


def bill(lock: str, version: str) -> Bom:
    """The same lock gives the same bill, to the byte: its number comes from the lock, and it has no date."""
    packages = read(lock)
    ours = Component(
        name=US, version=version, bom_ref=US, type=ComponentType.APPLICATION,
        licenses=[LicenseExpression("Apache-2.0")],
    )  # fmt: skip
    needs = {
        name: [BomRef(each.name) for each in packages if name in each.wanted_by]
        for name in (US, *(each.name for each in packages))
    }
    return Bom(
        metadata=_without_date(BomMetaData(component=ours)),
        components=[component(each) for each in packages],
        serial_number=UUID(bytes=hashlib.sha256(lock.encode()).digest()[:16], version=4),
        dependencies=[
            Dependency(BomRef(name), [Dependency(each) for each in needed])
            for name, needed in needs.items()
        ],
    )


def _without_date(metadata: BomMetaData) -> BomMetaData:
    metadata.timestamp = None  # type: ignore[assignment]  # it may be None, its type says otherwise
    return metadata


def our_version() -> str:
    project = (LOCK.parent / "pyproject.toml").read_text(encoding="utf-8")
    return re.search(r'^version = "(.+)"$', project, re.MULTILINE)[1]  # type: ignore[index]  # our own file has a version


def written() -> str:
    return JsonV1Dot6(bill(LOCK.read_text(encoding="utf-8"), our_version())).output_as_string(
        indent=2
    )


def main(place: str = ".local/porchlight.cdx.json") -> None:
    path = Path(place)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(written() + "\n", encoding="utf-8")
    print(f"{len(read(LOCK.read_text(encoding='utf-8')))} packages in {path}")


if __name__ == "__main__":
    main(*sys.argv[1:2])
