"""Of a SAML answer nothing is believed that their provider did not sign: for us, now, in answer to our question."""

import base64
import copy
from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree

from accounts import saml
from accounts.saml_metadata import NotMetadata, read
from accounts.vouched import Asked, NotVouched
from tests.accounts.identity_provider import SAML, SAMLP, Idp, Key, packed, sign
from tests.accounts.provider import Person

NOW = datetime(2026, 11, 18, 15, 0, tzinfo=UTC)
KEY, NEXT, OTHER, OLD = Key.new(rsa_bits=2048), Key.new(), Key.new(), Key.new(ends=NOW)
IDP = Idp(key=KEY, who=Person("id-priya", {"email": "priya@riverside.example"}))
US, BACK = "https://porchlight.example/us/", "https://porchlight.example/back/"
ASKED = Asked("state", "the-question-we-asked", "")
USUAL = {"us": US, "back": BACK, "question": "qthe-question-we-asked", "at": NOW}
OTHERS = "<saml:Audience>another</saml:Audience>"
XSLT, XPATH = (f"http://www.w3.org/TR/1999/REC-{way}-19991116" for way in ("xslt", "xpath"))
ASSERTION, NAME_ID = f"{{{SAML}}}Assertion", f"{{{SAML}}}NameID"
SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}Signature"


def provider(*keys: Key) -> saml.Provider:
    return saml.Provider(IDP.issuer, IDP.address, tuple(key.text for key in keys), us=US, back=BACK)


def answer(**said: object):
    return IDP.answer(**USUAL | said)


def reads(root: object, *keys: Key, since: datetime | None = None, at: datetime = NOW) -> str:
    """The subject, or why it is not believed."""
    text = root if isinstance(root, str) else packed(root)
    try:
        return saml.vouched(provider(*(keys or (KEY,))), ASKED, text, since=since, at=at).subject
    except NotVouched as error:
        return error.code


def moved(away: timedelta) -> datetime:
    return NOW + away


# --- what is believed


@pytest.mark.parametrize("signs", ["assertion", "answer", "both"])
def test_what_they_signed_for_us_just_now_is_believed(signs):
    said = saml.vouched(provider(KEY), ASKED, packed(answer(signs=signs)), since=None, at=NOW)
    assert (said.subject, said.email) == ("id-priya", "priya@riverside.example")
    assert any(step.endswith("PasswordProtectedTransport") for step in said.steps)
    assert said.once


def test_two_certificates_are_believed_while_one_takes_over_from_the_other():
    assert reads(answer(key=NEXT), KEY) == "signature"
    assert reads(answer(key=NEXT), KEY, NEXT) == "id-priya"
    assert reads(answer(), KEY, NEXT) == "id-priya"
    assert reads(answer(key=OLD), OLD) == "certificate"
    assert reads(answer(), OLD, KEY) == "id-priya"


def test_a_clock_that_is_a_little_off_shuts_nobody_out():
    assert reads(answer(ends=moved(-timedelta(seconds=90)))) == "id-priya"
    assert reads(answer(begins=moved(timedelta(seconds=90)))) == "id-priya"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"issuer": "https://idp.other.example"}, "issuer"),
        ({"us": "https://another.example/"}, "audience"),
        ({"back": "https://another.example/"}, "audience"),
        ({"recipient": "https://another.example/"}, "audience"),
        ({"recipient": f"{BACK}x"}, "audience"),
        ({"condition": "<saml:Condition/>"}, "audience"),
        ({"condition": f"<saml:AudienceRestriction>{OTHERS}</saml:AudienceRestriction>"}, "audience"),
        ({"question": "qanother"}, "nonce"),
        ({"question": ""}, "nonce"),
        ({"ends": moved(-timedelta(minutes=3))}, "expired"),
        ({"begins": moved(timedelta(minutes=3))}, "expired"),
        ({"seen": moved(timedelta(minutes=3))}, "expired"),
        ({"status": "Responder"}, "denied"),
        ({"name": ""}, "no_lasting_name"),
        ({"name": "x" * 256}, "no_lasting_name"),
        ({"format": "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"}, "no_lasting_name"),
        ({"format": "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"}, "no_lasting_name"),
    ],
)  # fmt: skip
def test_what_was_not_for_us_now_is_not(said, why):
    assert reads(answer(**said)) == why
    assert reads(answer(signs="both", **said)) == why


