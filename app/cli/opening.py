"""Opening the database for a command that ends."""

import click

from app.db import Database, open_database
from app.settings import Settings, read_settings


def open_for_command(settings: Settings | None = None) -> Database:
    """Open the database; its connections are closed when the command has ended.

    Without settings they are read from the environment.
    """
    settings = settings or read_settings()
    database = open_database(settings.url_of_database)
    click.get_current_context().call_on_close(database.engine.dispose)
    return database
