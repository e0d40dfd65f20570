"""Masks personal data by pattern, before anything else sees a text."""

from app.analysis.personal_data.masking import mask
from app.analysis.personal_data.spans import Kind, Masked, Span

__all__ = ["Kind", "Masked", "Span", "mask"]
