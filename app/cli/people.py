"""`folkmoot create-official`."""

from datetime import UTC, datetime

import click
from pydantic import ValidationError
from sqlmodel import Session, select

from app.accounts import services
from app.accounts.models import Organisation, Role
from app.accounts.queries import get_organisation
from app.accounts.schemas import OfficialForm
from app.cli.opening import open_for_command
from app.errors import DomainError, Invalid


@click.command()
@click.option("--name", required=True, help="The person's name.")
@click.option("--email", required=True, help="What they sign in with.")
@click.option(
    "--role",
    default=Role.ADMINISTRATOR.value,
    show_default=True,
    type=click.Choice([role.value for role in Role]),
)
@click.option("--organisation", "slug", help="The body, by the end of its address.")
@click.option("--organisation-name", help="Adds the body if there is none yet.")
@click.option(
    "--password",
    envvar="FOLKMOOT_NEW_PASSWORD",
    prompt=True,
    hide_input=True,
    confirmation_prompt=True,
    help="At least 12 characters; asked for when left out.",
)
def create_official(
    name: str,
    email: str,
    role: str,
    slug: str | None,
    organisation_name: str | None,
    password: str,
) -> None:
    """Add an official who can sign in, and their public body if need be.

    \b
    Example:
      folkmoot create-official --name "Amina Rowe" --email amina@city.example \\
        --organisation city --organisation-name "City of Example"
    """
    try:
        form = OfficialForm(name=name, email=email, role=Role(role), password=password)
    except ValidationError as error:
        fields = ", ".join(str(one["loc"][0]) for one in error.errors())
        message = f"please check: {fields}"
        raise click.ClickException(message) from error
    database = open_for_command()
    with database.write_session() as session:
        try:
            body = _body(session, slug, organisation_name)
            services.create_official(session, body, form, now=datetime.now(UTC))
        except Invalid as error:
            message = " ".join(error.field_errors.values())
            raise click.ClickException(message) from error
        except DomainError as error:
            raise click.ClickException(str(error)) from error
        session.commit()
        click.echo(f"{form.email} can sign in as {role} of {body.name}.")


def _body(session: Session, slug: str | None, name: str | None) -> Organisation:
    slugs = list(session.exec(select(Organisation.slug)))
    slug = slug or (slugs[0] if len(slugs) == 1 else None)
    if slug is None:
        known = ", ".join(slugs) or "none, so give --organisation-name too"
        message = f"say which body with --organisation; there are: {known}"
        raise click.ClickException(message)
    if slug not in slugs and name:
        return services.create_organisation(session, slug, name, now=datetime.now(UTC))
    return get_organisation(session, slug)
