"""Which powers does a page of ours give up, and who may keep a copy of it? Said with every answer."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# No page of ours asks a browser for these; a script that came in from elsewhere cannot either.
GIVEN_UP = (
    "accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope", "hid",
    "magnetometer", "microphone", "midi", "payment", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
PERMISSIONS = ", ".join(f"{power}=()" for power in GIVEN_UP)
NO_COPIES = "no-store"


class HeadersMiddleware:
    """Beside what Django's own middleware says. No copy of any answer is kept, but of files that say so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cache-Control", NO_COPIES)
        return response
