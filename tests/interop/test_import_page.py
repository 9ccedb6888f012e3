"""The convener hands in a zip file, looks at what it would do, and says yes."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse

from core.errors import NotAllowed
from interop.actions import uploads
from interop.actions.uploads import FileTooLarge, ImportedBefore
from interop.models import DirectoryFile
from organizations.models.directory import Service
from tests.interop.conftest import SMALL, zipped
from tests.story import NOW

PAGE = "/network/import/"


def hand_in(worker, parcel, **more):
    return worker.client.post(PAGE, {"file": parcel}, **more)


def test_the_convener_looks_first_and_then_says_yes(convener):
    page = hand_in(convener, zipped(SMALL), follow=True)
    words = page.content.decode()
    assert "What the file would do" in words
    assert "Nothing has been changed yet" in words
    assert not Service.objects.exists()
    file = DirectoryFile.objects.get()
    page = convener.client.post(reverse("interop:bring_in", args=[file.pk]), follow=True)
    assert "What the file did" in page.content.decode()
    assert Service.objects.count() == 2
    file.refresh_from_db()
    assert bytes(file.content) == b""


def test_the_reasons_stand_on_the_page(convener):
    broken = SMALL | {"services.csv": SMALL["services.csv"].replace("s2,o2", "s2,nobody")}
    words = hand_in(convener, zipped(broken | {"notes.txt": ""}), follow=True).content.decode()
    assert "Line 3:" in words
    assert "nobody" in words
    assert "notes.txt" in words


def test_pressing_yes_twice_imports_once(convener, network):
    file = uploads.look_at(
        actor=convener.actor, network_id=network.pk, content=zipped(SMALL).getvalue(), at=NOW
    )
    uploads.bring_in(actor=convener.actor, file_id=file.pk, at=NOW)
    with pytest.raises(ImportedBefore):
        uploads.bring_in(actor=convener.actor, file_id=file.pk, at=NOW)
    again = convener.client.post(reverse("interop:bring_in", args=[file.pk]))
    assert again.status_code == 409


@pytest.mark.parametrize(
    ("parcel", "words"),
    [
        (b"no zip at all", "neither a folder nor a zip"),
        (b"", "empty"),
    ],
)
def test_what_is_no_directory_is_told_beside_the_field(convener, parcel, words):
    page = hand_in(convener, BytesIO(parcel))
    assert page.status_code == 422
    assert words in page.content.decode()
    assert not DirectoryFile.objects.exists()


def test_a_file_of_more_than_20_mb_meets_a_kind_page(convener, network):
    page = hand_in(convener, BytesIO(b"0" * (uploads.MOST_BYTES + 1)))
    assert page.status_code == 413
    assert "20 MB at most" in page.content.decode()
    with pytest.raises(FileTooLarge):
        uploads.look_at(
            actor=convener.actor,
            network_id=network.pk,
            content=b"0" * (uploads.MOST_BYTES + 1),
            at=NOW,
        )


def test_a_file_nobody_said_yes_to_is_forgotten_after_a_day(convener, network):
    content = zipped(SMALL).getvalue()
    old = uploads.look_at(actor=convener.actor, network_id=network.pk, content=content, at=NOW)
    uploads.look_at(
        actor=convener.actor, network_id=network.pk, content=content, at=NOW + timedelta(days=2)
    )
    assert not DirectoryFile.objects.filter(pk=old.pk).exists()


def test_nobody_but_the_convener_comes_near_it(convener, navigator, stranger, foreigner, network):
    hand_in(convener, zipped(SMALL))
    file = DirectoryFile.objects.get()
    there = [reverse("interop:file", args=[file.pk]), PAGE]
    for worker in (navigator, stranger):
        assert [worker.client.get(address).status_code for address in there] == [403, 403]
        assert hand_in(worker, zipped(SMALL)).status_code == 403
        with pytest.raises(NotAllowed):
            uploads.bring_in(actor=worker.actor, file_id=file.pk, at=NOW)
    assert foreigner.client.get(there[0]).status_code == 404
    assert not Service.objects.exists()
