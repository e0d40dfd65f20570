"""Every change of what the public sees moves `public_change.number`.

Pages kept in memory are good while it stands still. All tables count, also those that
are added to the first migration later, apart from the ones named here: nothing of them
is on a page that is kept while people write. Of comments only what is published, and
whatever happens to a comment afterwards, so that an arriving comment empties nothing.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# What people send, what the worker and the web note for themselves, and drafts.
UNWATCHED = frozenset(
    {
        "alembic_version", "public_change", "rate_count", "network_key",
        "official_session", "audit_entry", "job", "job_schedule", "worker_beat",
        "submission", "answer", "record_draft", "comment_import", "import_file",
        "register_import", "import_step", "taking_back", "follow", "outgoing_message",
        "invitation", "recovery_code",
        "analysis_run", "found_topic", "found_campaign", "comment_reading",
        "topic_comment", "issue_comment", "read_mark",
    }
)  # fmt: skip
# Filled together with the rows that they are made from.
UNWATCHED_PREFIXES = ("search_", "procrastinate_")
ACTS = ("INSERT", "UPDATE", "DELETE")

MOVE_ON_SQLITE = "UPDATE public_change SET number = number + 1"
# The number of the transaction: another one for each, set once however much it
# changes, and only when it commits, so that nobody waits for the row before.
MOVE_ON_POSTGRESQL = """
CREATE FUNCTION move_public_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE public_change SET number = pg_current_xact_id()::text::bigint
    WHERE number <> pg_current_xact_id()::text::bigint;
  RETURN NULL;
END $$
"""


def upgrade():
    op.execute("INSERT INTO public_change (id, number) VALUES (1, 0)")
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    if not on_sqlite:
        op.execute(MOVE_ON_POSTGRESQL)
    for table in watched():
        for act in ACTS:
            op.execute(
                (sqlite_trigger if on_sqlite else postgresql_trigger)(table, act)
            )


def downgrade():
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in watched():
        for act in ACTS:
            place = "" if on_sqlite else f' ON "{table}"'
            op.execute(f"DROP TRIGGER {name_of(table, act)}{place}")
    if not on_sqlite:
        op.execute("DROP FUNCTION move_public_change()")
    op.execute("DELETE FROM public_change")


def watched():
    return [
        name
        for name in sorted(sa.inspect(op.get_bind()).get_table_names())
        if name not in UNWATCHED and not name.startswith(UNWATCHED_PREFIXES)
    ]


def name_of(table, act):
    return f"public_change_{table}_{act.lower()}"


def only_when(table, act):
    is_arrival = table == "comment" and act == "INSERT"
    return "WHEN (NEW.state = 'published')" if is_arrival else ""


def sqlite_trigger(table, act):
    return (
        f'CREATE TRIGGER {name_of(table, act)} AFTER {act} ON "{table}" '
        f"{only_when(table, act)} BEGIN {MOVE_ON_SQLITE}; END"
    )


def postgresql_trigger(table, act):
    return (
        f'CREATE CONSTRAINT TRIGGER {name_of(table, act)} AFTER {act} ON "{table}" '
        f"DEFERRABLE INITIALLY DEFERRED FOR EACH ROW {only_when(table, act)} "
        "EXECUTE FUNCTION move_public_change()"
    )
