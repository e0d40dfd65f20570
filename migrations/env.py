"""Runs migrations on the database of the settings, or on the one handed in."""

import importlib.util

from alembic import context
from sqlmodel import SQLModel

from app.db import open_database
from app.settings import read_settings

ROOMS = (
    "jobs",
    "mail.models",
    "web.models",
    "accounts.models",
    "register.models",
    "consultations.models",
    "comments.models",
    "topics.models",
    "official_responses.models",
    "publishing.models",
)
for room in ROOMS:
    if importlib.util.find_spec(f"app.{room}"):
        importlib.import_module(f"app.{room}")


def owned_by_us(name, kind, parent_names):
    """Leave alone what full-text search and the job engines keep for themselves."""
    if kind == "table":
        return not name.startswith(("procrastinate_", "search_"))
    return True


def run() -> None:
    engine = context.config.attributes.get("engine")
    if engine is None:
        engine = open_database(read_settings().url_of_database).engine
    with engine.execution_options(folkmoot_writes=True).connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=SQLModel.metadata,
            include_name=owned_by_us,
            render_as_batch=engine.dialect.name == "sqlite",
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
