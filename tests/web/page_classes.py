"""Every page dataclass of the application, found by looking into every module."""

import pkgutil
from dataclasses import is_dataclass
from importlib import import_module
from typing import Any

import app


def page_classes() -> list[type[Any]]:
    """Return the page dataclasses that `app.asgi` and its rooms define."""
    found: dict[str, type[Any]] = {}
    for module in pkgutil.walk_packages(app.__path__, "app."):
        if not _may_hold_pages(module.name):
            continue
        for name, one in vars(import_module(module.name)).items():
            if isinstance(one, type) and is_dataclass(one) and hasattr(one, "template"):
                found[f"{one.__module__}.{name}"] = one
    return list(found.values())


def _may_hold_pages(name: str) -> bool:
    parts = name.split(".")
    return "web" in parts or "pages" in parts
