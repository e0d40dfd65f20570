"""The second layer: the full account, for people who want to know more."""

from typing import Final

from app.errors import N_
from app.register.schemas import choices
from app.register.schemas.kinds import Column, Kind, Layer, RecordField

_PURPOSE: Final = N_("Purpose and use")
_BODY: Final = N_("The body behind it")
_PEOPLE: Final = N_("People and process")
_DATA: Final = N_("Data")
_ASSESSED: Final = N_("Assessments and checks")
_ASKED: Final = N_("Asking people before")
_HEARD: Final = N_("What people said")
_KEPT: Final = N_("The record itself")

FULL_FIELDS: Final = (
    RecordField(
        25, "purpose", N_("Problem and aim"),
        N_("Which problem it is meant to solve, and how you would know that it does."),
        Kind.LONG_TEXT, Layer.FULL, _PURPOSE, is_required=True,
    ),
    RecordField(
        26, "how_it_works", N_("How it works"),
        N_("Its steps in detail, from what goes in to what comes out."),
        Kind.LONG_TEXT, Layer.FULL, _PURPOSE, is_required=True,
    ),
    RecordField(
        28, "benefits", N_("Expected benefits"),
        N_("For whom, and by how much if you know."),
        Kind.LONG_TEXT, Layer.FULL, _PURPOSE, is_required=True,
    ),
    RecordField(
        27, "excluded_uses", N_("What it must not be used for"),
        N_("Uses that are ruled out."),
        Kind.LONG_TEXT, Layer.FULL, _PURPOSE,
    ),
    RecordField(
        29, "previous_process", N_("What was done before"),
        N_("How the work was done without the system."),
        Kind.LONG_TEXT, Layer.FULL, _PURPOSE,
    ),
    RecordField(
        30, "alternatives", N_("Other ways considered"),
        N_("What else was looked at, and why it was not chosen."),
        Kind.LONG_TEXT, Layer.FULL, _PURPOSE,
    ),
    RecordField(
        31, "proportionality", N_("Why it is worth it"),
        N_("Why the benefit justifies what it asks of people."),
        Kind.LONG_TEXT, Layer.FULL, _PURPOSE,
    ),
    RecordField(
        5, "topic", N_("Topic"), N_("The fields of public work it belongs to."),
        Kind.CHOICES, Layer.FULL, _PURPOSE, is_required=True, choices=choices.TOPICS,
    ),
    RecordField(
        6, "technology_kinds", N_("Kind of technology"),
        N_("Tick all that apply."),
        Kind.CHOICES, Layer.FULL, _PURPOSE, is_required=True,
        choices=choices.TECHNOLOGIES,
    ),
    RecordField(
        7, "keywords", N_("Search words"),
        N_("Words people may search for, separated by commas."),
        Kind.WORDS, Layer.FULL, _PURPOSE,
    ),
    RecordField(
        24, "area", N_("Where it is used"),
        N_("Places, regions or countries, separated by commas."),
        Kind.WORDS, Layer.FULL, _PURPOSE,
    ),
    RecordField(
        12, "organisation_type", N_("Kind of body"), N_("Choose the nearest."),
        Kind.CHOICE, Layer.FULL, _BODY, choices=choices.ORGANISATION_KINDS,
    ),
    RecordField(
        13, "team", N_("Team that runs it"),
        N_("The unit, not the names of people."),
        Kind.TEXT, Layer.FULL, _BODY,
    ),
    RecordField(
        14, "accountable_role", N_("Who is accountable"),
        N_("The title of the senior owner's post, never a person's name."),
        Kind.TEXT, Layer.FULL, _BODY, is_required=True,
    ),
    RecordField(
        15, "organisation_address", N_("Postal address"),
        N_("Where a letter reaches the body."),
        Kind.LONG_TEXT, Layer.FULL, _BODY,
    ),
    RecordField(
        33, "process_place", N_("Its place in the process"),
        N_("Where in the work or the decision it comes in, and what happens next."),
        Kind.LONG_TEXT, Layer.FULL, _PEOPLE, is_required=True,
    ),
    RecordField(
        35, "scale", N_("How often and for how many"),
        N_("Figures where you have them."),
        Kind.ROWS, Layer.FULL, _PEOPLE,
        columns=(
            Column("per_year", N_("Times used in a year")),
            Column("people", N_("People affected in a year")),
            Column("note", N_("Note")),
        ),
    ),
    RecordField(
        37, "staff_training", N_("Training of staff"),
        N_("What the people who work with it must know."),
        Kind.LONG_TEXT, Layer.FULL, _PEOPLE,
    ),
    RecordField(
        62, "operational_data", N_("Data it uses in operation"),
        N_("Each source of data that flows in while it is used."),
        Kind.ROWS, Layer.FULL, _DATA, is_required=True,
        columns=(
            Column("name", N_("Data")),
            Column("description", N_("What it holds and why it is needed"), Kind.LONG_TEXT),
            Column("url", N_("Link"), Kind.URL),
        ),
    ),
    RecordField(
        63, "sensitive_attributes", N_("Sensitive facts about people"),
        N_("Which sensitive facts it uses, or could work out, and why."),
        Kind.LONG_TEXT, Layer.FULL, _DATA, is_required=True,
    ),
    RecordField(
        63, "sensitive_attribute_kinds", N_("Kinds of sensitive facts"),
        N_("Tick all that are used or could be worked out."),
        Kind.CHOICES, Layer.FULL, _DATA, choices=choices.SENSITIVE,
    ),
    RecordField(
        65, "data_governance", N_("How data is looked after"),
        N_("Who may see it, where it is kept, and when it is deleted."),
        Kind.ROWS, Layer.FULL, _DATA, is_required=True,
        columns=(
            Column("sharing", N_("Shared with"), Kind.LONG_TEXT),
            Column("access", N_("Who may see it"), Kind.LONG_TEXT),
            Column("storage", N_("Where it is kept"), Kind.LONG_TEXT),
            Column("retention", N_("Kept how long"), Kind.LONG_TEXT),
        ),
    ),
    RecordField(
        48, "impact_assessments", N_("Impact assessments"),
        N_("Every assessment done, with its date and where to read it."),
        Kind.ROWS, Layer.FULL, _ASSESSED, is_required=True,
        columns=(
            Column("type", N_("Kind of assessment")),
            Column("date", N_("Date"), Kind.DATE),
            Column("url", N_("Link"), Kind.URL),
            Column("summary", N_("What it found"), Kind.LONG_TEXT),
        ),
    ),
    RecordField(
        49, "no_assessment_reason", N_("Why there is no assessment"),
        N_("Only where none was done."),
        Kind.LONG_TEXT, Layer.FULL, _ASSESSED,
    ),
    RecordField(
        80, "independent_review", N_("Independent checks"),
        N_("Who outside the team has looked at it."),
        Kind.ROWS, Layer.FULL, _ASSESSED,
        columns=(
            Column("kind", N_("Kind of check")),
            Column("body", N_("Done by")),
            Column("date", N_("Date"), Kind.DATE),
            Column("url", N_("Link"), Kind.URL),
        ),
    ),
    RecordField(
        75, "consultations", N_("Consultations"),
        N_("Where the public was asked, or why it was not."),
        Kind.KEPT_ELSEWHERE, Layer.FULL, _HEARD,
    ),
    RecordField(
        75, "asked_elsewhere", N_("Public asked in another way"),
        N_("Whether the public was asked, in another way than by a consultation here."),
        Kind.YES_NO, Layer.FULL, _ASKED,
    ),
    RecordField(
        75, "asked_elsewhere_how", N_("How the public was asked"),
        N_("Whom, when and how, and where to read what came of it; or why not."),
        Kind.LONG_TEXT, Layer.FULL, _ASKED,
    ),
    RecordField(
        76, "feedback_summary", N_("What people said"),
        N_("Drawn from published topics."),
        Kind.KEPT_ELSEWHERE, Layer.FULL, _HEARD,
    ),
    RecordField(
        77, "official_responses", N_("What the body answered"),
        N_("Drawn from published answers."),
        Kind.KEPT_ELSEWHERE, Layer.FULL, _HEARD,
    ),
    RecordField(
        78, "incidents", N_("Incidents"),
        N_("Entered one by one, with what was done."),
        Kind.KEPT_ELSEWHERE, Layer.FULL, _HEARD,
    ),
    RecordField(
        79, "monitoring_readings", N_("Figures over time"),
        N_("Entered one by one, with their unit."),
        Kind.KEPT_ELSEWHERE, Layer.FULL, _HEARD,
    ),
    RecordField(
        23, "review_due", N_("Next review"),
        N_("The day by which someone checks this record again."),
        Kind.DATE, Layer.FULL, _KEPT, is_required=True,
    ),
    RecordField(
        8, "language", N_("Language of this text"), N_("Chosen for the whole record."),
        Kind.KEPT_ELSEWHERE, Layer.FULL, _KEPT,
    ),
    RecordField(
        10, "other_register_entries", N_("The same system in other registers"),
        N_("So that readers can compare."),
        Kind.ROWS, Layer.FULL, _KEPT,
        columns=(
            Column("register", N_("Register")),
            Column("url", N_("Link"), Kind.URL),
            Column("id", N_("Its identifier there")),
        ),
    ),
    RecordField(
        81, "version", N_("Version"), N_("Counted from 1."),
        Kind.KEPT_ELSEWHERE, Layer.FULL, _KEPT,
    ),
    RecordField(
        81, "change_note", N_("What changed"), N_("Asked at publication."),
        Kind.KEPT_ELSEWHERE, Layer.FULL, _KEPT,
    ),
    RecordField(
        81, "change_reason", N_("Why it changed"), N_("Asked at publication."),
        Kind.KEPT_ELSEWHERE, Layer.FULL, _KEPT,
    ),
)  # fmt: skip
