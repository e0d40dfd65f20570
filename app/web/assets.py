"""Builds the served assets; run as `python -m app.web.assets`."""
