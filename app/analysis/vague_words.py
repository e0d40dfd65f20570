"""Words that decide what may name a topic, in the languages we have lists for."""

from typing import Final


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


# what people write in anger does not name a topic
UNFIT: Final = _words(
    "fuck fucking fucked shit bullshit crap damn ass asshole bitch lol wtf omg tbh",
    "scheiße scheiss merde mierda kut cazzo",
)

# Tell that somebody thinks, feels or wishes, or of how many; never of what. They name
# nothing alone, yet may be part of a phrase ("mental health issues", "older people").
VAGUE: Final = _words(
    # en
    "absolutely actual advantage afraid agree aspect assume basically believe big bring",
    "call care case certain certainly change clearly comment completely concern concerned",
    "concerning effect consider day definitely depend describe different easier easy entirely",
    "etc everyday exactly example exist expect extremely fact fear feel feeling feels felt",
    "find fine full fully general generally gonna happen happy hard hear help helpful help",
    "high higher highly honest honestly hope hopefully hopes hopeful hour idea impact",
    "important improve improved include including increase issue issues kinda large last",
    "late later leave life literally live living long longer look looking love low lower",
    "main matter mean means mention mind minute month move name necessary negative new nice",
    "non number obvious obviously offer old open opinion overall part people person place",
    "point positive possible possibly potential potentially prefer probably problem proper",
    "properly provide question reason remain response seek seen seriously set short similar",
    "situation small sorry start stop strongly stuff suggest suggestion support talk tell",
    "thought time times today totally treat true try trying turn two three",
    "type understand unfortunately week wish wonder word work world worried worries worry",
    "worrying year years yesterday first second thank thanks please great bad real day one's",
    "give run add end big self side fall follow following run base based amount level",
    # de
    "allgemein anfang art ausbauen bedeutet beispiel bekommen beitragen bereich bringen",
    "deutlich dinge eigene eigentlich einführen ende endlich erhalten ermöglichen ersten",
    "fall frage führen fördern geben generell genug gesamte gleich gleichzeitig groß große",
    "großen grund hoch hohe hohen jahr jahre jahren klar kleine kleinen kommen kommt",
    "konsequent kosten lange leider leute leuten liegt meinung meist meisten menschen mensch",
    "neue neuen neuer nutzen nötig notwendig nämlich person personen problem prozent",
    "reduzieren richtig sache sachen sagen schaffen schnell setzen sofort stark stelle",
    "stellen tag tage täglich teil thema tun unbedingt unterstützen verbieten verboten",
    "viel völlig wahrscheinlich weg weise weitere weiterhin wert wichtig wichtige wichtiger",
    "innen wirklich wissen zeit ziel zumindest zuerst zukunft zwei drei verpflichtend umgesetzt",
    # fr
    "année années beaucoup besoin cas chose choses clairement exemple façon gens grand",
    "grande grandes grands heure important jour jours manière mieux mettre moment monde",
    "nouveau nouvelle nouvelles parler part partie personne personnes petit petite point",
    "problème problèmes question rendre savoir simple sujet temps utiliser vie vraiment",
    # es
    "año años cada caso cosa cosas día días ejemplo forma gente gran grande grandes hora",
    "importante manera mejorar momento mundo nuevo nueva parte persona personas problema",
    "problemas punto realmente tema tiempo usar vez vida",
    # nl
    "belangrijk beter dag dagen deel ding dingen duidelijk echt geval goede grote groot",
    "iedereen jaar jaren keer kleine komen krijgen leven mening mensen nieuwe nodig persoon",
    "probleem problemen punt soort tijd vinden voorbeeld vraag wereld zaken",
    # it
    "anno anni caso cosa cose esempio gente giorno giorni grande importante modo mondo",
    "momento nuovo parte persona persone problema problemi punto tempo vita volta",
)

# "cost of living", "Schutz der Umwelt", "qualité de l'air"
LINKING: Final = _words(
    "of for and to in on the at with from by",
    "von vom der des den dem die das und für im in zu zur zum mit am auf",
    "de du des la le les l' d' et à au aux en pour sur",
    "del de la las los el y en para con",
    "van voor en het de in op met aan",
    "di del della dei delle degli e per il lo gli i al alla",
    "do da dos das e em no na para com",
    "i w z na do dla og af til för och av på",
)

# Of these, the ones that stand after another of them only: "health of the people", yet
# not "expand the rule".
ARTICLES: Final = _words("the die den das dem le la les l' los las el het lo gli i il")

# Small words that stand before the name of a thing ...
BEFORE_THINGS: Final = _words(
    "the a an of our your their his my its this these those no more less any some each",
    "every for in on with from by about without into over much many other between",
    "der die das den dem des ein eine einen einem einer eines kein keine keinen mehr",
    "weniger für von vom im beim zum zur durch ohne gegen mit bei alle diese dieser viele",
    "le la les l' un une des du d' de ce cette ces son sa ses leur leurs notre nos plus",
    "sans avec par el los las una unos del más menos sin con por su sus nuestra nuestro",
    "het een van voor geen meer minder met zonder onze ons hun deze dit",
    "il lo gli i uno della dei delle degli più meno senza o os as um uma do da dos das",
    "en ett den det mer inga et mere w z na dla bez od",
)
# ... and before what somebody does, or how something is.
BEFORE_DEEDS: Final = _words(
    "to will would can could should must may might shall cannot i we they you he she it",
    "who not don't didn't doesn't won't can't shouldn't couldn't let please is are was were",
    "be been being am very too so really just get i'm it's that's they're we're",
    "ich wir sie er es man zu nicht kann können soll sollen sollte sollten muss müssen ist",
    "sind war waren sehr wird werden bitte wäre",
    "je nous ils elles il on vous tu ne se pas très est sont était doit peut faut être",
    "yo nosotros ellos se no muy es son debe pueden ser está están que",
    "ik wij we ze te niet zeer is zijn wordt moet kan zal",
    "io noi loro non si molto è sono deve essere",
    "jag vi de att inte är mycket jeg at ikke er meget nie jest są bardzo się",
)

# Before the label of a topic that no one subject names.
MIXED: Final = {
    "en": "Mixed",
    "de": "Gemischt",
    "fr": "Divers",
    "es": "Varios temas",
    "nl": "Gemengd",
    "it": "Temi vari",
    "pt": "Vários temas",
    "pl": "Różne",
    "sv": "Blandat",
    "da": "Blandet",
    "zh": "混合",
}
QUOTED: Final = {
    "en": ("\u201c", "\u201d"),
    "de": ("\u201e", "\u201c"),
    "fr": ("\u00ab\u00a0", "\u00a0\u00bb"),
    "pl": ("\u201e", "\u201d"),
    "zh": ("\u300c", "\u300d"),
}
