"""What was written, as others will read it: personal data gone, and seen to be gone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from app.analysis.personal_data import mask
from app.analysis.personal_data.spans import MARKERS, Masked
from app.comments.schemas import SubmissionForm
from app.comments.web.reading import Asked
from app.consultations.models import Consultation, Question
from app.web.dependencies import app_settings
from app.web.forms import FormErrors, SubmittedForm
from app.web.requests import Request


@dataclass(frozen=True, slots=True)
class CommentPreviewPage:
    """What was written, as others will read it, and the choice to publish it."""

    template: ClassVar[str] = "comments/preview.html"
    fragment: ClassVar[str | None] = "comments/_preview.html"

    consultation: Consultation
    shown: Sequence["ShownAnswer"]
    concerns: Sequence[str]
    about: Sequence[tuple[str, str]]
    action: str
    typed: Sequence[tuple[str, str]]
    has_words: bool
    is_masked: bool
    form: SubmittedForm
    errors: FormErrors
    note: str = ""
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """One answer as others will see it: in parts, each a marker or their words."""

    question: Question
    value: str
    text: str
    parts: Sequence[tuple[str, bool]]

    @property
    def is_masked(self) -> bool:
        return any(is_marker for _, is_marker in self.parts)


def preview_page(
    request: Request,
    asked: Asked,
    entered: SubmissionForm,
    form: SubmittedForm,
    *,
    action: str = "",
) -> CommentPreviewPage:
    """Return what was typed as others will read it."""
    region = app_settings(request).region
    shown = [one for one in _shown(asked, entered, region) if one.value or one.text]
    labels = {one["key"]: one["label"] for one in asked.consultation.concerns}
    questions = asked.consultation.participant_questions
    about = [
        (one["label"], entered.about[one["key"]])
        for one in questions
        if entered.about.get(one["key"])
    ]
    return CommentPreviewPage(
        consultation=asked.consultation,
        shown=shown,
        concerns=[labels[key] for key in entered.concerns],
        about=about,
        action=action or f"/consultations/{asked.consultation.slug}/comment",
        typed=form.without("_csrf", "act", "may_publish").pairs,
        has_words=any(one.text for one in shown),
        is_masked=any(one.is_masked for one in shown),
        form=form,
        errors=FormErrors(),
    )


def _shown(
    asked: Asked, entered: SubmissionForm, region: str | None
) -> list[ShownAnswer]:
    shown = []
    for question in asked.questions:
        text = entered.comments.get(question.key, "")
        masked = mask(text, region=region)
        value = entered.answers.get(question.key, "")
        shown.append(ShownAnswer(question, value, masked.text, _parts(text, masked)))
    return shown


def _parts(text: str, masked: Masked) -> list[tuple[str, bool]]:
    """Return a masked text in pieces, each with whether it is a marker."""
    parts, position = [], 0
    for span in masked.spans:
        parts += [(text[position : span.start], False), (MARKERS[span.kind], True)]
        position = span.end
    return [part for part in (*parts, (text[position:], False)) if part[0]]
