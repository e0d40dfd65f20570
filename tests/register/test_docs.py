import re

from app.register.schemas.fields import FIELDS
from app.settings import ROOT

DOCS = (ROOT / "docs/register.md").read_text(encoding="utf-8")


def test_the_documents_table_lists_every_field_as_it_is():
    listed = re.findall(
        r"^\|[^|]*\|`(\w+)`\|([^|]*)\|([^|]*)\|(\w+)\|(\w*)\|", DOCS, re.MULTILINE
    )

    assert listed == [
        (
            field.key,
            field.label,
            field.kind.value.replace("_", " "),
            field.layer.value,
            "yes" if field.is_required else "",
        )
        for field in FIELDS
    ]
