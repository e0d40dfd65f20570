"""Phrases by which a text denies a protection, by language and field.

Regular expressions over lower case without accents; `denials` says how they are read.
"""

from typing import Final

DENIABLE: Final = ("appeal_route", "human_review", "notice_to_people", "opt_out_how")

_ABSENT: Final = (
    r"(?:can |will |could )?(?:be |is |are |was |were |has been |have been |will be )?"
    r"(?:currently |yet |ever )?(?:possible|available|offered|provided|foreseen|accepted"
    r"|allowed|planned|given|made|done|carried out|in place|taken|exists?|takes place)"
)
_GONE: Final = (
    r"(?:removed|abolished|dropped|withdrawn|ended|discontinued|stopped|closed)"
)
_NOT: Final = r"(?:not|no longer|never)"
_END: Final = r"\s*(?:$|[.,:()!]|\b(?:against|for|of|to|about|at|on|in|by|with|from)\b)"


def _of_a_thing(noun: str) -> list[str]:
    """English ways to say that a thing named by a noun is not there."""
    # "No formal appeal", but not "no charge for an appeal".
    some = r"(?:(?!(?:for|of|to|on|against|with|about|in|by)\b)\w+ ){0,2}"
    return [
        rf"\bthere (?:is|are|was|will be) (?:currently |now )?no (?:longer (?:any |an? )?)?{some}{noun}{_END}",
        rf"\bthere (?:is|are|was|will be) not (?:any|an?) {some}{noun}{_END}",
        rf"^(?:currently )?no {some}{noun}(?:{_END}| {_ABSENT})",
        rf"\b{noun} (?:is|are|was|were|will be) {_NOT} {_ABSENT}",
        rf"\b{noun} (?:is|are|has been|have been|was|were) (?:now )?(?:{_GONE}|impossible)",
        rf"\b{noun} (?:has|have) (?:now )?(?:stopped|ended|ceased)",
        (
            rf"\b{noun} (?:{_CANNOT}|will not|will no longer|are not|is not) (?:be )?"
            r"(?:made|lodged|filed|considered|accepted|heard|brought|held)"
        ),
        (
            rf"\b{_NOT} (?:offer|accept|provide|consider|allow|hear|have|give|run|make)s?"
            rf" (?:any |an? )?{some}{noun}{_END}"
        ),
        rf"\b(?:has|have|offers?|provides?|gives?|get) no (?:right of |right to |way to )?{noun}{_END}",
    ]


_CANNOT: Final = (
    r"(?:cannot|can not|can no longer|will not be able to|may not|may no longer|must not|are not able to"
    r"|is (?:not|no longer) possible to|(?:nobody|no one) can|is impossible to|are not (?:allowed|entitled) to"
    r"|have no (?:right|way) to|has no (?:right|way) to|is no way to|are unable to)"
)
_NOT_DO: Final = r"(?:(?:do|does|will) not|(?:will )?no longer|never)"
_RESULTS: Final = (
    r"(?:(?:the |its |any |an? |all )?(?:results?|suggestions?|outcomes?|decisions?"
    r"|scores?|cases?)|it|them|they)"
)
_PEOPLE: Final = r"(?:human|person|official|clerk|caseworker|staff|employee|people)s?"
_CHECKED: Final = (
    r"(?:checks?|reviews?|looks? (?:at|over|through)|reads? (?:the|it|them|each|every|any)\b|oversees?|supervises?|is involved"
    r"|are involved)"
)
_ACTS: Final = r"(?:decides?|works?|acts?|runs?|operates?|functions?)"
_TOLD: Final = r"(?:told|informed|notified|warned|made aware|given notice)"

