"""What is a running Porchlight made of, and would anybody hear that a part of it is weak?"""

import json
import re
from importlib import import_module
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tests.architecture.source import ROOT

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PINNED = dict(re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", LOCK, re.MULTILINE))
LOCKS = [path.name for path in ROOT.glob("requirements*.lock")]
sbom = import_module("scripts.sbom")
audit = import_module("scripts.audit")


@pytest.fixture(scope="module")
def bill() -> dict[str, object]:
    return json.loads(sbom.written())


def test_the_bill_is_one_that_other_programs_read():
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(sbom.written()) is None


def test_the_bill_lists_every_package_of_the_lock(bill):
    assert {one["name"]: one["version"] for one in bill["components"]} == PINNED


def test_the_bill_says_licence_digest_and_who_asks_for_each(bill):
    asked_for = {name for one in bill["dependencies"] for name in one.get("dependsOn", ())}
    for one in bill["components"]:
        assert one["licenses"], one["name"]
        assert all(each["content"] in LOCK for each in one["hashes"])
        assert one["hashes"], one["name"]
        assert one["name"] in asked_for
    direct = next(one for one in bill["dependencies"] if one["ref"] == "porchlight")
    assert {"django", "celery", "psycopg"} <= set(direct["dependsOn"])


def test_the_same_lock_gives_the_same_bill():
    assert sbom.written() == sbom.written()
    changed = sbom.bill(LOCK.replace("django==", "django==1"), "1")
    assert str(changed.serial_number) not in sbom.written()


@pytest.mark.parametrize("name", LOCKS)
def test_no_list_of_packages_says_where_one_machine_got_them(name: str):
    words = (ROOT / name).read_text(encoding="utf-8") + sbom.written()
    words = words.replace("http://cyclonedx.org/schema/", "")
    assert not re.search(r"https?://|--index-url|--find-links", words)


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_pinned_with_its_digests(name: str):
    for part in re.split(r"^(?=[a-z0-9])", (ROOT / name).read_text(), flags=re.MULTILINE)[1:]:
        assert "==" in part.partition("\n")[0], part
        assert "--hash=sha256:" in part, part


def test_every_list_of_packages_is_asked_after():
    assert set(audit.LOCKS) == set(LOCKS)


def known(*weaknesses: str) -> dict[str, object]:
    found = [{"id": each, "fix_versions": ["2"]} for each in weaknesses]
    return {"name": "one", "version": "1", "vulns": found}


@pytest.mark.parametrize(
    ("report", "status"),
    [
        ([known()], 0),
        ([known(), known("CVE-1")], 1),
        ([], 75),
        ([{"name": "one", "skip_reason": "nobody knows it"}], 75),
        ([known(), {"name": "two", "skip_reason": "nobody knows it"}], 75),
    ],
    ids=["nothing known", "a weakness", "no answer", "unknown", "half unknown"],
)
def test_silence_is_not_taken_for_a_good_answer(report: list[object], status: int):
    assert audit.verdict(report).status == status


def test_the_bill_is_left_where_it_was_asked_for(tmp_path: Path, capsys):
    sbom.main(str(tmp_path / "new" / "bill.json"))
    assert json.loads((tmp_path / "new" / "bill.json").read_text()) == json.loads(sbom.written())
    assert f"{len(PINNED)} packages" in capsys.readouterr().out


def test_whatever_the_page_on_security_relies_on_is_there():
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    part = page.partition("## OWASP ASVS")[2].partition("\n## ")[0]
    named = re.findall(r"`((?:tests|config|core|accounts|scripts)/[\w/.]+)`", part)
    assert len(named) > 40
    assert not [name for name in named if not (ROOT / name).exists()]
