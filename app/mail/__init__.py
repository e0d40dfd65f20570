"""Messages out: plain text, sent by a worker, each at least once.

A room says `post(session, letter)` in its own transaction; a job then hands the letter
to the SMTP server, or keeps it for a while where none is set: a demonstration, or a
site at localhost, then shows it on the outbox page. A letter is
deleted once it is sent, so that no address stays behind.
"""

from app.mail.models import OutgoingMessage
from app.mail.outbox import Letter, forget, list_outbox, post

__all__ = ["Letter", "OutgoingMessage", "forget", "list_outbox", "post"]
