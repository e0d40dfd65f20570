"""What Procrastinate keeps on PostgreSQL: the messages that hand jobs to workers.

A newer library may bring migrations of its own (`LAST` is the newest that is known
here); each then gets a migration of ours, and a test asks for it.

Revision ID: 0005
Revises: 0004
"""

from alembic import op
from procrastinate.schema import SchemaManager

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

LAST = "03.04.00_50_post_add_retry_failed_job_procedure.sql"

DROP = """
DO $$ DECLARE one record; BEGIN
  FOR one IN SELECT tablename AS name FROM pg_tables
    WHERE schemaname = current_schema() AND tablename LIKE 'procrastinate\\_%'
  LOOP EXECUTE format('DROP TABLE %I CASCADE', one.name); END LOOP;
  FOR one IN SELECT oid::regprocedure AS name FROM pg_proc
    WHERE pronamespace = current_schema()::regnamespace
      AND proname LIKE 'procrastinate\\_%'
  LOOP EXECUTE format('DROP FUNCTION %s CASCADE', one.name); END LOOP;
  FOR one IN SELECT typname AS name FROM pg_type
    WHERE typnamespace = current_schema()::regnamespace
      AND typname LIKE 'procrastinate\\_%' AND typtype IN ('e', 'c')
  LOOP EXECUTE format('DROP TYPE %I CASCADE', one.name); END LOOP;
END $$
"""


def upgrade():
    if op.get_bind().dialect.name == "postgresql":
        run(SchemaManager.get_schema())


def downgrade():
    if op.get_bind().dialect.name == "postgresql":
        run(DROP)


def run(statements):
    """Execute past SQLAlchemy: colons and percent signs are SQL here."""
    op.get_bind().connection.driver_connection.execute(statements)
