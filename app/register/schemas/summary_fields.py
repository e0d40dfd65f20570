"""The first layer: what anyone should be able to read in a minute."""

from typing import Final

from app.errors import N_
from app.register.schemas import choices
from app.register.schemas.kinds import Column, Kind, Layer, RecordField

_WHAT: Final = N_("What it is")
_DECIDES: Final = N_("Who decides")
_RISKS: Final = N_("What could go wrong")
_CONTEST: Final = N_("Ask and contest")
_KEPT: Final = N_("The record itself")

SUMMARY_FIELDS: Final = (
    RecordField(
        1, "record_id", N_("Identifier"),
        N_("The record's own address. It is never given to another system."),
        Kind.KEPT_ELSEWHERE, Layer.SUMMARY, _KEPT,
    ),
    RecordField(
        2, "name", N_("Name"), N_("The name that the public meets."),
        Kind.KEPT_ELSEWHERE, Layer.SUMMARY, _WHAT,
    ),
    RecordField(
        3, "one_line", N_("In one sentence"),
        N_("What the system does, in one sentence of at most 30 words."),
        Kind.TEXT, Layer.SUMMARY, _WHAT, is_required=True,
    ),
    RecordField(
        4, "plain_summary", N_("What it is for"),
        N_("What it does and why, for someone who has never heard of it. "
           "Short sentences, no technical words."),
        Kind.LONG_TEXT, Layer.SUMMARY, _WHAT, is_required=True,
    ),
    RecordField(
        11, "organisation", N_("Responsible body"),
        N_("The public body that answers for the system."),
        Kind.KEPT_ELSEWHERE, Layer.SUMMARY, _WHAT,
    ),
    RecordField(
        19, "status", N_("Status"), N_("Where the system is in its life."),
        Kind.KEPT_ELSEWHERE, Layer.SUMMARY, _WHAT,
    ),
    RecordField(
        20, "use_started", N_("In use or on trial since"),
        N_("A year, a month or a day: 2025, 2025-03 or 2025-03-14."),
        Kind.DATE, Layer.SUMMARY, _WHAT, is_required=True,
    ),
    RecordField(
        21, "use_ended", N_("No longer used since"),
        N_("Only for a system that has ended."),
        Kind.DATE, Layer.SUMMARY, _WHAT,
    ),
    RecordField(
        32, "people_affected", N_("Whom it affects"),
        N_("Who is affected, directly or not, and how."),
        Kind.LONG_TEXT, Layer.SUMMARY, _WHAT, is_required=True,
    ),
    RecordField(
        32, "people_groups", N_("Groups of people affected"),
        N_("Tick every group it affects; readers filter by this."),
        Kind.CHOICES, Layer.SUMMARY, _WHAT, choices=choices.PEOPLE,
    ),
    RecordField(
        0, "effects", N_("What it does to me"),
        N_("What a member of the public would notice; readers browse by this."),
        Kind.CHOICES, Layer.SUMMARY, _WHAT, is_required=True, choices=choices.EFFECTS,
    ),
    RecordField(
        34, "automation_degree", N_("What it decides and what people decide"),
        N_("Choose the strongest thing it ever does on its own."),
        Kind.CHOICE, Layer.SUMMARY, _DECIDES, is_required=True,
        choices=choices.AUTOMATION,
    ),
    RecordField(
        36, "human_review", N_("How people check it"),
        N_("Who looks at its results, when, and how they can overrule it."),
        Kind.LONG_TEXT, Layer.SUMMARY, _DECIDES, is_required=True,
    ),
    RecordField(
        64, "personal_data_used", N_("Uses personal data"),
        N_("Yes as soon as any data about people who can be recognised is used."),
        Kind.YES_NO, Layer.SUMMARY, _DECIDES, is_required=True,
    ),
    RecordField(
        50, "risks", N_("Risks and what is done about them"),
        N_("One row for each risk. An honest list is better than a short one."),
        Kind.ROWS, Layer.SUMMARY, _RISKS, is_required=True,
        columns=(
            Column("category", N_("Kind of risk")),
            Column("risk", N_("What could go wrong"), Kind.LONG_TEXT),
            Column("mitigation", N_("What is done about it"), Kind.LONG_TEXT),
        ),
    ),
    RecordField(
        38, "appeal_route", N_("How to contest a result"),
        N_("How someone can object, appeal or complain, step by step."),
        Kind.LONG_TEXT, Layer.SUMMARY, _CONTEST, is_required=True,
    ),
    RecordField(
        38, "appeal_url", N_("Where to contest"),
        N_("A web address where an objection or appeal can be made."),
        Kind.URL, Layer.SUMMARY, _CONTEST,
    ),
    RecordField(
        40, "opt_out", N_("Can be refused"),
        N_("Whether people can refuse it and be served by a person instead."),
        Kind.YES_NO, Layer.SUMMARY, _CONTEST, is_required=True,
    ),
    RecordField(
        40, "opt_out_how", N_("How to ask for a person"),
        N_("What to say, to whom, and what happens then."),
        Kind.LONG_TEXT, Layer.SUMMARY, _CONTEST,
    ),
    RecordField(
        39, "notice_to_people", N_("How people are told"),
        N_("How and when people learn that the system is used on their case."),
        Kind.LONG_TEXT, Layer.SUMMARY, _CONTEST, is_required=True,
    ),
    RecordField(
        17, "public_contact", N_("Contact"),
        N_("An e-mail address or web page of a team, not of a single person."),
        Kind.CONTACT, Layer.SUMMARY, _CONTEST, is_required=True,
    ),
    RecordField(
        18, "public_page", N_("Page for the public"),
        N_("A page of the body that says more."),
        Kind.URL, Layer.SUMMARY, _CONTEST,
    ),
)  # fmt: skip
