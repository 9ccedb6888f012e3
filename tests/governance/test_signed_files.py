"""The signed paper as a PDF: looked into, kept sealed, read by both sides and by nobody else."""

import zlib
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.urls import reverse

from core.errors import NotAllowed, StepNotPossible
from governance.actions.agreements import Hand, sign
from governance.actions.files import FileRefused, add_file, content_of
from governance.kinds import Paper, Side
from governance.models.agreements import Agreement, Signature, SignedFile
from governance.pdf import MOST_BYTES, Wrong, wrong_with
from governance.words.agreements import WRONG_FILE
from organizations.models.network import Organization
from tests.governance.test_agreements import hand, offered
from tests.story import Worker

END = b"\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def pdf(*objects: bytes, head: bytes = b"%PDF-1.7\n") -> bytes:
    return head + b"\n".join((b"1 0 obj << /Type /Catalog >> endobj", *objects)) + END


def packed(
    inside: bytes, says: bytes = b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode"
) -> bytes:
    return b"2 0 obj << %s >> stream\n%s\nendstream endobj" % (says, zlib.compress(inside))


@pytest.fixture
def paper(convener: Worker, pantry: Organization, now: datetime) -> Agreement:
    return offered(convener, pantry, now)


def signed(worker: Worker, paper: Agreement, side: Side, at: datetime, **but: object) -> Agreement:
    said: Hand = hand(paper, **but)
    return sign(actor=worker.actor, agreement_id=paper.pk, side=side, hand=said, at=at)


# --- what is a plain PDF --------------------------------------------------------------------------


def test_every_fault_has_words():
    assert set(WRONG_FILE) == set(Wrong)


@pytest.mark.parametrize(
    "plain",
    [
        pdf(),
        pdf(head=b"%PDF-2.0\r\n"),
        pdf(b"<< /S /URI /URI (https://example.org) >> << /S /GoTo /D [3 0 R /Fit] >>"),
        pdf(packed(b"1 0 << /Type /Page >>")),
        pdf(packed(b"BT (/Type) Tj ET", b"/Filter /FlateDecode")),
        pdf(b"<< /JavaScriptless /LaunchPad >>"),
        pdf(b"a scanned page: \x80/JS \xff/EF\x00\x12/AA"),
        pdf(b"2 0 obj << /Length 3 >> stream\n\x78\x9c\xff\nendstream endobj"),
    ],
)
def test_what_only_shows_pages_is_taken(plain: bytes):
    assert wrong_with(plain) is None


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (b"", Wrong.NOT_PDF),
        (b"<html><script>alert(1)</script></html>%PDF-1.7\n%%EOF", Wrong.NOT_PDF),
        (b"%PDF-1.7\n" + b" " * MOST_BYTES, Wrong.TOO_LARGE),
        (pdf() + b" " * 2000, Wrong.NOT_WHOLE),
        (pdf(b"<< /Encrypt 3 0 R >>"), Wrong.LOCKED),
        (pdf(b"<< /S /JavaScript /JS (app.alert(1)) >>"), Wrong.ACTS),
        (pdf(b"<< /S /Java#53cript >>"), Wrong.ACTS),
        (pdf(b"<< /S /Launch /F (cmd.exe) >>"), Wrong.ACTS),
        (pdf(b"<< /EmbeddedFiles 3 0 R >>"), Wrong.ACTS),
        (pdf(b"<< /AcroForm << /XFA 3 0 R >> >>"), Wrong.ACTS),
        (pdf(b"<< /S /SubmitForm >>"), Wrong.ACTS),
        (pdf(packed(b"1 0 << /S /Launch >>")), Wrong.ACTS),
        (pdf(packed(b"1 0 << /S /L#61unch >>")), Wrong.ACTS),
        (pdf(packed(b"1 0 << /S /Launch >>", b"/Length 9 /Filter /FlateDecode")), Wrong.ACTS),
        (pdf(packed(b"x", b"/Type /ObjStm /Filter /LZWDecode")), Wrong.HIDDEN),
        (pdf(packed(b"x", b"/Type /ObjStm /Filter [/ASCIIHexDecode /FlateDecode]")), Wrong.HIDDEN),
        (pdf(packed(b"x", b"/Type /ObjStm /Filter 5 0 R")), Wrong.HIDDEN),
        (pdf(packed(b"x", b"/Type /#4fbjStm /Filter /FlateDecode")), Wrong.HIDDEN),
        (pdf(packed(b"x", b"/Type /ObjStm /Filter /FlateDecode /DecodeParms 4 0 R")), Wrong.HIDDEN),
        (pdf(b"<< /Type /XRef >>", packed(b"x", b"/Filter /ASCII85Decode")), Wrong.HIDDEN),
        (pdf(b"<< /Subtype /FileAttachment /FS << /EF << /F 6 0 R >> >> >>"), Wrong.ACTS),
        (pdf(b"<< /F (a.exe) /AFRelationship /Data /EF << /F 6 0 R >> >>"), Wrong.ACTS),
        (pdf(packed(b"\0" * 40_000_000)), Wrong.HIDDEN),
    ],
)
def test_what_acts_hides_or_is_something_else_is_refused(file: bytes, why: Wrong):
    assert wrong_with(file) is why


