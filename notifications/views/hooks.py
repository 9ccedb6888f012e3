"""What do the providers of texts and of mail tell us? Each call is proven by its signature, or refused unread."""

from datetime import datetime
from xml.sax.saxutils import escape

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseForbidden
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core.http import own_context
from notifications.actions import hearing
from notifications.channels import mail_news
from notifications.channels.twilio import UNSUBSCRIBED, is_theirs
from notifications.models.deliveries import Delivery

MOST_BYTES = 20_000
ARRIVED, CAME_BACK = {"delivered", "read"}, {"failed", "undelivered"}
XML = '<?xml version="1.0" encoding="UTF-8"?>\n<Response>{}</Response>'


def is_proven(request: HttpRequest) -> bool:
    """Long bodies are not read at all; nothing is looked up before the signature is right."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES or request.resolver_match is None:
        return False
    url = settings.SITE_URL + reverse(request.resolver_match.view_name)
    fields = {name: str(value) for name, value in request.POST.items()}
    return is_theirs(url, fields, request.headers.get("X-Twilio-Signature", ""))


@csrf_exempt
@require_POST
@login_not_required
@own_context
def reply(request: HttpRequest) -> HttpResponse:
    """A text that somebody sent us. The answer to it stands in the answer to the call."""
    if not is_proven(request):
        return HttpResponseForbidden()
    said = {name: request.POST.get(name, "") for name in ("MessageSid", "From", "Body")}
    text = hearing.Text(said["MessageSid"][:64], said["From"], said["Body"])
    words = hearing.hear(text, at=timezone.now())
    inner = f"<Message>{escape(words)}</Message>" if words else ""
    return HttpResponse(XML.format(inner), content_type="text/xml")


def _did_not_arrive(name: str, code: str, at: datetime) -> None:
    if code == UNSUBSCRIBED:
        hearing.stopped_there(provider_id=name, code=code, at=at)
    else:
        hearing.came_back(channel=Delivery.Channel.TEXT, provider_id=name, code=code, at=at)


@csrf_exempt
@require_POST
@login_not_required
@own_context
def receipt(request: HttpRequest) -> HttpResponse:
    """What became of a text that left."""
    if not is_proven(request):
        return HttpResponseForbidden()
    name, status = request.POST.get("MessageSid", ""), request.POST.get("MessageStatus", "")
    if status in ARRIVED:
        hearing.arrived(channel=Delivery.Channel.TEXT, provider_id=name, at=timezone.now())
    elif status in CAME_BACK:
        code = request.POST.get("ErrorCode", "")[:10] or status
        _did_not_arrive(name, code, timezone.now())
    return HttpResponse(status=204)


@csrf_exempt
@require_POST
@login_not_required
@own_context
def mail(request: HttpRequest) -> HttpResponse:
    """What became of mails that left: the same as a returned mail, for providers that call instead."""
    at = timezone.now()
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return HttpResponseForbidden()
    if not mail_news.is_theirs(request.body, request.headers, at=at):
        return HttpResponseForbidden()
    try:
        told = mail_news.read(request.body)
    except ValueError:
        return HttpResponseBadRequest()
    for news in told:
        _heard_of_mail(news, at)
    return HttpResponse(status=204)


def _heard_of_mail(news: mail_news.News, at: datetime) -> None:
    channel = Delivery.Channel.EMAIL
    if news.has_arrived:
        hearing.arrived(channel=channel, provider_id=news.message_id, at=at)
    else:
        hearing.came_back(channel=channel, provider_id=news.message_id, code=news.code, at=at)