_ENGLISH: Final = {
    "appeal_route": [
        *_of_a_thing(
            r"(?:(?:(?:route|right|means|form|kind) of )?appeals?|objections?(?! to)|recourse|remedy|complaints? (?:procedure|process)"
            r"|appeals? (?:route|process|procedure)|way to (?:appeal|contest|object|complain)"
            r"|right (?:of appeal|to appeal|to object))"
        ),
        *_of_a_thing(
            r"(?:route|way|means|mechanism|possibility|chance|option) (?:of|to|for)"
            r" (?:an? )?(?:appeal|contest|challeng|disput|object|complain)\w*"
            r"(?: it| an? \w+| the \w+| results?)?"
        ),
        rf"\b{_CANNOT} (?:be )?(?:\w+ )?(?:appeal|contest|object|challenge|complain|dispute)(?:ed|d)?",
        r"(?<!no )\b(?:decisions?|results?|outcomes?|scores?|it) (?:is|are) (?:now )?(?:always )?final",
        rf"\b{_CANNOT} be (?:changed|overturned|reversed|overruled|corrected)",
        r"\b(?:nothing|no reason) to (?:appeal|contest|object to)",
        r"\bnothing can be done",
    ],
    "human_review": [
        *_of_a_thing(
            r"(?:human|manual) (?:review|check|checks|checking|oversight|involvement"
            r"|intervention|control)"
        ),
        *_of_a_thing(rf"(?:review|checks?|oversight) by (?:an? )?{_PEOPLE}"),
        *_of_a_thing(rf"{_PEOPLE} (?:in the loop|involved)"),
        r"\bwithout (?:anyone|anybody|a person|somebody) (?:checking|reviewing|looking)",
        r"\bby the (?:system|machine|algorithm|program) alone\b",
        rf"\b{_PEOPLE} (?:is|are) {_NOT} involved{_END}",
        rf"\bwe {_NOT_DO} (?:check|review|oversee) {_RESULTS}",
        (
            r"\bwithout (?:any |an? )?(?:human|manual) (?:review|check|oversight|involvement"
            r"|intervention|control|input)"
        ),
        rf"\b(?:nobody|no one|no {_PEOPLE}) (?:now |ever )?{_CHECKED}",
        (
            rf"\b{_NOT} (?:be )?(?:checked|reviewed|looked at|overseen|seen|read)(?: any more)?"
            rf" by (?:an? |any |our )?{_PEOPLE}"
        ),
        rf"\b{_PEOPLE} (?:do|does|will) (?:not|no longer) (?:check|review|oversee)",
        rf"\b{_PEOPLE} (?:no longer|never) {_CHECKED}",
        r"\b(?:fully|entirely|completely|wholly) (?:automated|automatic(?:ally)?|autonomous(?:ly)?)",
        (
            rf"(?<!clerk )(?<!person )(?<!official )(?<!staff )(?<!human )\b{_ACTS}"
            r" (?:(?:entirely|completely|fully|wholly|all) )?(?:alone|on its own|by itself)"
        ),
        (
            rf"^{_RESULTS} (?:is|are) {_NOT} (?:checked|reviewed)"
            r"(?! (?:by|until|before|twice|only|when))"
        ),
    ],
    "notice_to_people": [
        *_of_a_thing(r"(?:notice|notification|announcement|signs?(?! of))"),
        (
            rf"\b(?:is|are|will|be|were|was) {_NOT} (?:be )?(?:(?!only )\w+ )?{_TOLD}"
            r"(?! (?:which|why|what|how|who))"
        ),
        rf"\b(?:nobody|no one) (?:is|will be) {_TOLD}",
        (
            rf"\b(?:we|the (?:body|council|agency|department)) {_NOT_DO}"
            r" (?:tell|inform|notify) (?:people|them|you|anyone|anybody|residents|users"
            r"|applicants|those|clients|customers|claimants|citizens|patients|parents)\b"
        ),
        r"\b(?:people|residents|applicants|they) (?:do|will) not know (?:that|of|about)",
        r"\bnothing is (?:said|told)",
        rf"(?:^|\b(?:is|are|was) ){_NOT} (?:announced|disclosed|made known)",
    ],
    "opt_out_how": [
        *_of_a_thing(
            r"(?:opt-?outs?|choice|alternatives?|way to (?:refuse|opt out)|right to refuse)"
        ),
        rf"\b{_CANNOT} (?:be refused|refuse|opt out|choose|ask for a person|object)",
        r"\b(?:refus(?:al|ing)(?: it)?|opting out) is (?:not|no longer) possible",
        (
            r"\b(?:everyone|everybody|all|you|people|residents) (?:must|has to|have to) use"
            r" (?:it|this|the (?:system|assistant|service|tool|program|machine))\b"
        ),
        r"\b(?:use|it) is (?:compulsory|mandatory)",
    ],
}

