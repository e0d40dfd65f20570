"""Words by which a text describes a protection, by field, in four languages.

Regular expressions over lower case without accents, like those of `denial_phrases`.
"""

import re
from typing import Final

# Words by which a clause still describes the protection.
DESCRIBES: Final = {
    "appeal_route": re.compile(
        r"appeal|contest|object|challeng|complain|disput|review|claim|bezwaar|beroep|klacht"
        r"|klagen|herzien|widersp|einspruch|beschwer|klage|recours|appel|reclam|contester"
    ),
    "human_review": re.compile(
        r"check|review|look|overrul|correct|read|decid|inspect|person|people|staff|clerk"
        r"|controle|beoordel|kijk|medewerker|ambtenaar|mens|pruf|kontroll|mitarbeit|verifi"
        r"|examin|agent"
    ),
    "notice_to_people": re.compile(
        r"told|tell|inform|notice|notif|letter|sign|says|page|brief|website|melding|vertel"
        r"|hinweis|benachricht|schild|avis|courrier|affich"
    ),
    "opt_out_how": re.compile(
        r"refus|opt|ask|call|write|choose|instead|person|weiger|vraag|bel|schrijf|kies"
        r"|ablehn|frag|anruf|schreib|demand|appel|ecri|choisi"
    ),
}
_BY_PEOPLE: Final = (
    r"(?:humans?|persons?|people|officials?|clerks?|caseworkers?|staff|employees?|doctors?"
    r"|nurses?|teachers?|somebody|someone|medewerkers?|ambtenaren|ambtenaar|mens(?:en)?"
    r"|mensch\w*|mitarbeit\w*|sachbearbeit\w*|personne|agents?)"
)
_CHECK: Final = (
    r"(?:checks?|checked|reviews?|reviewed|looks?|reads?|overrules?|decides?|inspects?"
    r"|approves?|controle\w+|beoorde\w+|kijk\w*|beslis\w*|toets\w*|pruf\w+|uberpruf\w+"
    r"|kontroll\w+|entscheid\w*|verifi\w+|examin\w+|decide\w*)"
)
# What says so outright, beside a denial in the same clause: "sorting is fully automated,
# and a clerk checks each decision".
STILL: Final = {
    "appeal_route": re.compile(
        r"\b(?:can|may) (?:still |also |always )?(?:appeal|object|complain|contest|challenge"
        r"|dispute|ask|write)"
        r"|\b(?:kunt|kan|kunnen|mag|mogen) (?:\w+ ){0,4}(?:bezwaar|beroep|klacht|klagen)"
        r"|\b(?:kann|konnen) (?:\w+ ){0,4}(?:widerspr|einspruch|beschwer|klage)"
        r"|\b(?:peut|pouvez|peuvent) (?:\w+ ){0,2}(?:contest|faire|former|reclam)"
    ),
    "human_review": re.compile(
        rf"\b{_BY_PEOPLE} (?:\w+ ){{0,3}}{_CHECK}\b"
        rf"|\b{_CHECK} (?:\w+ ){{0,2}}(?:by|door|von|durch|par) (?:\w+ ){{0,2}}{_BY_PEOPLE}\b"
        rf"|\b(?:door|von|durch) (?:\w+ ){{0,2}}{_BY_PEOPLE} (?:\w+ ){{0,2}}ge(?:\w+)\b"
    ),
    "notice_to_people": re.compile(
        r"\b(?:is|are|will be) (?:\w+ )?(?:told|informed|notified)"
        r"|\b(?:letter|sign|notice|website|page) (?:says|tells|explains)"
        r"|\bwe (?:tell|inform|notify)"
        r"|\b(?:wordt|worden) (?:\w+ ){0,3}(?:geinformeerd|ingelicht)"
        r"|\b(?:wird|werden) (?:\w+ ){0,3}(?:informiert|benachrichtigt)"
        r"|\b(?:est|sont) (?:\w+ )?(?:informe|averti)"
    ),
    "opt_out_how": re.compile(
        r"\b(?:can|may) (?:still |also |always )?(?:refuse|opt out|ask|choose|call|write)"
        r"|\b(?:kunt|kan|kunnen|mag|mogen) (?:\w+ ){0,3}(?:weiger|vragen|bellen|kiezen)"
        r"|\b(?:kann|konnen) (?:\w+ ){0,3}(?:ablehn|fragen|anruf|wahlen)"
        r"|\b(?:peut|pouvez|peuvent) (?:\w+ ){0,2}(?:refuser|demander|appeler|choisir)"
    ),
}
# What narrows a promise to some, to those who ask, to a sample. "It only advises" and
# "nothing is sent unless a clerk agrees" do not.
_ASKED: Final = r"(?:they|you|people|he|she|someone|asked|requested|contested)\b"
_VERZOEK: Final = r"(?:u|ze|zij|men|iemand|daarom|erom)\b"
_WUNSCH: Final = r"(?:sie|man|jemand)\b"
_DEMANDE: Final = r"(?:vous|ils|elles|on|quelqu'un)\b"
NARROWS: Final = re.compile(
    r"\b(?:sometimes|occasionally|optional\w*|samples?|sampled|spot checks?|at random"
    r"|where (?:possible|practical)|on request|(?:check|review|read)(?:s|ed)? (?:only|some)"
    rf"|in some cases|only some|only a few|(?:only (?:if|when)|unless) {_ASKED}"
    rf"|soms|steekproef\w*|desgewenst|op verzoek|waar mogelijk|(?:tenzij|alleen (?:als|wanneer|indien)) {_VERZOEK}"
    r"|manchmal|stichprobe\w*|stichprobenartig|auf (?:anfrage|wunsch)|soweit moglich"
    rf"|(?:es sei denn,?|nur,? wenn) {_WUNSCH}"
    rf"|parfois|echantillon\w*|sur demande|si possible|(?:sauf|seulement|uniquement) s'?i? ?{_DEMANDE})"
)
# What says that something ended; of which thing, only a reader can tell.
ENDED: Final = re.compile(
    r"\b(?:(?:has|have|was|were) (?:now )?(?:been )?(?:ended|stopped|abolished|removed|dropped"
    r"|cut|dissolved|taken off|withdrawn|closed)|no longer\b(?! (?:decide|work|run|act)s)|any ?more"
    r"|afgeschaft|vervallen|opgeheven|stopgezet|(?:niet|geen \w+) (?:meer|langer)"
    r"|entfallt|entfallen|abgeschafft|gestrichen|eingestellt|(?:nicht|kein\w* \w+) (?:mehr|langer)"
    r"|supprimee?s?|abolie?s?|n(?:e |')\w+ plus)\b"
)
