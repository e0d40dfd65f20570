"""The register for programs."""

from app.register.api.systems import RegisterApi

__all__ = ["RegisterApi"]
