"""first."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import app.db

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "running",
                "done",
                "dead",
                name="jobstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("run_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column(
            "attempt", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False
        ),
        sa.Column("leased_until", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("step", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("progress", sa.Float(), nullable=False),
        sa.Column("failure", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("created_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("finished_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index("ix_job_state_run_at", ["state", "run_at"], unique=False)
        batch_op.create_index(
            "uq_job_waiting_key",
            ["key"],
            unique=True,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    op.create_table(
        "job_schedule",
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("due_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_schedule")),
    )
    op.create_table(
        "network_key",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_network_key")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("about", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "website", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False
        ),
        sa.Column(
            "email", sqlmodel.sql.sqltypes.AutoString(length=254), nullable=False
        ),
        sa.Column("phone", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("address", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "language", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False
        ),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("requires_second_factor", sa.Boolean(), nullable=False),
        sa.Column("created_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("slug", name=op.f("uq_organisation_slug")),
    )
    op.create_table(
        "outgoing_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("about", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column(
            "recipient", sqlmodel.sql.sqltypes.AutoString(length=254), nullable=False
        ),
        sa.Column(
            "subject", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False
        ),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("written_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("kept_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("failure", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_message")),
    )
    with op.batch_alter_table("outgoing_message", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_outgoing_message_about"), ["about"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_outgoing_message_written_at"), ["written_at"], unique=False
        )

    op.create_table(
        "public_change",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_change")),
    )
    op.create_table(
        "rate_count",
        sa.Column(
            "bucket", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False
        ),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("window", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("bucket", "key", "window", name=op.f("pk_rate_count")),
    )
    with op.batch_alter_table("rate_count", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rate_count_ends"), ["ends"], unique=False)

    op.create_table(
        "register_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_state")),
    )
    op.create_table(
        "snapshot",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("made_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("systems", sa.Integer(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_snapshot")),
    )
    op.create_table(
        "worker_beat",
        sa.Column(
            "worker", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False
        ),
        sa.Column("at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("worker", name=op.f("pk_worker_beat")),
    )
    op.create_table(
        "consultation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "proposal",
                "standing",
                name="consultationkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "title", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False
        ),
        sa.Column("summary", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("background", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "language", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False
        ),
        sa.Column("published_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("opens_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("closes_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column(
            "results_published_at", app.db.UTCDateTime(timezone=True), nullable=True
        ),
        sa.Column("answered_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("who_decides", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("decides_on", sa.Date(), nullable=True),
        sa.Column("concerns", sa.JSON(), nullable=False),
        sa.Column("participant_questions", sa.JSON(), nullable=False),
        sa.Column("easy_read", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "easy_read_url",
            sqlmodel.sql.sqltypes.AutoString(length=500),
            nullable=False,
        ),
        sa.Column(
            "audio_url", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False
        ),
        sa.Column(
            "sign_language_url",
            sqlmodel.sql.sqltypes.AutoString(length=500),
            nullable=False,
        ),
        sa.Column(
            "answer_by_phone", sqlmodel.sql.sqltypes.AutoString(), nullable=False
        ),
        sa.Column("answer_by_post", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "answer_in_person", sqlmodel.sql.sqltypes.AutoString(), nullable=False
        ),
        sa.Column("created_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_consultation_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
        sa.UniqueConstraint("slug", name=op.f("uq_consultation_slug")),
    )
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_consultation_organisation_id"),
            ["organisation_id"],
            unique=False,
        )

    op.create_table(
        "official",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "email", sqlmodel.sql.sqltypes.AutoString(length=254), nullable=False
        ),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "moderator",
                "analyst",
                "publisher",
                "administrator",
                name="role",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("password_hash", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "factor_secret", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False
        ),
        sa.Column(
            "factor_pending",
            sqlmodel.sql.sqltypes.AutoString(length=64),
            nullable=False,
        ),
        sa.Column("factor_last_step", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_official_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official")),
        sa.UniqueConstraint("email", name=op.f("uq_official_email")),
    )
    with op.batch_alter_table("official", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_official_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "system",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "proposed",
                "in_development",
                "closed_pilot",
                "open_pilot",
                "in_use",
                "paused",
                "retired",
                "withdrawn",
                "rejected",
                "not_stated",
                name="status",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "no_consultation_reason", sqlmodel.sql.sqltypes.AutoString(), nullable=False
        ),
        sa.Column("current_version", sa.Integer(), nullable=True),
        sa.Column("is_withheld", sa.Boolean(), nullable=False),
        sa.Column("removed_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("removal_reason", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("moved_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("last_confirmed_on", sa.Date(), nullable=True),
        sa.Column("review_due_on", sa.Date(), nullable=True),
        sa.Column("created_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_system_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_system")),
        sa.UniqueConstraint("slug", name=op.f("uq_system_slug")),
    )
    with op.batch_alter_table("system", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_system_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_system_review_due_on"), ["review_due_on"], unique=False
        )

    op.create_table(
        "audit_entry",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("official_id", sa.Uuid(), nullable=True),
        sa.Column(
            "actor", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False
        ),
        sa.Column("act", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column(
            "object_kind", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False
        ),
        sa.Column(
            "object_id", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False
        ),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column(
            "previous_seal", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False
        ),
        sa.Column("seal", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["official_id"], ["official.id"], name=op.f("fk_audit_entry_official_id")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_entry")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_at"), ["at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_audit_entry_object_id"), ["object_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_audit_entry_official_id"), ["official_id"], unique=False
        )

    op.create_table(
        "comment_import",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("official_id", sa.Uuid(), nullable=True),
        sa.Column(
            "file_name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False
        ),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("is_large", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "uploaded",
                "checking",
                "checked",
                "queued",
                "done",
                "undone",
                "discarded",
                name="importstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("question_ids", sa.JSON(), nullable=False),
        sa.Column(
            "attempt", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False
        ),
        sa.Column("progress", sa.Float(), nullable=False),
        sa.Column("failure", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("created_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("finished_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("undone_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_comment_import_consultation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["official_id"], ["official.id"], name=op.f("fk_comment_import_official_id")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by"], ["official.id"], name=op.f("fk_comment_import_undone_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_import")),
    )
    with op.batch_alter_table("comment_import", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_comment_import_consultation_id"),
            ["consultation_id"],
            unique=False,
        )

    op.create_table(
        "error_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "error", "missing", name="reportkind", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("system_id", sa.Uuid(), nullable=True),
        sa.Column(
            "about", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False
        ),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("how_known", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("record_version", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "received",
                "answered",
                "withheld",
                name="reportstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("answer", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("earlier_answers", sa.JSON(), nullable=False),
        sa.Column("reported_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("answered_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column(
            "answer_changed_at", app.db.UTCDateTime(timezone=True), nullable=True
        ),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answering_body_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["official.id"], name=op.f("fk_error_report_answered_by")
        ),
        sa.ForeignKeyConstraint(
            ["answering_body_id"],
            ["organisation.id"],
            name=op.f("fk_error_report_answering_body_id"),
        ),
        sa.ForeignKeyConstraint(
            ["system_id"], ["system.id"], name=op.f("fk_error_report_system_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_error_report")),
        sa.UniqueConstraint("number", name=op.f("uq_error_report_number")),
    )
    with op.batch_alter_table("error_report", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_error_report_reported_at"), ["reported_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_error_report_system_id"), ["system_id"], unique=False
        )

    op.create_table(
        "follow",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "email", sqlmodel.sql.sqltypes.AutoString(length=254), nullable=False
        ),
        sa.Column("system_id", sa.Uuid(), nullable=True),
        sa.Column(
            "query", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False
        ),
        sa.Column(
            "language", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False
        ),
        sa.Column(
            "token_digest", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True
        ),
        sa.Column("asked_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("told_until", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("last_told_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["system_id"], ["system.id"], name=op.f("fk_follow_system_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_follow_token_digest")),
    )
    with op.batch_alter_table("follow", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_follow_asked_at"), ["asked_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_follow_email"), ["email"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_follow_system_id"), ["system_id"], unique=False
        )

    op.create_table(
        "incident",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("system_id", sa.Uuid(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column(
            "title", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False
        ),
        sa.Column("what_happened", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "who_was_affected", sqlmodel.sql.sqltypes.AutoString(), nullable=False
        ),
        sa.Column("what_was_done", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("is_resolved", sa.Boolean(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("published_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("earlier_wordings", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["official.id"], name=op.f("fk_incident_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["system_id"], ["system.id"], name=op.f("fk_incident_system_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_incident_system_id"), ["system_id"], unique=False
        )

    op.create_table(
        "invitation",
        sa.Column(
            "token_digest", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False
        ),
        sa.Column("official_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["official_id"], ["official.id"], name=op.f("fk_invitation_official_id")
        ),
        sa.PrimaryKeyConstraint("token_digest", name=op.f("pk_invitation")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_invitation_official_id"), ["official_id"], unique=False
        )

    op.create_table(
        "issue",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("description", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("phrases", sa.JSON(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("updated_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_issue_consultation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue")),
        sa.UniqueConstraint(
            "consultation_id", "key", name=op.f("uq_issue_consultation_id_key")
        ),
    )
    with op.batch_alter_table("issue", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_issue_consultation_id"), ["consultation_id"], unique=False
        )

    op.create_table(
        "monitoring_reading",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("system_id", sa.Uuid(), nullable=False),
        sa.Column(
            "measure", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False
        ),
        sa.Column("unit", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("measured_on", sa.Date(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("earlier_values", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by"],
            ["official.id"],
            name=op.f("fk_monitoring_reading_recorded_by"),
        ),
        sa.ForeignKeyConstraint(
            ["system_id"], ["system.id"], name=op.f("fk_monitoring_reading_system_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monitoring_reading")),
        sa.UniqueConstraint(
            "system_id",
            "measure",
            "measured_on",
            name=op.f("uq_monitoring_reading_system_id_measure_measured_on"),
        ),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_notice_consultation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_notice_consultation_id"), ["consultation_id"], unique=False
        )

    op.create_table(
        "official_session",
        sa.Column(
            "token_digest", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False
        ),
        sa.Column("official_id", sa.Uuid(), nullable=False),
        sa.Column("signed_in_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("needs_factor", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["official_id"],
            ["official.id"],
            name=op.f("fk_official_session_official_id"),
        ),
        sa.PrimaryKeyConstraint("token_digest", name=op.f("pk_official_session")),
    )
    with op.batch_alter_table("official_session", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_official_session_expires_at"), ["expires_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_official_session_official_id"), ["official_id"], unique=False
        )

    op.create_table(
        "proposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("system_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "title", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("already_decides", sa.Boolean(), nullable=False),
        sa.Column("how_to_contest", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_proposal_consultation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["system_id"], ["system.id"], name=op.f("fk_proposal_system_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_proposal_consultation_id"), ["consultation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_proposal_system_id"), ["system_id"], unique=False
        )

    op.create_table(
        "record_draft",
        sa.Column("system_id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column(
            "language", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False
        ),
        sa.Column("updated_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Uuid(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["system_id"], ["system.id"], name=op.f("fk_record_draft_system_id")
        ),
        sa.ForeignKeyConstraint(
            ["updated_by"], ["official.id"], name=op.f("fk_record_draft_updated_by")
        ),
        sa.PrimaryKeyConstraint("system_id", name=op.f("pk_record_draft")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("official_id", sa.Uuid(), nullable=False),
        sa.Column(
            "digest", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False
        ),
        sa.Column("used_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["official_id"], ["official.id"], name=op.f("fk_recovery_code_official_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_recovery_code_official_id"), ["official_id"], unique=False
        )

    op.create_table(
        "register_entry",
        sa.Column("system_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("slug", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("summary", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "language", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False
        ),
        sa.Column(
            "organisation_slug",
            sqlmodel.sql.sqltypes.AutoString(length=80),
            nullable=False,
        ),
        sa.Column(
            "organisation_name",
            sqlmodel.sql.sqltypes.AutoString(length=200),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "proposed",
                "in_development",
                "closed_pilot",
                "open_pilot",
                "in_use",
                "paused",
                "retired",
                "withdrawn",
                "rejected",
                "not_stated",
                name="status",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("facets", sa.JSON(), nullable=False),
        sa.Column("completeness", sa.Integer(), nullable=False),
        sa.Column("lapses", sa.JSON(), nullable=False),
        sa.Column("comments", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("review_due_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["system_id"], ["system.id"], name=op.f("fk_register_entry_system_id")
        ),
        sa.PrimaryKeyConstraint("system_id", name=op.f("pk_register_entry")),
        sa.UniqueConstraint("number", name=op.f("uq_register_entry_number")),
    )
    with op.batch_alter_table("register_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_register_entry_organisation_slug"),
            ["organisation_slug"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_register_entry_updated_at"), ["updated_at"], unique=False
        )

    op.create_table(
        "register_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("system_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "published",
                "changed",
                "weakened",
                "corrected",
                "incident",
                "confirmed",
                "review_overdue",
                "retired",
                "removed",
                "restored",
                name="eventkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_register_event_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["system_id"], ["system.id"], name=op.f("fk_register_event_system_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_event")),
    )
    with op.batch_alter_table("register_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_register_event_at"), ["at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_register_event_organisation_id"),
            ["organisation_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_register_event_system_id"), ["system_id"], unique=False
        )

    op.create_table(
        "register_import",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("official_id", sa.Uuid(), nullable=False),
        sa.Column(
            "format", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False
        ),
        sa.Column(
            "file_name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False
        ),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("is_partial", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "checking",
                "checked",
                "importing",
                "done",
                "failed",
                name="importstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "attempt", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("failure", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("failure_parameters", sa.JSON(), nullable=False),
        sa.Column("uploaded_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("finished_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["official_id"],
            ["official.id"],
            name=op.f("fk_register_import_official_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_register_import_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_import")),
    )
    with op.batch_alter_table("register_import", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_register_import_organisation_id"),
            ["organisation_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_register_import_uploaded_at"), ["uploaded_at"], unique=False
        )

    op.create_table(
        "register_record",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("system_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "proposed",
                "in_development",
                "closed_pilot",
                "open_pilot",
                "in_use",
                "paused",
                "retired",
                "withdrawn",
                "rejected",
                "not_stated",
                name="status",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column(
            "language", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False
        ),
        sa.Column("published_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column(
            "author", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False
        ),
        sa.Column("change_note", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("change_reason", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "no_consultation_reason", sqlmodel.sql.sqltypes.AutoString(), nullable=False
        ),
        sa.Column("caused_by", sa.JSON(), nullable=True),
        sa.Column("is_correction", sa.Boolean(), nullable=False),
        sa.Column("weakenings", sa.JSON(), nullable=False),
        sa.Column("reading_grade", sa.Float(), nullable=True),
        sa.Column(
            "taken_from", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False
        ),
        sa.Column("repeats_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("seal", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["official.id"], name=op.f("fk_register_record_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["system_id"], ["system.id"], name=op.f("fk_register_record_system_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_record")),
        sa.UniqueConstraint(
            "system_id", "version", name=op.f("uq_register_record_system_id_version")
        ),
    )
    with op.batch_alter_table("register_record", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_register_record_published_at"),
            ["published_at"],
            unique=False,
        )

    op.create_table(
        "sidecar",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("system_id", sa.Uuid(), nullable=False),
        sa.Column(
            "format", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False
        ),
        sa.Column(
            "source_key", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False
        ),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column(
            "digest", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("imported_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["system_id"], ["system.id"], name=op.f("fk_sidecar_system_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sidecar")),
        sa.UniqueConstraint(
            "format", "source_key", name=op.f("uq_sidecar_format_source_key")
        ),
    )
    with op.batch_alter_table("sidecar", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sidecar_system_id"), ["system_id"], unique=False
        )

    op.create_table(
        "system_feedback",
        sa.Column("system_id", sa.Uuid(), nullable=False),
        sa.Column("consultations", sa.Integer(), nullable=False),
        sa.Column("submissions", sa.Integer(), nullable=False),
        sa.Column("comments", sa.Integer(), nullable=False),
        sa.Column("distinct_texts", sa.Integer(), nullable=False),
        sa.Column("is_consulted_on", sa.Boolean(), nullable=False),
        sa.Column("updated_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["system_id"], ["system.id"], name=op.f("fk_system_feedback_system_id")
        ),
        sa.PrimaryKeyConstraint("system_id", name=op.f("pk_system_feedback")),
    )
    op.create_table(
        "topic_publication",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("published_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_topic_publication_consultation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["published_by"],
            ["official.id"],
            name=op.f("fk_topic_publication_published_by"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_publication")),
    )
    with op.batch_alter_table("topic_publication", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_topic_publication_consultation_id"),
            ["consultation_id"],
            unique=False,
        )

    op.create_table(
        "decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "proceed",
                "change",
                "stop",
                name="outcome",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("summary", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("reasons", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "decided_by", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False
        ),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("published_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_decision_consultation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_decision_proposal_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["official.id"], name=op.f("fk_decision_recorded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_decision_proposal_id")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_decision_consultation_id"), ["consultation_id"], unique=False
        )

    op.create_table(
        "import_file",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["comment_import.id"], name=op.f("fk_import_file_import_id")
        ),
        sa.PrimaryKeyConstraint("import_id", name=op.f("pk_import_file")),
    )
    op.create_table(
        "import_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("system_id", sa.Uuid(), nullable=False),
        sa.Column(
            "act",
            sa.Enum(
                "created",
                "updated",
                "removed",
                "kept",
                name="stepact",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("removed_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("moved_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "taken_back",
                "later_import",
                "newer_version",
                "moved",
                "added_to",
                "of_others",
                name="stepoutcome",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["register_import.id"],
            name=op.f("fk_import_step_import_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["system_id"],
            ["system.id"],
            name=op.f("fk_import_step_system_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_step")),
        sa.UniqueConstraint(
            "import_id", "system_id", name=op.f("uq_import_step_import_id_system_id")
        ),
    )
    with op.batch_alter_table("import_step", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_import_step_system_id"), ["system_id"], unique=False
        )

    op.create_table(
        "proposal_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "what_is_proposed", sqlmodel.sql.sqltypes.AutoString(), nullable=False
        ),
        sa.Column(
            "what_the_ai_does", sqlmodel.sql.sqltypes.AutoString(), nullable=False
        ),
        sa.Column("data_used", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "what_could_go_wrong", sqlmodel.sql.sqltypes.AutoString(), nullable=False
        ),
        sa.Column("safeguards", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("change_note", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("created_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["proposal.id"],
            name=op.f("fk_proposal_version_proposal_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_version")),
        sa.UniqueConstraint(
            "proposal_id",
            "version",
            name=op.f("uq_proposal_version_proposal_id_version"),
        ),
    )
    op.create_table(
        "question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=True),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "free_text",
                "stance",
                "choice",
                "rating",
                name="questionkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "wording", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False
        ),
        sa.Column("help_text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_question_consultation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_question_proposal_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
    )
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_question_consultation_id"), ["consultation_id"], unique=False
        )

    op.create_table(
        "submission",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "web",
                "api",
                "import",
                "phone",
                "post",
                "in_person",
                name="channel",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "language", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False
        ),
        sa.Column("submitted_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column(
            "receipt_digest", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True
        ),
        sa.Column(
            "idempotency_key",
            sqlmodel.sql.sqltypes.AutoString(length=64),
            nullable=True,
        ),
        sa.Column(
            "content_digest", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True
        ),
        sa.Column(
            "source_key", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=True
        ),
        sa.Column("import_id", sa.Uuid(), nullable=True),
        sa.Column("entered_by", sa.Uuid(), nullable=True),
        sa.Column("risks", sa.JSON(), nullable=False),
        sa.Column("may_publish", sa.Boolean(), nullable=False),
        sa.Column("about_participant", sa.JSON(), nullable=False),
        sa.Column("withdrawn_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("erased_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_submission_consultation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["official.id"], name=op.f("fk_submission_entered_by")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["comment_import.id"], name=op.f("fk_submission_import_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint(
            "consultation_id",
            "source_key",
            name=op.f("uq_submission_consultation_id_source_key"),
        ),
        sa.UniqueConstraint(
            "idempotency_key", name=op.f("uq_submission_idempotency_key")
        ),
        sa.UniqueConstraint(
            "receipt_digest", name=op.f("uq_submission_receipt_digest")
        ),
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_submission_import_id"), ["import_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_submission_submitted_at"), ["submitted_at"], unique=False
        )

    op.create_table(
        "taking_back",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("official_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "working",
                "done",
                "stopped",
                name="takingbackstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "attempt", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("asked_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("finished_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["register_import.id"],
            name=op.f("fk_taking_back_import_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["official_id"], ["official.id"], name=op.f("fk_taking_back_official_id")
        ),
        sa.PrimaryKeyConstraint("import_id", name=op.f("pk_taking_back")),
    )
    op.create_table(
        "analysis_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "running",
                "done",
                "failed",
                name="runstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("step", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("progress", sa.Float(), nullable=False),
        sa.Column(
            "attempt", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False
        ),
        sa.Column("requested_by", sa.Uuid(), nullable=True),
        sa.Column("queued_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("started_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("finished_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("failure", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("timings", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_analysis_run_consultation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_analysis_run_question_id")
        ),
        sa.ForeignKeyConstraint(
            ["requested_by"], ["official.id"], name=op.f("fk_analysis_run_requested_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_analysis_run")),
    )
    with op.batch_alter_table("analysis_run", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_analysis_run_consultation_id"),
            ["consultation_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_analysis_run_question_id"), ["question_id"], unique=False
        )

    op.create_table(
        "answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=True),
        sa.Column(
            "value", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_answer_question_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_answer_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint(
            "submission_id",
            "question_id",
            "value",
            name=op.f("uq_answer_submission_id_question_id_value"),
        ),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_answer_question_id"), ["question_id"], unique=False
        )

    op.create_table(
        "comment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=True),
        sa.Column("proposal_version", sa.Integer(), nullable=True),
        sa.Column("record_version", sa.Integer(), nullable=True),
        sa.Column("import_id", sa.Uuid(), nullable=True),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("masked_text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "language", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False
        ),
        sa.Column(
            "state",
            sa.Enum(
                "received",
                "published",
                "counted_only",
                "withheld",
                "withdrawn",
                "erased",
                name="commentstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "withheld_reason",
            sqlmodel.sql.sqltypes.AutoString(length=60),
            nullable=False,
        ),
        sa.Column("state_note", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("state_changed_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("state_changed_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["comment_import.id"], name=op.f("fk_comment_import_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_comment_proposal_id")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_comment_question_id")
        ),
        sa.ForeignKeyConstraint(
            ["state_changed_by"],
            ["official.id"],
            name=op.f("fk_comment_state_changed_by"),
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_comment_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
        sa.UniqueConstraint(
            "submission_id",
            "question_id",
            name=op.f("uq_comment_submission_id_question_id"),
        ),
    )
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_comment_created_at"), ["created_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_comment_import_id"), ["import_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_comment_question_id"), ["question_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_comment_state"), ["state"], unique=False)

    op.create_table(
        "issue_review",
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "confirmed",
                "hidden",
                name="issuestate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("changed_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["official.id"], name=op.f("fk_issue_review_changed_by")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_issue_review_question_id")
        ),
        sa.PrimaryKeyConstraint("question_id", "key", name=op.f("pk_issue_review")),
    )
    op.create_table(
        "comment_reading",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("topic_keys", sa.JSON(), nullable=False),
        sa.Column("tone", sa.Float(), nullable=True),
        sa.Column(
            "language", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False
        ),
        sa.Column(
            "campaign", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=True
        ),
        sa.Column("is_substantive", sa.Boolean(), nullable=False),
        sa.Column("passages", sa.JSON(), nullable=False),
        sa.Column("shared_text", sa.JSON(), nullable=False),
        sa.Column("adds_text", sa.Boolean(), nullable=False),
        sa.Column("same_as", sa.Uuid(), nullable=True),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("digest", sqlmodel.sql.sqltypes.AutoString(length=4), nullable=False),
        sa.Column("joined_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment.id"],
            name=op.f("fk_comment_reading_comment_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["analysis_run.id"], name=op.f("fk_comment_reading_run_id")
        ),
        sa.PrimaryKeyConstraint(
            "run_id", "comment_id", name=op.f("pk_comment_reading")
        ),
    )
    with op.batch_alter_table("comment_reading", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_comment_reading_comment_id"), ["comment_id"], unique=False
        )

    op.create_table(
        "found_campaign",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("comments", sa.Integer(), nullable=False),
        sa.Column("distinct_texts", sa.Integer(), nullable=False),
        sa.Column("representative_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["representative_id"],
            ["comment.id"],
            name=op.f("fk_found_campaign_representative_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["analysis_run.id"], name=op.f("fk_found_campaign_run_id")
        ),
        sa.PrimaryKeyConstraint("run_id", "key", name=op.f("pk_found_campaign")),
    )
    op.create_table(
        "found_topic",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column(
            "parent_key", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=True
        ),
        sa.Column(
            "label", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False
        ),
        sa.Column("keywords", sa.JSON(), nullable=False),
        sa.Column("comments", sa.Integer(), nullable=False),
        sa.Column("distinct_texts", sa.Integer(), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("share_low", sa.Float(), nullable=False),
        sa.Column("share_high", sa.Float(), nullable=False),
        sa.Column("stability", sa.Float(), nullable=False),
        sa.Column("tone", sa.JSON(), nullable=False),
        sa.Column("quotes", sa.JSON(), nullable=False),
        sa.Column("centroid", sa.JSON(), nullable=False),
        sa.Column("reach", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["analysis_run.id"], name=op.f("fk_found_topic_run_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_found_topic")),
        sa.UniqueConstraint("run_id", "key", name=op.f("uq_found_topic_run_id_key")),
    )
    op.create_table(
        "issue_comment",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment.id"],
            name=op.f("fk_issue_comment_comment_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["analysis_run.id"], name=op.f("fk_issue_comment_run_id")
        ),
        sa.PrimaryKeyConstraint(
            "run_id", "key", "comment_id", name=op.f("pk_issue_comment")
        ),
    )
    with op.batch_alter_table("issue_comment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_issue_comment_comment_id"), ["comment_id"], unique=False
        )

    op.create_table(
        "read_mark",
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("official_id", sa.Uuid(), nullable=False),
        sa.Column("read_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment.id"],
            name=op.f("fk_read_mark_comment_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["official_id"], ["official.id"], name=op.f("fk_read_mark_official_id")
        ),
        sa.PrimaryKeyConstraint("comment_id", "official_id", name=op.f("pk_read_mark")),
    )
    op.create_table(
        "topic",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column(
            "parent_key", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=True
        ),
        sa.Column("latest_run_id", sa.Uuid(), nullable=False),
        sa.Column(
            "label", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False
        ),
        sa.Column(
            "machine_label",
            sqlmodel.sql.sqltypes.AutoString(length=300),
            nullable=False,
        ),
        sa.Column("description", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "confirmed",
                "hidden",
                "merged",
                "gone",
                name="topicstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("state_reason", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("merged_into_id", sa.Uuid(), nullable=True),
        sa.Column("split_from_id", sa.Uuid(), nullable=True),
        sa.Column("stands_alone", sa.Boolean(), nullable=False),
        sa.Column("updated_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_topic_consultation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["latest_run_id"], ["analysis_run.id"], name=op.f("fk_topic_latest_run_id")
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["topic.id"], name=op.f("fk_topic_merged_into_id")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_topic_question_id")
        ),
        sa.ForeignKeyConstraint(
            ["split_from_id"], ["topic.id"], name=op.f("fk_topic_split_from_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic")),
        sa.UniqueConstraint(
            "question_id", "key", name=op.f("uq_topic_question_id_key")
        ),
    )
    with op.batch_alter_table("topic", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_topic_consultation_id"), ["consultation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_topic_question_id"), ["question_id"], unique=False
        )

    op.create_table(
        "topic_comment",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("is_main", sa.Boolean(), nullable=False),
        sa.Column("tone", sa.Float(), nullable=True),
        sa.Column(
            "placed_by",
            sa.Enum(
                "run",
                "joined",
                "official",
                name="placedby",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_taken_out", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment.id"],
            name=op.f("fk_topic_comment_comment_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["analysis_run.id"], name=op.f("fk_topic_comment_run_id")
        ),
        sa.PrimaryKeyConstraint(
            "run_id", "key", "comment_id", name=op.f("pk_topic_comment")
        ),
    )
    with op.batch_alter_table("topic_comment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_topic_comment_comment_id"), ["comment_id"], unique=False
        )

    op.create_table(
        "official_response",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("topic_id", sa.Uuid(), nullable=False),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("what_changes", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=True),
        sa.Column("updated_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("published_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topic.id"], name=op.f("fk_official_response_topic_id")
        ),
        sa.ForeignKeyConstraint(
            ["written_by"],
            ["official.id"],
            name=op.f("fk_official_response_written_by"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official_response")),
        sa.UniqueConstraint("topic_id", name=op.f("uq_official_response_topic_id")),
    )
    op.create_table(
        "topic_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("topic_id", sa.Uuid(), nullable=False),
        sa.Column("at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("official_id", sa.Uuid(), nullable=True),
        sa.Column("act", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("undone_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["official_id"], ["official.id"], name=op.f("fk_topic_event_official_id")
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topic.id"], name=op.f("fk_topic_event_topic_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_event")),
    )
    with op.batch_alter_table("topic_event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_topic_event_topic_id"), ["topic_id"], unique=False
        )

    op.create_table(
        "promise",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "owner", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False
        ),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "kept",
                "dropped",
                name="promisestate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("kept_by_record_id", sa.Uuid(), nullable=True),
        sa.Column("state_note", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("state_changed_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["kept_by_record_id"],
            ["register_record.id"],
            name=op.f("fk_promise_kept_by_record_id"),
        ),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["official_response.id"],
            name=op.f("fk_promise_response_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise")),
    )
    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_promise_response_id"), ["response_id"], unique=False
        )

    op.create_table(
        "topic_move",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("from_topic_id", sa.Uuid(), nullable=True),
        sa.Column("to_topic_id", sa.Uuid(), nullable=True),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("is_undone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment.id"],
            name=op.f("fk_topic_move_comment_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["topic_event.id"], name=op.f("fk_topic_move_event_id")
        ),
        sa.ForeignKeyConstraint(
            ["from_topic_id"], ["topic.id"], name=op.f("fk_topic_move_from_topic_id")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_topic_move_question_id")
        ),
        sa.ForeignKeyConstraint(
            ["to_topic_id"], ["topic.id"], name=op.f("fk_topic_move_to_topic_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_move")),
    )
    with op.batch_alter_table("topic_move", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_topic_move_comment_id"), ["comment_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_topic_move_event_id"), ["event_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_topic_move_question_id"), ["question_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("topic_move", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_topic_move_question_id"))
        batch_op.drop_index(batch_op.f("ix_topic_move_event_id"))
        batch_op.drop_index(batch_op.f("ix_topic_move_comment_id"))

    op.drop_table("topic_move")
    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_promise_response_id"))

    op.drop_table("promise")
    with op.batch_alter_table("topic_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_topic_event_topic_id"))

    op.drop_table("topic_event")
    op.drop_table("official_response")
    with op.batch_alter_table("topic_comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_topic_comment_comment_id"))

    op.drop_table("topic_comment")
    with op.batch_alter_table("topic", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_topic_question_id"))
        batch_op.drop_index(batch_op.f("ix_topic_consultation_id"))

    op.drop_table("topic")
    op.drop_table("read_mark")
    with op.batch_alter_table("issue_comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_issue_comment_comment_id"))

    op.drop_table("issue_comment")
    op.drop_table("found_topic")
    op.drop_table("found_campaign")
    with op.batch_alter_table("comment_reading", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_comment_reading_comment_id"))

    op.drop_table("comment_reading")
    op.drop_table("issue_review")
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_comment_state"))
        batch_op.drop_index(batch_op.f("ix_comment_question_id"))
        batch_op.drop_index(batch_op.f("ix_comment_import_id"))
        batch_op.drop_index(batch_op.f("ix_comment_created_at"))

    op.drop_table("comment")
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_question_id"))

    op.drop_table("answer")
    with op.batch_alter_table("analysis_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_analysis_run_question_id"))
        batch_op.drop_index(batch_op.f("ix_analysis_run_consultation_id"))

    op.drop_table("analysis_run")
    op.drop_table("taking_back")
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submission_submitted_at"))
        batch_op.drop_index(batch_op.f("ix_submission_import_id"))

    op.drop_table("submission")
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_question_consultation_id"))

    op.drop_table("question")
    op.drop_table("proposal_version")
    with op.batch_alter_table("import_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_step_system_id"))

    op.drop_table("import_step")
    op.drop_table("import_file")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_consultation_id"))

    op.drop_table("decision")
    with op.batch_alter_table("topic_publication", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_topic_publication_consultation_id"))

    op.drop_table("topic_publication")
    op.drop_table("system_feedback")
    with op.batch_alter_table("sidecar", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sidecar_system_id"))

    op.drop_table("sidecar")
    with op.batch_alter_table("register_record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_register_record_published_at"))

    op.drop_table("register_record")
    with op.batch_alter_table("register_import", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_register_import_uploaded_at"))
        batch_op.drop_index(batch_op.f("ix_register_import_organisation_id"))

    op.drop_table("register_import")
    with op.batch_alter_table("register_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_register_event_system_id"))
        batch_op.drop_index(batch_op.f("ix_register_event_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_register_event_at"))

    op.drop_table("register_event")
    with op.batch_alter_table("register_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_register_entry_updated_at"))
        batch_op.drop_index(batch_op.f("ix_register_entry_organisation_slug"))

    op.drop_table("register_entry")
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recovery_code_official_id"))

    op.drop_table("recovery_code")
    op.drop_table("record_draft")
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_system_id"))
        batch_op.drop_index(batch_op.f("ix_proposal_consultation_id"))

    op.drop_table("proposal")
    with op.batch_alter_table("official_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_official_session_official_id"))
        batch_op.drop_index(batch_op.f("ix_official_session_expires_at"))

    op.drop_table("official_session")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notice_consultation_id"))

    op.drop_table("notice")
    op.drop_table("monitoring_reading")
    with op.batch_alter_table("issue", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_issue_consultation_id"))

    op.drop_table("issue")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_official_id"))

    op.drop_table("invitation")
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_incident_system_id"))

    op.drop_table("incident")
    with op.batch_alter_table("follow", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_follow_system_id"))
        batch_op.drop_index(batch_op.f("ix_follow_email"))
        batch_op.drop_index(batch_op.f("ix_follow_asked_at"))

    op.drop_table("follow")
    with op.batch_alter_table("error_report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_error_report_system_id"))
        batch_op.drop_index(batch_op.f("ix_error_report_reported_at"))

    op.drop_table("error_report")
    with op.batch_alter_table("comment_import", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_comment_import_consultation_id"))

    op.drop_table("comment_import")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entry_official_id"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_object_id"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_at"))

    op.drop_table("audit_entry")
    with op.batch_alter_table("system", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_system_review_due_on"))
        batch_op.drop_index(batch_op.f("ix_system_organisation_id"))

    op.drop_table("system")
    with op.batch_alter_table("official", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_official_organisation_id"))

    op.drop_table("official")
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consultation_organisation_id"))

    op.drop_table("consultation")
    op.drop_table("worker_beat")
    op.drop_table("snapshot")
    op.drop_table("register_state")
    with op.batch_alter_table("rate_count", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rate_count_ends"))

    op.drop_table("rate_count")
    op.drop_table("public_change")
    with op.batch_alter_table("outgoing_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outgoing_message_written_at"))
        batch_op.drop_index(batch_op.f("ix_outgoing_message_about"))

    op.drop_table("outgoing_message")
    op.drop_table("organisation")
    op.drop_table("network_key")
    op.drop_table("job_schedule")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_job_waiting_key",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.drop_index("ix_job_state_run_at")

    op.drop_table("job")
