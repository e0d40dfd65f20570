"""The command `folkmoot`.

One module per group of commands beside this one, each listed in `COMMANDS` and
loaded only when its command is called, so that `--help` stays quick. Heavy imports
happen inside the commands.
"""

from importlib import import_module
from keyword import iskeyword
from typing import Any, Final

import click

from app.cli.trouble import told_of

# command -> module of this package that holds it, as an attribute of the same name
# (with an underscore after a word that Python keeps for itself)
COMMANDS: Final[dict[str, str]] = {
    "seed": "seed",
    "audit": "backup",
    "backup": "backup",
    "doctor": "doctor",
    "migrate": "serve",
    "restore": "backup",
    "serve": "serve",
    "worker": "serve",
    "analyse": "analyse",
    "evaluate": "evaluate",
    "import": "importing",
    "consultation": "consultation",
    "export": "export",
    "create-official": "people",
    "redact": "redact",
    "register": "register",
}


class LazyGroup(click.Group):
    """Loads a command's module when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002
        if name not in COMMANDS:
            return None
        module = import_module(f"app.cli.{COMMANDS[name]}")
        attribute = name.replace("-", "_") + "_" * iskeyword(name)
        command: click.Command = getattr(module, attribute)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            told = told_of(error)
            if told is None:
                raise
            raise click.ClickException(told) from error


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="folkmoot")
def main() -> None:
    """Folkmoot: public consultation on government AI."""
