"""Hands a letter to an SMTP server (RFC 5321), in plain text (RFC 5322)."""

import smtplib
import ssl
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final
from urllib.parse import unquote, urlsplit

from app.mail.models import OutgoingMessage

_SECONDS: Final = 20
_USUAL_PORT: Final = {"smtp": 25, "smtps": 465}


@dataclass(frozen=True, slots=True)
class Server:
    """Where letters are handed over.

    Attributes:
        is_encrypted: Whether it speaks TLS from the first byte; any other is asked to
            change over to it, and has to when there is a password.
    """

    host: str
    port: int
    user: str = ""
    password: str = ""
    is_encrypted: bool = False


def read_server(url: str) -> Server:
    """Read `smtp://user:password@host:587` or `smtps://…`.

    Raises:
        ValueError: It is not such an address.
    """
    parts = urlsplit(url)
    if parts.scheme not in _USUAL_PORT or not parts.hostname:
        message = "a mail server is written smtp://user:password@host:587"
        raise ValueError(message)
    return Server(
        host=parts.hostname,
        port=parts.port or _USUAL_PORT[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        is_encrypted=parts.scheme == "smtps",
    )


class Uncomposable(ValueError):
    """A letter's own address or header breaks the form of letters, now and later."""


def compose(message: OutgoingMessage, sender: str, sender_name: str) -> EmailMessage:
    """Return a letter ready to go; its id lets a second copy be recognised.

    Raises:
        Uncomposable: It is the letter's own fault; its address is not repeated.
        ValueError: It is the sender's, which another setting mends.
    """
    letter = EmailMessage(policy=SMTP)
    letter["From"] = Address(sender_name, addr_spec=sender)
    try:
        _fill(letter, message, sender)
    except (ValueError, IndexError, MessageError):
        problem = "an address or header breaks the form of letters"
        raise Uncomposable(problem) from None
    return letter


def _fill(letter: EmailMessage, message: OutgoingMessage, sender: str) -> None:
    letter["To"] = Address(addr_spec=message.recipient)
    letter["Subject"] = message.subject
    letter["Date"] = format_datetime(message.written_at)
    letter["Message-ID"] = f"<{message.id}@{sender.rpartition('@')[2]}>"
    letter["Auto-Submitted"] = "auto-generated"
    for name, value in message.headers.items():
        letter[name] = value
    letter.set_content(message.text)


def deliver(letter: EmailMessage, server: Server) -> None:
    """Hand one letter over.

    Raises:
        OSError: The server does not answer, or refuses it (`smtplib.SMTPException`).
    """
    context = ssl.create_default_context()
    with _connection(server, context) as smtp:
        smtp.ehlo()
        if not server.is_encrypted and (server.user or smtp.has_extn("starttls")):
            smtp.starttls(context=context)
            smtp.ehlo()
        if server.user:
            smtp.login(server.user, server.password)
        smtp.send_message(letter)


def _connection(server: Server, context: ssl.SSLContext) -> smtplib.SMTP:
    if server.is_encrypted:
        return smtplib.SMTP_SSL(
            server.host, server.port, timeout=_SECONDS, context=context
        )
    return smtplib.SMTP(server.host, server.port, timeout=_SECONDS)


def is_refused_for_good(error: Exception) -> bool:
    """Tell whether trying again is of no use: the server does not take the letter."""
    codes: list[int] = []
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
    elif isinstance(error, smtplib.SMTPDataError):
        codes = [error.smtp_code]
    return bool(codes) and all(code >= 500 for code in codes)  # noqa: PLR2004 - RFC 5321, 4.2.1
