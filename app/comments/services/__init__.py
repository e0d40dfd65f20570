"""What happens to submissions and comments; nothing here commits."""

from app.comments.services.erasing import erase, withdraw
from app.comments.services.moderation import (
    mask_further,
    publish_comment,
    publish_comments,
    reopen_comment,
    withhold_comment,
)
from app.comments.services.submitting import Sent, correct, mask_all, submit

__all__ = [
    "Sent",
    "correct",
    "erase",
    "mask_all",
    "mask_further",
    "publish_comment",
    "publish_comments",
    "reopen_comment",
    "submit",
    "withdraw",
    "withhold_comment",
]
