"""Between the officials' forms, which hold days and lines, and what the rooms take."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from app.consultations.models import Consultation, Proposal, ProposalVersion, Question
from app.consultations.rules import key_of
from app.consultations.schemas import ConsultationForm, ProposalForm, QuestionForm
from app.errors import N_, Invalid
from app.web.catalogues import translate
from app.web.forms import FormErrors, SubmittedForm, read_form, told

_SAME: Final = (
    "title", "summary", "background", "language", "who_decides", "easy_read",
    "easy_read_url", "audio_url", "sign_language_url", "answer_by_phone",
    "answer_by_post", "answer_in_person",
)  # fmt: skip
_WORDS: Final = (
    "what_is_proposed", "what_the_ai_does", "data_used", "what_could_go_wrong",
    "safeguards",
)  # fmt: skip
# Between a question about the participant and its choices.
_BAR: Final = "|"


def start_of(day: date) -> datetime:
    """Return the beginning of a day in UTC, which the pages state."""
    return datetime.combine(day, time(), UTC)


def end_of(day: date) -> datetime:
    """Return the end of a day in UTC, so that a closing day is still open."""
    return start_of(day + timedelta(days=1))


def last_day(closes_at: datetime) -> date:
    """Return the last day on which comments are taken."""
    return (closes_at - timedelta(microseconds=1)).astimezone(UTC).date()


def told_of_days(error: Invalid) -> FormErrors:
    """Return what was refused, under the names that the forms have for days."""
    names = {"closes_at": "closes_on", "opens_at": "opens_on"}
    return FormErrors({names.get(k, k): text for k, text in told(error).items()})


def filled_details(consultation: Consultation) -> SubmittedForm:
    """Return what a consultation says of itself as a filled form."""
    closes_at = consultation.closes_at
    values = {name: getattr(consultation, name) for name in _SAME}
    values |= {
        "kind": consultation.kind.value,
        "opens_on": consultation.opens_at.astimezone(UTC).date().isoformat(),
        "closes_on": last_day(closes_at).isoformat() if closes_at else "",
        "decides_on": (
            consultation.decides_on.isoformat() if consultation.decides_on else ""
        ),
        "concerns": "\n".join(one["label"] for one in consultation.concerns),
        "participant_questions": "\n".join(
            f" {_BAR} ".join([one["label"], *one["choices"]])
            for one in consultation.participant_questions
        ),
    }
    return SubmittedForm.of(values)


def read_details(
    consultation: Consultation, form: SubmittedForm
) -> tuple[ConsultationForm | None, FormErrors]:
    """Read the form; times whose day stays the same stay as they were."""
    errors = FormErrors()
    opens_on = _day(form, "opens_on", errors)
    closes_on = _day(form, "closes_on", errors)
    opens_at, closes_at = consultation.opens_at, consultation.closes_at
    if opens_on and opens_on != opens_at.astimezone(UTC).date():
        opens_at = start_of(opens_on)
    if closes_on != (last_day(closes_at) if closes_at else None):
        closes_at = end_of(closes_on) if closes_on else None
    entered, found = read_form(
        ConsultationForm,
        form,
        opens_at=opens_at,
        closes_at=closes_at,
        decides_on=_day(form, "decides_on", errors),
        concerns=_concerns(consultation, form),
        participant_questions=_participant_questions(consultation, form),
    )
    errors |= found
    if consultation.published_at is not None:
        errors |= _left_out(consultation, form)
    return (None, errors) if errors else (entered, errors)


def filled_proposal(proposal: Proposal, words: ProposalVersion) -> SubmittedForm:
    """Return a proposal with its present words as a filled form."""
    values = {name: getattr(words, name) for name in _WORDS}
    values |= {
        "title": proposal.title,
        "system_id": str(proposal.system_id),
        "already_decides": "yes" if proposal.already_decides else "",
        "how_to_contest": proposal.how_to_contest,
    }
    return SubmittedForm.of(values)


def read_proposal(
    form: SubmittedForm, public: Proposal | None = None
) -> tuple[ProposalForm | None, FormErrors]:
    """Read the form; a public proposal stays with its system."""
    fixed: dict[str, Any] = {"system_id": public.system_id} if public else {}
    is_ticked = form.get("already_decides") == "yes"
    entered, errors = read_form(
        ProposalForm,
        form.without("already_decides"),
        already_decides=is_ticked,
        **fixed,
    )
    if "" in errors:
        errors["how_to_contest"] = errors.pop("")
    return entered, errors


def filled_question(question: Question) -> SubmittedForm:
    """Return a question as a filled form."""
    values = {
        "kind": question.kind.value,
        "wording": question.wording,
        "help_text": question.help_text,
        "choices": "\n".join(question.choices),
        "proposal_id": str(question.proposal_id or ""),
    }
    return SubmittedForm.of(values)


def read_question(form: SubmittedForm) -> tuple[QuestionForm | None, FormErrors]:
    """Read the form of a question, with a choice on each line."""
    entered, errors = read_form(
        QuestionForm,
        form.without("key"),
        choices=_lines(form.get("choices")),
        proposal_id=form.get("proposal_id") or None,
    )
    if "" in errors:
        errors["choices"] = errors.pop("")
    return entered, errors


def _day(form: SubmittedForm, name: str, errors: FormErrors) -> date | None:
    text = form.get(name).strip()
    try:
        if not text:
            return None
        day = date.fromisoformat(text)
        # The day after must exist too: that is when a closing day ends.
        end_of(day)
    except (ValueError, OverflowError):
        errors[name] = translate(N_("Please enter a date, for example 2026-03-31."))
        return None
    return day


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _concerns(consultation: Consultation, form: SubmittedForm) -> list[dict[str, Any]]:
    labels = list(dict.fromkeys(_lines(form.get("concerns"))))
    keys = _keys(consultation.concerns, labels)
    return [
        {"key": key, "label": label} for key, label in zip(keys, labels, strict=True)
    ]


def _participant_questions(
    consultation: Consultation, form: SubmittedForm
) -> list[dict[str, Any]]:
    asked: dict[str, list[str]] = {}
    for line in _lines(form.get("participant_questions")):
        label, *choices = [part.strip() for part in line.split(_BAR)]
        asked[label] = [one for one in choices if one]
    keys = _keys(consultation.participant_questions, list(asked))
    return [
        {"key": key, "label": label, "choices": asked[label]}
        for key, label in zip(keys, asked, strict=True)
    ]


def _keys(present: Iterable[dict[str, Any]], labels: Sequence[str]) -> list[str]:
    """Return a key for each label; what was there before keeps its own."""
    known = {one["label"]: one["key"] for one in present}
    taken = set(known.values())
    keys = []
    for label in labels:
        key = known.get(label) or key_of(label, taken)
        taken.add(key)
        keys.append(key)
    return keys


def _left_out(consultation: Consultation, form: SubmittedForm) -> FormErrors:
    """Tell which lists lack something that people may have chosen already."""
    read = {
        "concerns": _concerns(consultation, form),
        "participant_questions": _participant_questions(consultation, form),
    }
    return FormErrors(
        {
            name: translate(
                N_(
                    "People may have chosen these already: keep every line as it "
                    "was, and add others below."
                )
            )
            for name, lines in read.items()
            if any(one not in lines for one in getattr(consultation, name))
        }
    )
