"""A consultation's page as the public will see it, for its officials only."""

from dataclasses import dataclass
from typing import ClassVar

from litestar import Controller, Response, get

from app.accounts.models import Organisation
from app.consultations.models import ConsultationKind
from app.consultations.queries import list_notices, list_questions
from app.consultations.rules import Phase
from app.consultations.web.desk import CONSULTATION_DEPENDENCIES, AtConsultation
from app.consultations.web.public import (
    STEP_OF,
    ConsultationPage,
    list_proposal_views,
)
from app.web.dependencies import ReadSession
from app.web.pages import render
from app.web.requests import Request


@dataclass(frozen=True, slots=True)
class ConsultationPreviewPage(ConsultationPage):
    """The public page with a line above it that says that it is not public."""

    template: ClassVar[str] = "consultations/office_preview.html"


class ConsultationPreviewController(Controller):
    """Looking before publishing."""

    path = "/office/consultations/{slug:str}/preview"
    include_in_schema = False
    dependencies = CONSULTATION_DEPENDENCIES

    @get("/", sync_to_thread=True)
    def show(
        self, request: Request, session: ReadSession, desk: AtConsultation
    ) -> Response[str]:
        consultation = desk.consultation
        has_opened = consultation.opens_at <= desk.now
        phase = Phase.OPEN if has_opened else Phase.UPCOMING
        page = ConsultationPreviewPage(
            consultation=consultation,
            organisation=session.get_one(Organisation, consultation.organisation_id),
            phase=phase,
            step=STEP_OF[phase],
            is_standing=consultation.kind is ConsultationKind.STANDING,
            proposals=list_proposal_views(session, consultation),
            questions=list_questions(session, consultation.id),
            notices=list_notices(session, consultation.id),
        )
        return render(request, page)
