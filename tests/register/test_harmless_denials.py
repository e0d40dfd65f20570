"""Texts that only look as if they denied a protection."""

import pytest

from app.register.rules.denials import Standing, standing
from tests.register.wordings import each

KEEPING = {
    "appeal_route": """
        Until the decision is final you can appeal to the council.
        No fee: appeal within six weeks
        You can appeal at no cost
        Appeal no later than six weeks after the decision.
        You can appeal to the committee within six weeks.
        There is no fee for an appeal.
        No appeal is refused without a hearing.
        No appeal fee is charged.
        You cannot appeal after six weeks.
        If you cannot appeal in writing, call us.
        No decision is final until you were heard.
        An appeal costs nothing.
        No lawyer is needed to appeal.
        You do not need a lawyer. Write to the appeals panel.
        Appeals are not charged.
        You cannot lose money by appealing.
        No objection goes unread.
        Where no appeal is possible, you may complain to the ombudsman.
        The result is not final: you can object.
        No form is needed. Write to us.
        You may appeal even if you have no account.
        Write to complaints.
        Can't appeal online? Call 01632 960100.
        You may not be charged for an appeal.
        There is no time limit for an appeal.
        There is no charge for appeals.
        There is no deadline: object at any time.
        Never too late to appeal.
        It is not too late to appeal.
        Nobody is refused an appeal.
        You cannot be punished for an appeal.
        U kunt kosteloos bezwaar maken.
        Bezwaar maken kost niets; er zijn geen kosten.
        U kunt binnen zes weken bezwaar maken.
        Er zijn geen kosten verbonden aan bezwaar.
        Bent u het niet eens met het besluit? Maak bezwaar.
        U hoeft geen advocaat te hebben om in beroep te gaan.
        Niet eens? U kunt in beroep.
        Sie können innerhalb von sechs Wochen Widerspruch einlegen.
        Der Widerspruch kostet nichts.
        Sie brauchen keinen Anwalt für den Widerspruch.
        Es entstehen keine Kosten für den Einspruch.
        Vous pouvez faire appel dans un délai de six semaines.
        Le recours est gratuit.
        Il n'y a pas de frais de recours.
        You can appeal. There is no form to fill in.
        The first decision is not final.
        You cannot be charged for complaining.
        Do not appeal to the police; appeal to the court.
        You do not have to give reasons for an appeal.
        Your appeal is not decided by the system.
        Appeals are never handled by the machine.
        No matter the result, you can appeal.
        There is no need to hire a lawyer to object.
        If there is no answer in ten days, complain.
        An appeal does not stop payment.
        An appeal will not affect your benefit.
        You cannot lose your place by appealing.
        There is no such thing as a silly complaint.
        We may not change the decision without hearing you.
        You can object at any time, without a fee.
        It decides nothing about you; complain to the desk.
        The panel is not part of the team that decided.
        After the appeal the decision is final.
        You have the right to object; no reason is needed.
        Within six weeks. After that the decision is final.
        Er is geen advocaat nodig om bezwaar te maken.
        Bezwaar heeft geen schorsende werking.
        U betaalt niets voor bezwaar.
        Er is geen formulier; schrijf een brief.
        Het bezwaar wordt niet door het systeem behandeld.
        Der Widerspruch hat keine aufschiebende Wirkung.
        Es gibt kein Formular für den Widerspruch.
        Le recours n'est pas suspensif.
        Aucun avocat n'est nécessaire pour le recours.
        Ask the team to look again. If they say no, go to the ombudsman: there is no fee and no form.
        An appeal is possible even when the letter says that the decision is final.
        You can appeal without a lawyer and not only in writing.
        Appeals are decided by people who did not take part in the first decision.
        No appeal takes longer than eight weeks.
        You do not lose the right to appeal by accepting a payment.
        If you are not satisfied, contact us. We never refuse to look again.
        There is no deadline. Write when you can.
        A complaint is not held against you.
        The council cannot refuse an appeal that comes in time.
        Objections are decided within six weeks, not later.
        This page is not an appeal. To appeal, write to the panel.
        A letter to the mayor is no appeal; use the form.
        Object to the decision, not to the score.
        Geen lange procedure: bel ons en wij herzien het besluit.
        Niet tevreden? Dien een klacht in.
        Ein Anwalt ist nicht nötig. Legen Sie Widerspruch ein.
        Le recours ne coûte rien.
    """,
    "human_review": """
        Without human review no decision leaves the office.
        Decisions without human review do not leave the office.
        By the system alone no case is closed.
        Ohne menschliche Prüfung ergeht kein Bescheid.
        Zonder menselijke tussenkomst wordt er nooit beslist.
        Sans intervention humaine, aucune décision n'est prise.
        Results are not only checked by a person, but by two.
        A clerk decides alone whether to follow it.
        It never runs on its own.
        A clerk checks every suggestion.
        No decision is made without human review.
        Nothing is sent without a human check.
        It is never fully automated.
        No result takes effect until a person has checked it.
        Results are checked by a person, not by a machine.
        No official sees your name.
        A person checks each case; no case is closed automatically.
        It does not decide alone.
        Bij afwijzing is het altijd de ambtenaar die dit doet en nooit het algoritme.
        GEM heeft geen rol in besluiten, het adviseert inwoners.
        Er is geen sprake van geautomatische beslissingen.
        Dit is een menselijke interactie die niet overgeslagen kan worden.
        Geen besluit zonder menselijke controle.
        Keine Entscheidung ohne menschliche Prüfung.
        Aucune décision sans contrôle humain.
        Staff can overrule it without giving a reason.
        Nobody is refused without review by a person.
        The system cannot decide without a person.
        Standaard is er een menselijke controle aanwezig.
        No one but a clerk checks the result.
        Nobody but trained staff reviews a case.
        A person who does not know the score reviews it.
        If no official checks within a day, the case stops.
        No automated decision is made.
        There is no automatic decision: staff decide.
        It is not fully automated; a clerk checks.
        Without a clerk's check nothing is paid.
        The check is not done by the supplier but by our staff.
        Staff may not skip the check.
        Staff check results that the system cannot explain.
        People check, not only when asked.
        Results are not sent until a person has reviewed them.
        Er wordt niets besloten zonder medewerker.
        Geen automatische besluiten: een medewerker beslist.
        Nichts wird ohne menschliche Kontrolle entschieden.
        Le système ne décide pas sans contrôle humain.
        A person decides every case; the system never decides.
        No letter leaves the house unread by a person.
        Nothing happens automatically.
        A caseworker is always involved, not just in hard cases.
        People review all results, with no exceptions.
        Each week a person checks fifty results that nobody has complained about.
        Staff do not have to follow the system.
        Staff are not told to follow it; they decide.
        There is no step without a person.
        The clerk is not bound by the score.
        De medewerker is niet gebonden aan de uitkomst.
        Er is altijd een medewerker die kijkt, nooit alleen het systeem.
        Die Sachbearbeiterin ist nicht an das Ergebnis gebunden.
    """,
    "notice_to_people": """
        U wordt niet alleen geïnformeerd per brief, maar ook per mail.
        Personen werden nicht nur informiert, sie bekommen auch einen Brief.
        Les personnes ne sont pas seulement informées par lettre.
        People are not only told by letter.
        A line stands under every answer.
        People are told, not only in writing.
        You are told at once, not when it is too late.
        No one is scored without being told.
        Nobody is scored without notice.
        If you were not told, complain.
        People who were not told can complain.
        The letter says so. No data is stored.
        Niemand wordt beoordeeld zonder bericht.
        A sign on the desk says so.
        You are not told who checked it, but you are told that it was used.
        People are not only told but shown.
        Nobody is filmed without notice.
        You are told before the call, not after.
        People are told even if they are not affected.
        We tell people. We do not tell their employers.
        The sign cannot be missed.
        No data is used before you are told.
        It is announced on the website; no letter is sent.
        Niemand wordt beoordeeld zonder dat het wordt gemeld.
        Signs at each door say so; there is no sign inside.
        You are told in the letter. No personal data is named there.
        People who call hear it first; no call is recorded without notice.
        It is not hidden: the first line says so.
        We never use it without telling you.
        The letter does not name the system but says that a computer helped.
    """,
    "opt_out_how": """
        You can refuse without giving a reason.
        Nobody has to use the assistant.
        No reason is needed. Ask for a person.
        You cannot be refused help if you opt out.
        Refusing costs nothing.
        Ask at the counter; there is no fee.
        Call, or bring your letter to the desk.
        No one must use it.
        U kunt weigeren zonder reden.
        Sie können ablehnen, ohne Gründe zu nennen.
        Nobody is forced to use it.
        You do not have to say why.
        There is no penalty for refusing.
        You cannot be worse off if you refuse.
        No form is needed to opt out.
        You can refuse; no questions asked.
        It is not compulsory.
        Use is never compulsory.
        Say no to the camera and no picture is taken.
        No reason is asked for.
        Say “no” at the desk; nothing is lost.
        It is not needed: ask for the paper form.
        There is no wait for people who refuse.
    """,
}


@pytest.mark.parametrize(("key", "text"), each(KEEPING))
def test_a_no_about_something_else_leaves_the_protection_standing(key, text):
    assert standing(key, text) is Standing.STANDS
