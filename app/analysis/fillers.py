"""Answers that only fill the box, in the languages we know, as plain lists.

Lower case, without punctuation and apostrophes. Softeners are dropped before an
answer is looked up, so the lists hold each phrase once.
"""

import re
from typing import Final


def _phrases(*lines: str) -> frozenset[str]:
    return frozenset(
        phrase.strip() for line in lines for phrase in line.split("|") if phrase.strip()
    )


# "Nothing": an answer when something good or bad was asked for, else a filler.
NOTHING: Final = _phrases(
    "nothing|none|nothing at all|not a thing|nothing comes to mind|no nothing|nil|zero",
    "nothing else|nothing more|nothing specific|nothing special|no complaints|nowt",
    "no issues|no problems|no suggestions|no improvements|no concerns|no worries",
    "not much|not a lot|nothing to say|nothing to add|nothing i can think of|nope",
    "no|not one|none at all|nothing whatsoever|cant think of anything|no changes",
    "cannot think of anything|i cant think of anything|nothing needs improving",
    "nichts|gar nichts|überhaupt nichts|keine|nein|keins|nichts weiter|keine kritik",
    "fällt mir nichts ein|mir fällt nichts ein|keine probleme|keine vorschläge",
    "rien|rien du tout|aucun|aucune|non|néant|rien à dire|rien à ajouter|rien de spécial",
    "nada|ninguno|ninguna|nada más|nada en especial|nada en particular",
    "niets|helemaal niets|geen|nee|niks|niets bijzonders|geen klachten",
    "niente|nessuno|nessuna|nulla",
)

YES_OR_NO: Final = _phrases(
    "yes|yep|yeah|ja|oui|si|sí|sì|jawohl|doch|y|yup|sure|ok|okay"
)

FILLERS: Final = _phrases(
    # en
    "na|n a|n a n a|not applicable|does not apply|doesnt apply|unsure|not sure|idk|dk",
    "not sure yet|i not sure|im not sure|dont know|do not know|i dont know|i do not know",
    "dont know yet|i dont know yet|dunno|i dunno|no idea|no ideas|no clue|no opinion",
    "i have no idea|have no idea|ive no idea|i have no clue|havent a clue|have no clue",
    "i have no opinion|i dont have an opinion|dont have an opinion|dont have one",
    "i have no thoughts|no thoughts|no thought|no thoughts at this time|no answer",
    "i dont have any|i have none|i dont have one|dont have any|no response|no reply",
    "no comment|no comments|no further comment|no further comments|dont have a comment",
    "i dont have a comment|i have no comment|i have no comments|without comment",
    "no advice|no preference|refused|refuse|prefer not to say|rather not say|skip|pass",
    "prefer not to answer|decline to answer|i prefer not to answer|declined|skipped",
    "did not answer|didnt answer|not answered|no answer given|none given|left blank|blank",
    "see above|as above|same as above|see previous|as previous|see previous answer",
    "see prior answer|see my previous answer|see previous comment|see last answer",
    "same as before|same as previous|same answer|same as previous answer|as before",
    "see below|see attached|see attachment|please see attached|please see attachment",
    "please see above|ditto|same|as stated above|already answered|answered above",
    "as described previously|said it previously|as previously stated|as i said before",
    "as in number|refer to above|refer to previous|refer to previous answer|idem",
    "i dont care|dont care|who cares|whatever|not interested|no interest|cant say",
    "i cant say|hard to say|difficult to say|cannot say|cannot comment|cant comment",
    "i cannot comment|i cant comment|undecided|uncertain|not certain|test|testing|asdf",
    "unknown|dont understand|i dont understand|not relevant|tbc|tbd|nan|null|undefined",
    "name|ref|value|lorem ipsum|hello|hi|no data|x|xx|xxx|xxxx|not known|cant remember",
    "dont remember|cant recall|dont wish to say|dont want to say|dont want to answer",
    "i dont know enough about it|dont know enough about it|dont know enough|no view",
    "i dont know what that is|i dont know anything about it|no views|not too sure",
    "havent thought about it|i havent thought about it|never thought about it",
    "too early to say|too early to tell|depends|it depends|no contest|undecided yet",
    # de
    "keine angabe|keine angaben|k a|ka|weiß nicht|weiss nicht|ich weiß nicht|weiß ich nicht",
    "ich weiss nicht|weiss ich nicht|weiß es nicht|ich weiß es nicht|keine ahnung",
    "ich habe keine ahnung|habe keine ahnung|hab keine ahnung|keine meinung",
    "ich habe keine meinung|habe keine meinung|habe keine|dazu keine meinung",
    "keine meinung dazu|dazu habe ich keine meinung|nicht sicher|bin nicht sicher",
    "ich bin nicht sicher|ich bin mir nicht sicher|bin mir nicht sicher|unsicher",
    "mir nicht sicher|unentschlossen|siehe oben|s o|wie oben|siehe vorherige antwort",
    "gleiche antwort|dasselbe|entfällt|nicht zutreffend|trifft nicht zu|unbekannt",
    "kein kommentar|keine antwort|keine anmerkung|keine anmerkungen|kann ich nicht sagen",
    "kann nicht sagen|dazu kann ich nichts sagen|egal|mir egal|ist mir egal|siehe anlage",
    "keine anmerkungen dazu|siehe anhang|nichts hinzuzufügen|möchte ich nicht sagen",
    # fr
    "je ne sais pas|ne sais pas|sais pas|je sais pas|jsp|nsp|aucune idée|pas didée",
    "je nai aucune idée|je nai pas didée|sans opinion|pas dopinion|sans avis|pas davis",
    "je nai pas davis|je nai pas dopinion|pas sûr|pas sûre|je ne suis pas sûr",
    "je ne suis pas sûre|incertain|incertaine|sans objet|s o|so|non applicable",
    "ne sapplique pas|voir ci dessus|voir plus haut|cf ci dessus|voir réponse précédente",
    "voir précédemment|même réponse|pareil|idem|pas de réponse|sans réponse",
    "sans commentaire|pas de commentaire|aucun commentaire|ras|r a s|rien à signaler",
    "ne se prononce pas|je ne me prononce pas|peu importe|voir pièce jointe|inconnu",
    "aucune opinion|aucun avis|pas de commentaires|je ne sais pas du tout",
    # es
    "no sé|no se|no lo sé|no lo se|ns|nc|ns nc|nsnc|ni idea|no tengo idea|no tengo ni idea",
    "sin opinión|no tengo opinión|no opino|no estoy seguro|no estoy segura|no aplica",
    "no procede|no corresponde|sin respuesta|no contesta|no responde|sin comentarios",
    "ningún comentario|ver arriba|véase arriba|ver más arriba|lo mismo|igual que arriba",
    "ver respuesta anterior|ídem|no comment|me da igual|desconozco|no sabría decir",
    "lo desconozco|no tengo comentarios|ninguna opinión|ver adjunto|sin opinion",
    # nl
    "weet niet|weet ik niet|ik weet het niet|weet het niet|ik weet niet|wn|geen idee",
    "ik heb geen idee|heb geen idee|geen mening|ik heb geen mening|heb geen mening",
    "niet zeker|ik ben niet zeker|ben niet zeker|twijfel|nvt|n v t|niet van toepassing",
    "zie boven|zie hierboven|zie eerder|zie vorig antwoord|zie vorige antwoord|hetzelfde",
    "geen antwoord|geen commentaar|geen opmerkingen|geen opmerking|onbekend|zie bijlage",
    "maakt niet uit|maakt me niet uit|geen reactie|zie vorige",
    # it
    "non so|non lo so|nessuna idea|non saprei|nessuna opinione|nessun commento",
    "non applicabile|vedi sopra|come sopra|non sono sicuro|non sono sicura",
)

