"""Texts that deny a protection, in whole or beside a way that is left."""

import pytest

from app.register.rules.denials import Standing, standing
from tests.register.wordings import each

DENYING = {
    "appeal_route": """
        Decisions are final and cannot be appealed.
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
        It is not possible to challenge the score.
        There is currently no route of appeal.
        No complaints procedure is available.
        We do not offer an appeal.
        We no longer accept appeals.
        Appeals are no longer accepted.
        You may not contest the outcome.
        The outcome stands and cannot be changed.
        The score is final.
        No right of appeal exists.
        Objections are not accepted.
        There's no appeal.
        Not possible.
        Nothing can be done about a result.
        All results are final.
        No way to appeal.
        An appeal cannot be made.
        Appeals will not be considered.
        No recourse.
        Er is geen bezwaarmogelijkheid.
        Bezwaar en beroep zijn niet mogelijk.
        Bezwaar staat niet open.
        U kunt hier geen bezwaar tegen maken.
        Het is niet mogelijk om bezwaar te maken.
        De beslissing is definitief.
        Gegen die Entscheidung gibt es keinen Widerspruch.
        Es ist nicht möglich, Widerspruch einzulegen.
        Ein Einspruch ist ausgeschlossen.
        Sie können keinen Widerspruch einlegen.
        Il n'est pas possible de faire appel.
        Aucune contestation possible.
        On ne peut pas contester la décision.
        Because the system only informs, there is no route to contest it.
        Residents have no means of challenging a score.
        Appeals were discontinued in March.
        It is no longer possible to object.
        There is no mechanism to dispute a result.
        You will not be able to appeal.
        There is no possibility of appeal.
        Tegen deze beslissing staat geen bezwaar open.
        Bezwaar is uitgesloten.
        Klagen kan niet.
        Die Entscheidung ist nicht anfechtbar.
        Kein Rechtsmittel.
        Pas de recours possible.
    """,
    "human_review": """
        A clerk no longer checks each decision.
        Staff never look at a result.
        It runs fully on its own.
        The system decides by itself.
        Decided by the system alone, not by staff.
        Sent without human review, not even a glance.
        It works without human intervention and needs no staff.
        Een medewerker controleert de beslissing niet meer.
        Het werkt volledig zelfstandig.
        Ein Mitarbeiter prüft das Ergebnis nicht mehr.
        Es arbeitet völlig selbstständig.
        Un agent ne vérifie plus le résultat.
        Le système est entièrement autonome.
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
        No person looks at the result.
        There is no person in the loop.
        No human is involved.
        Humans are not involved.
        Checks by staff have stopped.
        We no longer check the results.
        The results are no longer checked.
        It decides alone.
        Nobody.
        Not reviewed by a human.
        No manual check is done.
        Er kijkt niemand naar het resultaat.
        Er vindt geen menselijke controle plaats.
        Er is geen menselijke tussenkomst meer.
        Beslissingen worden niet door een medewerker gecontroleerd.
        Es findet keine menschliche Prüfung statt.
        Kein Mensch prüft das Ergebnis.
        Il n'y a pas d'intervention humaine.
        Aucun agent ne vérifie.
        Human oversight has been removed.
        Results go out without anyone checking them.
        Decisions are taken by the system alone.
        Manual review was ended.
        We do not review results.
        The algorithm decides without human input.
        Medewerkers controleren de uitkomst niet.
        Geen.
        Alles läuft vollautomatisch.
        Sans intervention humaine.
    """,
    "notice_to_people": """
        Until further notice people are not told.
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
        We don't tell people.
        They are not told about it.
        You will not be told.
        People are no longer told.
        It is not made known.
        No one is informed.
        There is no sign.
        Burgers worden niet op de hoogte gesteld.
        U wordt hierover niet geïnformeerd.
        Es gibt keinen Hinweis.
        Die Leute werden nicht benachrichtigt.
        Les usagers ne sont plus informés.
        No longer announced.
        People do not know that it is used.
        Nothing is said to people.
        We will no longer notify applicants.
        Applicants are not informed of its use.
        Er wordt niets gemeld.
        Betrokkenen krijgen geen bericht.
        Es wird nicht darauf hingewiesen.
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
        You can't refuse.
        Refusing is not possible.
        It is not possible to opt out.
        There is no way to refuse.
        You have no choice.
        Everyone has to use it.
        You must use it.
        Not possible.
        U moet het gebruiken.
        Het kan niet worden geweigerd.
        Man kann es nicht ablehnen.
        Vous devez l'utiliser.
        There is no alternative to the system.
        Opting out is not possible.
        It can't be refused.
        Nobody can opt out.
        You cannot ask for a person any more.
        Er is geen alternatief.
        Es gibt keine Alternative.
        Il n'y a pas d'alternative.
    """,
}


PARTLY = {
    "appeal_route": """
        The score is final, and you can object to the decision.
        No appeal is possible, but you can complain to the ombudsman.
        Decisions are final. You may ask the team for a review.
        It decides nothing, so there is nothing to appeal. Complaints go to the council.
        Er is geen bezwaar mogelijk. U kunt wel een klacht indienen.
    """,
    "human_review": """
        The letter sorting is fully automated, and a clerk checks each decision.
        A clerk checks every result that the fully automated sorting gives.
        De sortering is volledig automatisch en een medewerker beoordeelt elk besluit.
        Die Sortierung ist vollautomatisch, und ein Mitarbeiter prüft jede Entscheidung.
        Sorting is fully automated. A clerk checks a sample.
        In some cases there is no human review.
        In een aantal gevallen wordt de aanvraag volledig automatisch verwerkt.
    """,
}


@pytest.mark.parametrize(("key", "text"), each(DENYING))
def test_a_text_that_says_there_is_none_denies_the_protection(key, text):
    assert standing(key, text) is Standing.DENIED


@pytest.mark.parametrize(("key", "text"), each(PARTLY))
def test_a_denial_beside_a_way_that_is_left_denies_in_part(key, text):
    assert standing(key, text) is Standing.PARTLY_DENIED


@pytest.mark.parametrize("text", ["-", "\u2013", "...", "N/A"])
def test_a_mark_alone_is_a_no(text):
    assert standing("appeal_route", text) is Standing.DENIED
