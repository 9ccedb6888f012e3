"""A machine on the other side, played by a real HTTP server: a provider of texts, or somebody's program."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs


@dataclass
class Call:
    path: str
    headers: dict[str, str]
    body: str

    @property
    def fields(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(self.body).items()}


@dataclass
class OtherSide:
    """Keeps what it was called with. `status` and `says` are its answer; 0 hangs up without one."""

    port: int = 0
    status: int = 200
    says: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def other_side() -> Iterator[OtherSide]:
    played = OtherSide()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            played.calls.append(Call(self.path, dict(self.headers), body))
            if played.status == 0:
                self.close_connection = True
                return
            self.send_response(played.status)
            for name, value in played.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(played.says)))
            self.end_headers()
            self.wfile.write(played.says)

        def log_message(self, *_words: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    played.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield played
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
