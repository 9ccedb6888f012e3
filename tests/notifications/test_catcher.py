"""The page that shows what was caught: where things are tried out, and nowhere else."""

from email.message import EmailMessage
from pathlib import Path

import pytest

from notifications.channels.message import Message
from notifications.channels.text import Catcher

URL = "/dev/messages/"


def caught_mail(folder: Path, subject: str) -> None:
    mail = EmailMessage()
    mail["To"], mail["Subject"] = "pantry@example.org", subject
    mail.set_content("Please open it:\n\nhttp://testserver/requests/\n")
    (folder / f"{subject}.eml").write_bytes(mail.as_bytes())


@pytest.mark.django_db
def test_mails_and_texts_are_shown_with_their_links(client, texts, settings):
    settings.DEMO = True
    caught_mail(texts, "Neue Anfrage für Sie")
    text = Message(key="k", subject="", body="Hello. http://testserver/f/abc/")
    assert Catcher().send(text, to="+15550100") == Catcher().send(text, to="+15550100")
    page = client.get(URL).content.decode()
    assert "Neue Anfrage für Sie" in page
    assert 'href="http://testserver/requests/"' in page
    assert page.count('href="http://testserver/f/abc/"') == 1, "one key, one text"
    assert "+15550100" in page


@pytest.mark.django_db
def test_half_a_message_is_not_shown_and_none_is_no_error(client, texts, settings):
    settings.DEMO = True
    assert client.get(URL).status_code == 200
    (texts / ".half").write_bytes(b"Subject: Half")
    assert "Half" not in client.get(URL).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("demo", "folder"), [(False, "here"), (True, "")])
def test_elsewhere_there_is_no_such_page(client, settings, demo, folder):
    settings.DEMO, settings.CATCHER_DIR = demo, folder
    assert client.get(URL).status_code == 404
