"""What must stand above every answer? One list, asked of every door of the matrix."""

from collections.abc import Iterator

from django.http import HttpResponse

SAID = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=()",
    "X-Request-Id": "",
}
REFERRERS = {"same-origin", "no-referrer"}
NEVER = ("'unsafe-inline'", "'unsafe-eval'", "*", "http:", "data:")


def unsaid(response: HttpResponse) -> Iterator[str]:
    """What is missing above this answer, or says too little."""
    for name, least in SAID.items():
        if least not in response.headers.get(name, "(nothing)") or name not in response.headers:
            yield f"{name} is {response.headers.get(name)!r}"
    if response.headers.get("Referrer-Policy") not in REFERRERS:
        yield f"Referrer-Policy is {response.headers.get('Referrer-Policy')!r}"
    if "no-store" not in response.headers.get("Cache-Control", ""):
        yield "a copy may be kept"
    policy = response.headers.get("Content-Security-Policy", "")
    yield from (f"the policy lets in {word}" for word in NEVER if word in policy)
    if "frame-ancestors 'none'" not in policy:
        yield "others may put it into a frame"