SOFTENERS: Final = _phrases(
    "really|honestly|sorry|just|actually|quite|completely|totally|sadly|exactly|tbh",
    "currently|unfortunately|personally|frankly|still|well|um|hmm|erm|lol|please|so",
    "absolutely|very|too|again|i|im|am",
    "leider|ehrlich|wirklich|dazu|momentan|derzeit|eigentlich|echt|danke|noch|ich|bin",
    "vraiment|désolé|désolée|honnêtement|merci|encore|actuellement|franchement|je",
    "realmente|sinceramente|gracias|todavía|aún|francamente|yo",
    "eigenlijk|eerlijk|gezegd|helaas|bedankt|daar|daarover|nog|momenteel|ik|ben",
)

# The same in several words; taken out before the answer is cut into words.
SOFT_PHRASES: Final = re.compile(
    r"\b(?:at (?:all|the (?:moment|present)|present|this (?:time|point|stage))"
    r"|right now|as of now|to be honest|thank you|thanks|in all fairness|for now"
    r"|im moment|zur zeit|ehrlich gesagt|tut mir leid|du tout|pour le moment"
    r"|pour l.instant|à vrai dire|lo siento|por ahora|de momento|la verdad"
    r"|op dit moment|op het moment|het spijt me|helemaal)\b"
)

JUDGEMENT_ASKED: Final = re.compile(
    r"better|improv|worr(?:y|ie)|concern|problem|wrong|dislik|complain|dissatisf|bad\b"
    r"|was good|\blike\b.{0,20}\?|do differently|chang|miss(?:ing)?\b|fear|afraid|risk"
    r"|disadvantag|drawback|downside|harm|satisf|didn.?t you like|negative|fft why"
    r"|besser|verbess|sorge|bedenken|befürcht|schlecht|stör|problem|nachteil|risik"
    r"|ändern|gefallen|gefällt|zufrieden|angst|kritik|fehlt"
    r"|mieux|amélior|inqui|préoccup|problèm|mauvais|craign|craint|inconvén|risque"
    r"|déplai|plu\b|plaît|satisf|changer|manqu|peur|reproch"
    r"|mejor|preocup|problema|\bmal[oa]?s?\b|inconvenien|desventaj|riesg|temor|miedo"
    r"|cambi|gust|falta|satisfech"
    r"|beter|zorg(?:en)?\b|bezorgd|slecht|nadel|verander|angst|bang\b|tevreden|mis\b"
    r"|bezwa|verbeter"
    r"|miglior|preoccup|svantagg|rischi|paur"
)

YES_OR_NO_ASKED: Final = re.compile(
    r"^\W*(?:do|does|did|is|are|was|were|should|would|could|can|will|have|has|may|must"
    r"|soll(?:te|ten|en)?|ist|sind|hat|haben|kann|können|darf|dürfen|wird|werden|finden"
    r"|est|sont|faut|doit|devrait|devraient|peut|avez|êtes|pensez|est-ce"
    r"|debe|deben|debería|deberían|es|son|puede|pueden|cree|está|están|tiene|hay"
    r"|moet|moeten|is|zijn|kan|kunnen|mag|mogen|heeft|hebben|vindt|zou|wordt|bent"
    r")\b"
)