_DUTCH: Final = {
    "appeal_route": [
        (
            r"\bgeen (?:mogelijkheid (?:tot|voor|om) )?(?:bezwaar|beroep|klacht\w*|rechtsmiddel\w*"
            r"|bezwaar- (?:of|en) beroeps\w+|bezwaarmogelijkheid|beroepsmogelijkheid)\b"
            r"(?! ?(?:kosten|tegen de))(?! wordt)"
        ),
        (
            r"\b(?:bezwaar|beroep)(?: (?:maken|of beroep|en beroep|instellen))*"
            r" (?:is|zijn|staat) (?:\w+ )?(?:niet|niet meer"
            r"|niet langer|uitgesloten)(?: meer)?(?: mogelijk| toegestaan| open|$)"
        ),
        (
            r"\bkan (?:\w+ ){0,3}niet (?:meer |langer )?(?:\w+ )?(?:worden )?(?:aangevochten"
            r"|betwist|herzien|bezwaar|beroep|klagen)"
        ),
        (
            r"\b(?:kunt|kan|kunnen|mag|mogen) (?:\w+ ){0,3}(?:geen|niet (?:meer )?(?:in )?)"
            r" ?(?:bezwaar|beroep|klacht)"
        ),
        r"\b(?:bezwaar|beroep|klagen)(?: maken)? kan niet(?: meer)?\s*(?:$|[.,])",
        r"\bniet (?:meer )?mogelijk (?:om )?(?:\w+ ){0,3}(?:bezwaar|beroep|klacht)",
        r"\b(?:besluit\w*|beslissing\w*|uitkomst\w*) (?:is|zijn) (?:definitief|onherroepelijk)",
        r"\bniet (?:voor )?(?:bezwaar|beroep) (?:vatbaar|mogelijk|open)",
    ],
    "human_review": [
        (
            r"\b(?:geen|zonder) (?:enige )?(?:menselijke|handmatige) (?:controle|tussenkomst"
            r"|beoordeling|toets\w*|toezicht|interventie)"
        ),
        (
            r"\b(?:niemand|geen (?:mens|medewerker|ambtenaar|persoon)) (?:\w+ )?(?:controleert"
            r"|beoordeelt|kijkt|toetst|ziet)"
        ),
        (
            r"\b(?:medewerkers?|ambtenaren|ambtenaar|mens(?:en)?) (?:controle\w+|beoorde\w+"
            r"|kijk\w+|toets\w+) (?:\w+ ){0,3}niet(?: meer| langer)?\s*(?:$|[.,])"
        ),
        r"\b(?:kijkt|controleert|beoordeelt|toetst) (?:er )?niemand",
        (
            r"\b(?:niet|niet meer|niet langer|nooit) door (?:een |de )?(?:mens|mensen|medewerker"
            r"|medewerkers|ambtenaar|persoon) (?:\w+ )?(?:gecontroleerd|beoordeeld|bekeken|getoetst)"
        ),
        r"\b(?:volledig|geheel|helemaal) (?:automatisch|geautomatiseerd|zelfstandig|autonoom)",
    ],
    "notice_to_people": [
        r"\bgeen (?:kennisgeving|melding|bericht|aankondiging|mededeling)\b",
        (
            r"\b(?:wordt|worden|bent|is|zijn) (?:\w+ ){0,3}(?:niet|nooit)(?: meer| langer)?"
            r" (?:\w+ ){0,2}(?:geinformeerd|ingelicht|verteld|gemeld|op de hoogte)"
        ),
        r"\bniets (?:gemeld|verteld|gezegd)",
        r"\bniemand (?:wordt|is) (?:\w+ ){0,2}(?:geinformeerd|ingelicht|op de hoogte)",
    ],
    "opt_out_how": [
        r"\b(?:kunt|kan|kunnen|mag|mogen) (?:\w+ ){0,3}niet (?:meer )?(?:worden )?(?:ge)?weiger",
        r"\b(?:u|men|iedereen) moet (?:het|dit|de \w+) gebruiken",
        r"\bweigeren is (?:\w+ )?(?:niet|onmogelijk)",
        r"\bgeen (?:opt-?out|keuze|alternatief)\b",
        r"\bniet (?:mogelijk )?(?:om )?(?:dit |het )?te weigeren",
    ],
}