def test_a_name_for_life_may_stand_in_an_attribute():
    """Some providers send an address as the name, and a number for life beside it."""
    address = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"
    assert reads(answer(format=address, objectid="7f00-11")) == "7f00-11"


def test_whoever_must_be_asked_anew_was():
    assert reads(answer(seen=moved(-timedelta(minutes=20))), since=NOW) == "not_asked_anew"
    assert reads(answer(), since=NOW) == "id-priya"


# --- signatures that are none


def test_a_signature_that_is_not_theirs_is_none():
    assert reads(answer(signs="")) == "unsigned"
    assert (
        reads(answer(key=OTHER)) == "signature"
    )  # its own certificate stands in it: nobody asks that
    changed = answer()
    changed.find(f".//{NAME_ID}").text = "id-boss"
    assert reads(changed) == "signature"
    both = answer(signs="both")
    both.find(f".//{NAME_ID}").text = "id-boss"
    assert reads(both) == "signature"
    half = sign(answer(signs="assertion", key=OTHER), KEY)
    assert reads(half) == "signature"  # the answer by them, what it says of her by another


def test_a_weak_way_of_signing_is_none():
    root = answer(signs="")
    inside = root.find(ASSERTION)
    root.replace(inside, sign(inside, KEY, old=True))
    assert reads(root) == "algorithm"


def test_a_signature_by_a_word_that_two_know_is_none():
    """As if their public key were a secret."""
    text = etree.tostring(answer()).replace(b"xmldsig-more#rsa-sha256", b"xmldsig-more#hmac-sha256")
    assert reads(packed(text)) == "algorithm"


@pytest.mark.parametrize("way", [XSLT, XPATH])
def test_what_is_signed_is_not_rewritten_on_the_way(way):
    text = etree.tostring(answer()).replace(
        b"http://www.w3.org/2000/09/xmldsig#enveloped-signature", way.encode()
    )
    assert reads(packed(text)) == "algorithm"


# --- wrapping: a good signature, and something else for whoever reads on


def forged(good, *, name: str = "evil"):
    """Their assertion with another person in it, and without the signature that no longer fits."""
    copied = copy.deepcopy(good)
    copied.find(f".//{NAME_ID}").text = "id-boss"
    copied.set("ID", name)
    if (signature := copied.find(SIGNATURE)) is not None:
        copied.remove(signature)
    return copied


def before(root, good):
    root.insert(0, forged(good))


def behind(root, good):
    root.append(forged(good))


def around(root, good):
    """The forged one outside, the good one within it."""
    bad = forged(good)
    root.replace(good, bad)
    bad.append(good)


def in_its_signature(root, good):
    """The good one kept as an object of a signature that hangs on the forged one."""
    bad, signature = forged(good), good.find(SIGNATURE)
    good.remove(signature)
    root.replace(good, bad)
    bad.append(signature)
    holder = etree.SubElement(signature, "{http://www.w3.org/2000/09/xmldsig#}Object")
    holder.append(good)


def in_extensions(root, good):
    holder = etree.SubElement(root, f"{{{SAMLP}}}Extensions")
    root.replace(good, forged(good))
    holder.append(good)


def signature_elsewhere(root, good):
    """The forged one carries the signature, which names the good one that hides in the status."""
    bad, signature = forged(good), good.find(SIGNATURE)
    root.replace(good, bad)
    good.remove(signature)
    bad.append(signature)
    etree.SubElement(root.find(f"{{{SAMLP}}}Status"), f"{{{SAMLP}}}StatusDetail").append(good)


def same_name(root, good):
    root.append(forged(good, name=good.get("ID")))


def own_name_taken(root, good):
    """The forged one has the name that the signature means; the good one is found by `Id`."""
    bad, signature = forged(good, name=good.get("ID")), good.find(SIGNATURE)
    good.remove(signature)
    good.set("Id", good.attrib.pop("ID"))
    bad.append(signature)
    root.replace(good, bad)
    root.append(good)


