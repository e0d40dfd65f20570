"""The register's one set of fields, in the order in which people read it.

The numbers are those of the crosswalk in `docs/register.md`. Limits of other standards
bind their exports, never these fields.
"""

from collections.abc import Mapping
from itertools import groupby
from typing import Final, TypeAlias

from app.register.schemas.full_fields import FULL_FIELDS
from app.register.schemas.kinds import Kind, Layer, RecordField
from app.register.schemas.summary_fields import SUMMARY_FIELDS
from app.register.schemas.technical_fields import TECHNICAL_FIELDS

Section: TypeAlias = list[tuple[str, list[RecordField]]]
Sections: TypeAlias = Mapping[Layer, Section]

FIELDS: Final[tuple[RecordField, ...]] = (
    *SUMMARY_FIELDS,
    *FULL_FIELDS,
    *TECHNICAL_FIELDS,
)
FIELD_BY_KEY: Final = {field.key: field for field in FIELDS}
ASKED: Final = tuple(one for one in FIELDS if one.kind is not Kind.KEPT_ELSEWHERE)
REQUIRED: Final = tuple(one for one in ASKED if one.is_required)


def sections_of(layer: Layer) -> Section:
    """Return a layer's asked fields under their headings, in reading order."""
    fields = [one for one in ASKED if one.layer is layer]
    order = list(dict.fromkeys(one.section for one in fields))
    fields.sort(key=lambda one: order.index(one.section))
    return [
        (name, list(some)) for name, some in groupby(fields, lambda one: one.section)
    ]


SECTIONS: Final[Sections] = {layer: sections_of(layer) for layer in Layer}
