"""A file of the proof of what happened is there whole or not at all, whatever becomes of who writes it."""

import os
import stat
from pathlib import Path

import pytest

from insights.actions.landing import land, landing

BEFORE, AFTER = b"the whole of yesterday", b"the whole of today"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "kept.json"
    path.write_bytes(BEFORE)
    return path


def test_what_stood_there_stays_until_the_new_one_is_whole(file: Path):
    with pytest.raises(OSError, match="full"), landing(file) as half:
        half.write(AFTER[:5])
        raise OSError("the disk is full")
    assert [one.name for one in file.parent.iterdir()] == [file.name]
    assert file.read_bytes() == BEFORE
    land(file, AFTER)
    assert file.read_bytes() == AFTER


def test_what_a_killed_run_left_is_in_nobodys_way(file: Path):
    left = file.with_name("kept.json.partial")
    left.write_bytes(b"half of")
    land(file, AFTER)
    assert (file.read_bytes(), left.exists()) == (AFTER, False)


def test_only_who_writes_it_reads_it_whatever_is_usual_there(file: Path):
    usual = os.umask(0)
    try:
        land(file, AFTER)
    finally:
        os.umask(usual)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["kept.json", "kept.json.partial"])
def test_a_link_that_waits_there_leads_nowhere(tmp_path: Path, name: str):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(BEFORE)
    (tmp_path / name).symlink_to(elsewhere)
    land(tmp_path / "kept.json", AFTER)
    assert elsewhere.read_bytes() == BEFORE
    assert not (tmp_path / "kept.json").is_symlink()
