"""Decisions about comments, receipts, moderation and imported rows; all pure."""