WRAPS = (
    before, behind, around, in_its_signature, in_extensions, signature_elsewhere, same_name, own_name_taken,
)  # fmt: skip


@pytest.mark.parametrize("wrap", WRAPS, ids=lambda wrap: wrap.__name__)
def test_a_good_signature_lends_itself_to_nothing_beside_it(wrap):
    root = answer()
    wrap(root, root.find(ASSERTION))
    assert reads(root) in {"shape", "xml", "signature", "unsigned"}


def test_an_answer_around_a_signed_answer_is_not_read():
    good = answer(signs="answer")
    outer = copy.deepcopy(good)
    outer.set("ID", "outer")
    outer.find(f".//{NAME_ID}").text = "id-boss"
    outer.append(good)
    assert reads(outer) in {"shape", "xml"}


# --- documents that nobody sends who means well


@pytest.mark.parametrize("where", ["id-pr<!-- -->iya", "<!-- -->id-priya", "id-priya<?x y?>"])
def test_a_name_with_something_within_is_none(where):
    """Signed over without the comment: two readers would read two names."""
    text = etree.tostring(answer()).replace(b"id-priya", where.encode())
    assert reads(packed(text)) == "xml"


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE r [<!ENTITY x "boss">]>',
        '<!DOCTYPE r SYSTEM "http://127.0.0.1:9/x.dtd">',
        '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>',
    ],
)
def test_declarations_are_refused_unread(declared):
    text = declared.encode() + etree.tostring(answer())
    assert reads(packed(text)) == "xml"
    odd = f'<?xml version="1.0" encoding="utf-16"?>{declared}<r/>'.encode("utf-16")
    assert reads(base64.b64encode(odd).decode()) == "xml"
    with pytest.raises(NotMetadata):
        read(IDP.metadata(before=declared))


@pytest.mark.parametrize(
    "text", ["", "no base64!", "PHg+", base64.b64encode(b"<r/>").decode(), "QQ" * 400_000]
)
def test_what_is_no_answer_is_refused(text):
    assert reads(text) == "xml"


def test_what_is_encrypted_is_refused_with_a_word_of_its_own():
    root = answer(signs="")
    root.replace(root.find(ASSERTION), etree.Element(f"{{{SAML}}}EncryptedAssertion"))
    assert reads(root) == "encrypted"


# --- our question, and what they say of themselves


def test_the_question_names_itself_our_address_and_nobody():
    question = IDP.asked(saml.way_there(provider(KEY), ASKED, at=NOW))
    assert question.get("ID") == "qthe-question-we-asked"
    assert question.get("AssertionConsumerServiceURL") == BACK
    assert question.get("Destination") == IDP.address
    assert question.get("IssueInstant") == "2026-11-18T15:00:00Z"
    assert question.get("ForceAuthn") is None
    assert question.find(f"{{{SAML}}}Subject") is None
    anew = IDP.asked(saml.way_there(provider(KEY), ASKED, at=NOW, again=True))
    assert anew.get("ForceAuthn") == "true"


def test_what_they_say_of_themselves_is_read():
    said = read(IDP.metadata(KEY, NEXT))
    assert (said.issuer, said.address) == (IDP.issuer, IDP.address)
    assert said.certificates == (KEY.text, NEXT.text)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        (("IDPSSODescriptor", "SPSSODescriptor"), "no_provider"),
        (("HTTP-Redirect", "HTTP-Artifact"), "address"),
        ((KEY.text, "AAAA"), "certificate"),
        (("signing", "encryption"), "certificate"),
        ((f'entityID="{IDP.issuer}"', ""), "no_provider"),
        (("md:EntityDescriptor", "md:EntitiesDescriptor"), "several"),
        (("<md:", "<"), "xml"),
    ],
)
def test_what_they_do_not_say_is_told_to_the_admin(changed, why):
    with pytest.raises(NotMetadata) as told:
        read(IDP.metadata().replace(*changed))
    assert told.value.code == why


def test_a_weak_key_is_none():
    with pytest.raises(NotMetadata) as told:
        read(IDP.metadata(Key.new(rsa_bits=1024)))
    assert told.value.code == "weak_key"