_GERMAN: Final = {
    "appeal_route": [
        (
            r"\bkeine?[nr]? (?:moglichkeit (?:\w+ )?(?:zu[mr]?|des|der|fur) )?(?:widerspruch\w*"
            r"|einspruch\w*|beschwerde\w*|klage|rechtsmittel\w*|rechtsbehelf\w*)\b"
        ),
        (
            r"\b(?:widerspruch|einspruch|beschwerde|klage|anfechtung)(?: ist| sind) (?:\w+ )?(?:nicht"
            r"|ausgeschlossen|unzulassig)"
        ),
        (
            r"\b(?:kann|konnen) (?:\w+ ){0,3}nicht (?:mehr )?(?:angefochten|widersprochen"
            r"|widersprechen|geandert)"
        ),
        r"\bnicht (?:mehr )?anfechtbar",
        r"\bnicht (?:mehr )?moglich,? (?:\w+ ){0,3}(?:widerspruch|einspruch|beschwerde|klage)",
        (
            r"\b(?:entscheidung\w*|ergebnis\w*|bescheide?) (?:ist|sind) (?:endgultig|unanfechtbar"
            r"|abschliessend)"
        ),
    ],
    "human_review": [
        (
            r"\b(?:keine|ohne) (?:menschliche|manuelle)n? (?:prufung|kontrolle|uberprufung"
            r"|aufsicht|beteiligung|eingriffe?)"
        ),
        (
            r"\b(?:niemand|kein (?:mensch|mitarbeiter|beamter)) (?:\w+ )?(?:pruft|uberpruft"
            r"|kontrolliert|schaut|sieht)"
        ),
        (
            r"\bnicht (?:mehr )?(?:von|durch) (?:eine[nmr]? )?(?:mensch\w*|person\w*|mitarbeit\w*)"
            r" (?:gepruft|uberpruft|kontrolliert)"
        ),
        (
            r"\b(?:mitarbeit\w*|mensch\w*|sachbearbeit\w*|beamt\w*) (?:pruf\w+|uberpruf\w+"
            r"|kontrollier\w+) (?:\w+ ){0,3}(?:nicht mehr|nie)\b"
        ),
        r"\bvollautomatisch|\b(?:voll(?:ig|standig)?|ganz) (?:automati|autonom|selbst(?:st)?andig)",
    ],
    "notice_to_people": [
        r"\bkeine (?:benachrichtigung|mitteilung|ankundigung)\b|\bkeinen? hinweis\b",
        (
            r"\b(?:wird|werden) (?:\w+ ){0,3}(?:nicht|nie)(?: mehr)? (?:\w+ ){0,2}(?:informiert"
            r"|unterrichtet|benachrichtigt|hingewiesen)"
        ),
        r"\bniemand wird (?:\w+ ){0,2}(?:informiert|unterrichtet|benachrichtigt)",
    ],
    "opt_out_how": [
        r"\b(?:kann|konnen) (?:\w+ ){0,3}nicht (?:mehr )?(?:abgelehnt|ablehnen|widersprechen)",
        r"\bablehnung ist (?:\w+ )?(?:nicht|ausgeschlossen)|\bablehnen ist nicht",
        r"\bkein (?:opt-?out|widerspruchsrecht)\b|\bkeine (?:wahl|alternative)\b",
    ],
}

_FRENCH: Final = {
    "appeal_route": [
        (
            r"\baucune? (?:possibilite de |voie de |droit de )?(?:recours|appel|contestation"
            r"|reclamation|opposition)\b"
        ),
        (
            r"\b(?:pas|plus) (?:de |d')(?:possibilite de |voie de |droit de )?(?:recours|appel"
            r"|contestation|reclamation)"
        ),
        (
            r"\b(?:recours|appel|contestation|reclamation) (?:n'est|ne sont|n'etait) (?:pas|plus)"
            r" (?:possible|ouverte?|admise?|prevue?|recevable|accepte)s?"
        ),
        (
            r"\b(?:peut|pouvez|peuvent) (?:pas|plus) (?:etre )?(?:contest|faire (?:appel|recours)"
            r"|former un recours|reclamer)"
        ),
        r"\b(?:pas|plus) possible (?:de |d')(?:faire|former|contester|deposer|introduire)",
        r"\b(?:decisions?|resultats?) (?:est|sont) (?:definiti(?:f|ve)s?|sans appel)",
    ],
    "human_review": [
        (
            r"\b(?:aucune?|sans|pas de|pas d'|plus de|plus d') ?(?:controle|intervention|examen"
            r"|verification|supervision) humaine?"
        ),
        r"\b(?:personne|aucun agent) ne (?:verifie|controle|relit|examine|regarde)",
        r"\b(?:n'est|ne sont) (?:pas|plus|jamais) (?:verifie|controle|relu|examine)e?s? par un",
        r"\bagents? ne (?:verifi|control|reli|examin)\w+ (?:plus|pas|jamais)\b",
        r"\b(?:entierement|totalement) (?:automati|autonome)",
    ],
    "notice_to_people": [
        r"\baucune? (?:notification|avis|annonce)\b",
        (
            r"\b(?:n'est|ne sont|n'etes|ne seront|ne sera) (?:pas|plus|jamais) (?:informe|averti"
            r"|prevenu|notifie)"
        ),
        r"\bpersonne n'est (?:informe|averti|prevenu)",
    ],
    "opt_out_how": [
        r"\b(?:peut|pouvez|peuvent) (?:pas|plus) (?:etre )?(?:refuse|s'y opposer|vous y opposer)",
        r"\b(?:devez|doit|doivent) (?:l')?utiliser",
        r"\b(?:pas|plus|n'est pas) possible de refuser|\brefus (?:n'est|est) (?:pas|impossible)",
        r"\baucun (?:refus|choix)\b|\b(?:aucune|pas d'|plus d') ?alternative\b",
    ],
}

PHRASES: Final = (_ENGLISH, _DUTCH, _GERMAN, _FRENCH)
