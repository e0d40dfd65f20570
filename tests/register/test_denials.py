"""Texts that deny a protection, and texts that only look as if they did."""

import pytest

from app.register.rules.denials import Standing, standing

DENYING = {
    "appeal_route": """
        No appeal is possible.
        None
        n/a
        N/A.
        not available
        Not available.
        Decisions are final
        Decisions are final.
        The decision is final and binding.
        There is no appeal.
        There is no longer an appeal.
        There is no longer any way to appeal.
        You cannot appeal.
        Results cannot be contested.
        You can no longer object to a result.
        Appeals are not possible.
        The right of appeal has been abolished.
        Appeal is no longer possible.
        No
        There is no right of appeal against a score.
        It is not possible to appeal.
        None was planned.
        Not applicable
        Appeal Precluded by Law
        There is no formal appeals process.
        There isn't an appeal procedure.
        An appeal is impossible.
        No formal appeal exists.
        People have no right to appeal.
        Geen
        Geen bezwaar mogelijk.
        Er is geen bezwaar of beroep mogelijk.
        Bezwaar is niet mogelijk.
        Bezwaar maken is niet mogelijk.
        U kunt geen bezwaar maken.
        U kunt niet in beroep gaan.
        N.v.t.
        Niet van toepassing
        Het besluit is definitief.
        Besluiten zijn onherroepelijk.
        Tegen de uitkomst kan geen bezwaar worden gemaakt.
        Keine
        Kein Widerspruch möglich.
        Es gibt keine Möglichkeit zum Widerspruch.
        Ein Widerspruch ist nicht möglich.
        Entscheidungen sind endgültig.
        Die Entscheidung kann nicht angefochten werden.
        Nicht zutreffend
        Aucun recours n'est possible.
        Il n'y a pas de recours.
        Les décisions sont définitives.
        Vous ne pouvez pas faire appel.
        Sans objet
        Aucun
    """,
    "human_review": """
        There is no human review.
        No human review takes place.
        None.
        Nobody checks the results.
        No one reviews it.
        Results are not checked by a person.
        It works without human intervention.
        The process is fully automated.
        It decides entirely on its own.
        Human review was removed.
        Human checks have been discontinued.
        Staff do not check results.
        No official checks a result.
        Er is geen menselijke controle.
        Zonder menselijke tussenkomst.
        Niemand controleert de uitkomst.
        Volledig geautomatiseerd.
        Keine menschliche Kontrolle.
        Niemand prüft das Ergebnis.
        Vollautomatisch.
        Die Ergebnisse werden nicht von Menschen geprüft.
        Aucun contrôle humain.
        Personne ne vérifie le résultat.
        Entièrement automatisé.
        The decision is made without a human check.
    """,
    "notice_to_people": """
        People are not told.
        Nobody is told.
        People are no longer informed.
        They will not be notified.
        There is no notice.
        No notice is given.
        We do not tell people.
        Mensen worden niet geïnformeerd.
        Betrokkenen worden hierover niet geïnformeerd.
        Er is geen kennisgeving.
        Niemand wordt ingelicht.
        Die Betroffenen werden nicht informiert.
        Niemand wird informiert.
        Keine Benachrichtigung.
        Les personnes ne sont pas informées.
        Personne n'est informé.
        Its use is not announced.
    """,
    "opt_out_how": """
        You cannot refuse.
        It cannot be refused.
        There is no opt-out.
        No opt-out is offered.
        Everyone must use it.
        People can no longer opt out.
        U kunt dit niet weigeren.
        Weigeren is niet mogelijk.
        Geen keuze.
        Das kann nicht abgelehnt werden.
        Eine Ablehnung ist nicht möglich.
        Vous ne pouvez pas refuser.
        Il n'est pas possible de refuser.
        No alternative exists.
    """,
}
KEEPING = {
    "appeal_route": """
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
    """,
    "human_review": """
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
    """,
    "notice_to_people": """
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
    """,
}
PARTLY = {
    "appeal_route": """
        No appeal is possible, but you can complain to the ombudsman.
        Decisions are final. You may ask the team for a review.
        It decides nothing, so there is nothing to appeal. Complaints go to the council.
        Er is geen bezwaar mogelijk. U kunt wel een klacht indienen.
    """,
    "human_review": """
        Sorting is fully automated. A clerk checks a sample.
        In some cases there is no human review.
        In een aantal gevallen wordt de aanvraag volledig automatisch verwerkt.
    """,
}


def each(table):
    return [
        (key, line.strip())
        for key, lines in table.items()
        for line in lines.strip().splitlines()
    ]


@pytest.mark.parametrize(("key", "text"), each(DENYING))
def test_a_text_that_says_there_is_none_denies_the_protection(key, text):
    assert standing(key, text) is Standing.DENIED


@pytest.mark.parametrize(("key", "text"), each(KEEPING))
def test_a_no_about_something_else_leaves_the_protection_standing(key, text):
    assert standing(key, text) is Standing.STANDS


@pytest.mark.parametrize(("key", "text"), each(PARTLY))
def test_a_denial_beside_a_way_that_is_left_denies_in_part(key, text):
    assert standing(key, text) is Standing.PARTLY_DENIED


@pytest.mark.parametrize("text", ["-", "\u2013", "...", "N/A"])
def test_a_mark_alone_is_a_no(text):
    assert standing("appeal_route", text) is Standing.DENIED
