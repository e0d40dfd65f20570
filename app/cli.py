"""The command `folkmoot`. Heavy imports happen inside the commands that need them."""

import click


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Folkmoot: public consultation on government AI."""