EMPTY = b"\x00\x00\x00\xff\xff"  # a piece of a deflated stream that holds nothing
BEGINS = b"stream\n\x78\x01"


def nested(count: int) -> bytes:
    """So many streams: each holds those behind it as they lie there, and all go on to the end of the file."""
    lengths = [(len(BEGINS) + 5) * (count - 1 - number) for number in range(count)]
    heads = (
        b"\x00" + n.to_bytes(2, "little") + (n ^ 0xFFFF).to_bytes(2, "little") for n in lengths
    )
    return b"".join(BEGINS + head for head in heads) + EMPTY * 60_000


@pytest.mark.parametrize(
    "file",
    [
        pdf(*[packed(b"")] * 6000),
        pdf(b"2 0 obj << /ObjStm " + b" " * 5000 + b">> stream\nx"),
        pdf(nested(300)),
    ],
)
def test_no_paper_keeps_us_busy(file: bytes):
    assert wrong_with(file) is Wrong.HIDDEN


# --- signing with it ------------------------------------------------------------------------------


def test_an_uploaded_paper_counts_as_that_sides_signature(
    convener: Worker, keeper: Worker, paper: Agreement, now: datetime
):
    signed(keeper, paper, Side.PARTNER, now, file=pdf())
    assert signed(convener, paper, Side.NETWORK, now).status == Paper.IN_FORCE
    kept = SignedFile.objects.get()
    assert (kept.by_id, kept.size, kept.signature.side) == (
        keeper.user.pk,
        len(pdf()),
        Side.PARTNER,
    )


def test_a_refused_paper_signs_nothing(keeper: Worker, paper: Agreement, now: datetime):
    with pytest.raises(FileRefused, match="no PDF"):
        signed(keeper, paper, Side.PARTNER, now, file=b"MZ")
    assert not Signature.objects.exists()


def test_it_lies_sealed(keeper: Worker, paper: Agreement, now: datetime):
    signed(keeper, paper, Side.PARTNER, now, file=pdf())
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM governance_signedfile")
        lies = bytes(cursor.fetchone()[0])
    assert b"PDF" not in lies
    assert b"JVBERi" not in lies  # as base64 begins


def test_both_sides_read_it_and_nobody_else(
    convener, keeper, intake, stranger, foreigner, paper: Agreement, now: datetime
):
    signed(keeper, paper, Side.PARTNER, now, file=pdf())
    asked = {"signature_id": Signature.objects.get().pk, "at": now}
    for reader in (convener, keeper):
        assert content_of(actor=reader.actor, **asked)[1] == pdf()
    for nobody in (intake, stranger, foreigner):
        with pytest.raises(Agreement.DoesNotExist):
            content_of(actor=nobody.actor, **asked)


def test_the_paper_of_a_signature_comes_later_and_once(
    convener, keeper, stranger, paper: Agreement, now: datetime
):
    signed(convener, paper, Side.NETWORK, now)
    ours = {"signature_id": Signature.objects.get().pk, "content": pdf(), "at": now}
    with pytest.raises(NotAllowed):
        add_file(actor=keeper.actor, **ours)
    with pytest.raises(Agreement.DoesNotExist):
        add_file(actor=stranger.actor, **ours)
    add_file(actor=convener.actor, **ours)
    with pytest.raises(StepNotPossible):
        add_file(actor=convener.actor, **ours)


@pytest.mark.parametrize(
    "change",
    ["UPDATE governance_signedfile SET digest = 'other'", "DELETE FROM governance_signedfile"],
)
def test_a_kept_paper_is_kept_even_from_raw_sql(keeper, paper: Agreement, now: datetime, change):
    signed(keeper, paper, Side.PARTNER, now, file=pdf())
    with pytest.raises(Exception, match=r"."), transaction.atomic():
        connection.cursor().execute(change)


def test_on_pages(convener: Worker, keeper: Worker, stranger: Worker, paper: Agreement):
    here = reverse("governance:agreement", args=[paper.pk])
    said = {"side": str(paper.organization_id), "name": "Kim", "office": "Director"}
    said |= {"digest": paper.digest}

    def file(content: bytes) -> SimpleUploadedFile:
        return SimpleUploadedFile("signed.pdf", content, "application/pdf")

    assert keeper.client.post(here, {**said, "file": file(b"MZ")}).status_code == 422
    assert keeper.client.post(here, {**said, "file": file(pdf())}).status_code == 302
    theirs = reverse("governance:signed_file", args=[Signature.objects.get().pk])
    answer = convener.client.get(theirs)
    assert (answer.content, answer["Content-Type"]) == (pdf(), "application/pdf")
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert stranger.client.get(theirs).status_code == 404
    assert convener.client.post(here, {**said, "side": "network"}).status_code == 302
    ours = reverse("governance:signed_file", args=[Signature.objects.get(organization=None).pk])
    assert convener.client.get(ours).status_code == 404
    assert stranger.client.post(ours, {"file": file(pdf())}).status_code == 404
    assert convener.client.post(ours, {}).status_code == 422
    assert convener.client.post(ours, {"file": file(b"MZ")}).status_code == 422
    assert convener.client.post(ours, {"file": file(pdf())}).status_code == 302
    assert "Download the signed PDF" in convener.client.get(here).content.decode()
