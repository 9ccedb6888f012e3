"""Where do the messages go that a fresh machine sends? Into a folder, which a page shows."""

import asyncio
import sys
import time
import uuid
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session


class Catcher:
    """Keeps each message as one file, named so that the newest sorts last."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 aiosmtpd calls it so
        name = f"{time.time_ns():020d}-{uuid.uuid4().hex[:6]}"
        partial = self.folder / f".{name}"
        partial.write_bytes(envelope.original_content or b"")
        partial.rename(self.folder / f"{name}.eml")  # a reader never sees half a message
        return "250 Kept"


async def serve(port: int, folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(Catcher(folder), enable_SMTPUTF8=True), "127.0.0.1", port
    )
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
