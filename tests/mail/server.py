"""A mail server for tests: one thread, plain SMTP, keeps what it is given."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import cast


@dataclass
class Mailbox:
    """What arrived, and how the server answers a letter."""

    port: int = 0
    answer: bytes = b"250 taken\r\n"
    letters: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.wfile.write(b"220 test ready\r\n")
        for line in self.rfile:
            word = line[:4].upper().strip()
            if word == b"DATA":
                self.take()
            elif word == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            else:
                if word == b"RCPT":
                    self.box.recipients.append(line.decode("ascii"))
                self.wfile.write(b"250 ok\r\n")

    @property
    def box(self) -> Mailbox:
        return cast("Mailbox", self.server.box)  # type: ignore[attr-defined]

    def take(self) -> None:
        self.wfile.write(b"354 go on\r\n")
        lines = iter(self.rfile.readline, b".\r\n")
        content = b"".join(line.removeprefix(b".") for line in lines)
        letter = message_from_bytes(content, policy=default)
        self.wfile.write(self.box.answer)
        if self.box.answer.startswith(b"2"):
            self.box.letters.append(letter)


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """Listen on a port of this machine until the test is over."""
    with socketserver.TCPServer(("127.0.0.1", 0), _Handler) as server:
        box = Mailbox(port=server.server_address[1])
        server.box = box  # type: ignore[attr-defined]
        thread = threading.Thread(
            target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )
        thread.start()
        yield box
        server.shutdown()
        thread.join()
