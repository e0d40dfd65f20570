"""Full-text search over the register: FTS5 on SQLite, tsvector on PostgreSQL.

The two word tables serve typing mistakes on both: a word that nobody used is compared
with those that share its three-letter pieces. They hold words, never texts.

Revision ID: 0003
Revises: 0001
"""

from alembic import op

revision = "0003"
down_revision = "0001"
branch_labels = None
depends_on = None

ON_SQLITE = """
CREATE VIRTUAL TABLE search_system USING fts5(
    name, summary, body, organisation, identifiers,
    content = '', contentless_delete = 1,
    tokenize = 'porter unicode61 remove_diacritics 2',
    prefix = '3 4'
)
"""
ON_POSTGRESQL = """
CREATE TABLE search_system (number integer PRIMARY KEY, words tsvector NOT NULL)
"""
WORDS = """
CREATE TABLE search_word (word varchar(40) NOT NULL PRIMARY KEY)
"""
TRIGRAMS = """
CREATE TABLE search_trigram (
    trigram varchar(3) NOT NULL,
    word varchar(40) NOT NULL,
    PRIMARY KEY (trigram, word)
)
"""


def upgrade():
    if op.get_bind().dialect.name == "sqlite":
        op.execute(ON_SQLITE)
        op.execute(WORDS + " WITHOUT ROWID")
        op.execute(TRIGRAMS + " WITHOUT ROWID")
        return
    op.execute(ON_POSTGRESQL)
    op.execute("CREATE INDEX ix_search_system ON search_system USING gin (words)")
    # Prefixes are looked up byte by byte, whatever the database's collation.
    op.execute(WORDS.replace("varchar(40)", 'varchar(40) COLLATE "C"'))
    op.execute(TRIGRAMS)


def downgrade():
    for table in ("search_trigram", "search_word", "search_system"):
        op.execute(f"DROP TABLE {table}")
