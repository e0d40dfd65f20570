"""The third layer: technical and legal detail, for specialists."""

from typing import Final

from app.errors import N_
from app.register.schemas import choices
from app.register.schemas.kinds import Column, Kind, Layer, RecordField

_LAW: Final = N_("Law and risk class")
_WORKS: Final = N_("Technical design")
_RESULTS: Final = N_("How well it works")
_SUPPLY: Final = N_("Suppliers and contracts")
_EU: Final = N_("European Union registration")
_KEPT: Final = N_("The record itself")

_WHO: Final = (
    Column("name", N_("Name")),
    Column("address", N_("Address"), Kind.LONG_TEXT),
    Column("contact", N_("Contact")),
)

TECHNICAL_FIELDS: Final = (
    RecordField(
        41, "legal_basis_text", N_("Legal basis"),
        N_("What allows or obliges the body to use it, in your own words."),
        Kind.LONG_TEXT, Layer.TECHNICAL, _LAW, is_required=True,
    ),
    RecordField(
        42, "legal_basis_links", N_("Laws relied on"), N_("One row for each law."),
        Kind.ROWS, Layer.TECHNICAL, _LAW,
        columns=(
            Column("title", N_("Law")),
            Column("url", N_("Link"), Kind.URL),
        ),
    ),
    RecordField(
        43, "processing_register_url", N_("Entry in the data-processing register"),
        N_("A web address."),
        Kind.URL, Layer.TECHNICAL, _LAW,
    ),
    RecordField(
        44, "risk_class", N_("Risk class"),
        N_("One row for each scheme that was applied; say how it was decided."),
        Kind.ROWS, Layer.TECHNICAL, _LAW, is_required=True,
        columns=(
            Column("scheme", N_("Scheme"), Kind.CHOICE, choices.RISK_SCHEMES),
            Column("value", N_("Class in that scheme's words")),
            Column("level", N_("Which means"), Kind.CHOICE, choices.RISK_LEVELS),
            Column("justification", N_("Why"), Kind.LONG_TEXT),
        ),
    ),
    RecordField(
        45, "annex_iii_point", N_("Point of Annex III of the AI Act"),
        N_("For example 5(a)."),
        Kind.TEXT, Layer.TECHNICAL, _EU,
    ),
    RecordField(
        46, "art_6_3_condition", N_("Why it is not high-risk (Article 6(3))"),
        N_("The condition relied on."),
        Kind.CHOICE, Layer.TECHNICAL, _EU, choices=choices.ART_6_3,
    ),
    RecordField(
        46, "art_6_3_grounds", N_("Grounds for that"), N_("In a few sentences."),
        Kind.LONG_TEXT, Layer.TECHNICAL, _EU,
    ),
    RecordField(
        47, "eu_non_public", N_("Belongs in the non-public section"),
        N_("Only law enforcement, migration, asylum and border control."),
        Kind.YES_NO, Layer.TECHNICAL, _EU,
    ),
    RecordField(
        72, "authorised_representative", N_("Authorised representative"),
        N_("Of a provider from outside the European Union."),
        Kind.ROWS, Layer.TECHNICAL, _EU, columns=_WHO,
    ),
    RecordField(
        73, "certificate", N_("Certificate of a notified body"),
        N_("Where there is one."),
        Kind.ROWS, Layer.TECHNICAL, _EU,
        columns=(
            Column("type", N_("Kind")),
            Column("number", N_("Number")),
            Column("expiry", N_("Valid until"), Kind.DATE),
            Column("body", N_("Notified body")),
            Column("scan", N_("Link to a copy"), Kind.URL),
        ),
    ),
    RecordField(
        74, "eu_declaration", N_("Declaration of conformity"), N_("A web address."),
        Kind.URL, Layer.TECHNICAL, _EU,
    ),
    RecordField(
        74, "instructions_for_use", N_("Instructions for use"), N_("A web address."),
        Kind.URL, Layer.TECHNICAL, _EU,
    ),
    RecordField(
        16, "filed_by", N_("Who filed the entry"),
        N_("Where someone files on behalf of the body."),
        Kind.ROWS, Layer.TECHNICAL, _EU, columns=_WHO,
    ),
    RecordField(
        51, "aia_result", N_("Canada's impact assessment: result"),
        N_("The scores and the level, with the version of the questionnaire."),
        Kind.ROWS, Layer.TECHNICAL, _LAW,
        columns=(
            Column("tool_version", N_("Version of the questionnaire")),
            Column("raw", N_("Raw score")),
            Column("max_raw", N_("Highest possible raw score")),
            Column("mitigation", N_("Mitigation score")),
            Column("total", N_("Final score")),
            Column("level", N_("Level (I to IV)")),
        ),
    ),
    RecordField(
        53, "architecture", N_("System architecture"),
        N_("Its parts and how they fit together."),
        Kind.LONG_TEXT, Layer.TECHNICAL, _WORKS, is_required=True,
    ),
    RecordField(
        54, "system_input", N_("What goes in"), N_("Kinds and formats of input."),
        Kind.LONG_TEXT, Layer.TECHNICAL, _WORKS, is_required=True,
    ),
    RecordField(
        54, "system_output", N_("What comes out"), N_("Kinds and formats of output."),
        Kind.LONG_TEXT, Layer.TECHNICAL, _WORKS, is_required=True,
    ),
    RecordField(
        56, "models", N_("Models used"), N_("One row for each model."),
        Kind.ROWS, Layer.TECHNICAL, _WORKS, is_required=True,
        columns=(
            Column("name", N_("Name")),
            Column("version", N_("Version")),
            Column("task", N_("Task"), Kind.LONG_TEXT),
            Column("input", N_("Input"), Kind.LONG_TEXT),
            Column("output", N_("Output"), Kind.LONG_TEXT),
            Column("architecture", N_("Architecture"), Kind.LONG_TEXT),
        ),
    ),
    RecordField(
        59, "self_learning", N_("Goes on learning while in use"),
        N_("Whether it changes itself from new data without being released anew."),
        Kind.YES_NO, Layer.TECHNICAL, _WORKS, is_required=True,
    ),
    RecordField(
        55, "maintenance", N_("Maintenance"), N_("Who maintains it, and how often."),
        Kind.LONG_TEXT, Layer.TECHNICAL, _WORKS,
    ),
    RecordField(
        60, "source_code_url", N_("Source code"), N_("A web address."),
        Kind.URL, Layer.TECHNICAL, _WORKS,
    ),
    RecordField(
        61, "development_datasets", N_("Data it was developed and tested with"),
        N_("One row for each set of data."),
        Kind.ROWS, Layer.TECHNICAL, _WORKS, is_required=True,
        columns=(
            Column("name", N_("Name")),
            Column("purpose", N_("Used for")),
            Column("modality", N_("Text, pictures, tables…")),
            Column("description", N_("What it holds"), Kind.LONG_TEXT),
            Column("quantity", N_("How much")),
            Column("completeness", N_("Complete and representative?"), Kind.LONG_TEXT),
            Column("url", N_("Link"), Kind.URL),
            Column("collection", N_("How it was collected"), Kind.LONG_TEXT),
            Column("cleaning", N_("How it was prepared"), Kind.LONG_TEXT),
        ),
    ),
    RecordField(
        57, "performance_results", N_("Measured results"),
        N_("Figures with what they were measured on, when, and by whom."),
        Kind.ROWS, Layer.TECHNICAL, _RESULTS, is_required=True,
        columns=(
            Column("metric", N_("Measure")),
            Column("value", N_("Value")),
            Column("denominator", N_("Out of")),
            Column("date", N_("Date"), Kind.DATE),
            Column("data", N_("Measured on")),
            Column("tester", N_("Measured by")),
        ),
    ),
    RecordField(
        58, "fairness_results", N_("Results by group of people"),
        N_("How well it works for different groups."),
        Kind.ROWS, Layer.TECHNICAL, _RESULTS,
        columns=(
            Column("attribute", N_("Characteristic")),
            Column("group", N_("Group")),
            Column("metric", N_("Measure")),
            Column("value", N_("Value")),
            Column("n", N_("Number of cases")),
        ),
    ),
    RecordField(
        66, "suppliers", N_("Suppliers"),
        N_("Every outside party that built or runs a part of it (crosswalk 66 to 69)."),
        Kind.ROWS, Layer.TECHNICAL, _SUPPLY, is_required=True,
        columns=(
            Column("name", N_("Name")),
            Column("company_number", N_("Company number")),
            Column("address", N_("Address"), Kind.LONG_TEXT),
            Column("contact", N_("Contact")),
            Column("role", N_("What it does"), Kind.LONG_TEXT),
            Column("data_access_terms", N_("What data it may see"), Kind.LONG_TEXT),
        ),
    ),
    RecordField(
        70, "procurement_procedure", N_("How it was bought"),
        N_("Open tender, framework, built by the body itself…"),
        Kind.TEXT, Layer.TECHNICAL, _SUPPLY,
    ),
    RecordField(
        71, "contracts", N_("Contracts"), N_("One row for each contract."),
        Kind.ROWS, Layer.TECHNICAL, _SUPPLY,
        columns=(
            Column("reference", N_("Reference")),
            Column("value", N_("Value")),
            Column("currency", N_("Currency")),
            Column("start", N_("From"), Kind.DATE),
            Column("end", N_("Until"), Kind.DATE),
        ),
    ),
    RecordField(
        9, "standard_versions", N_("Standards answered"),
        N_("Standards whose questions this record answers, with their version."),
        Kind.ROWS, Layer.TECHNICAL, _KEPT,
        columns=(
            Column("standard", N_("Standard")),
            Column("version", N_("Version")),
        ),
    ),
    RecordField(
        22, "record_dates", N_("Dates of the record"),
        N_("First published, last changed, removed."),
        Kind.KEPT_ELSEWHERE, Layer.TECHNICAL, _KEPT,
    ),
    RecordField(
        52, "withheld_fields", N_("Withheld answers"),
        N_("Listed from the answers that are withheld."),
        Kind.KEPT_ELSEWHERE, Layer.TECHNICAL, _KEPT,
    ),
)  # fmt: skip
