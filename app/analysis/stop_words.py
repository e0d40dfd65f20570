"""Words that carry no topic, for the languages the engine names topics in."""

import re
from collections.abc import Collection
from typing import Final

_LISTS: Final = {
    "en": "a about above actually after again all almost already also although always am an and another any anybody "
    "anyone anything are aren't around as at away back be because been before being below best better between both "
    "but by came can can't cannot come could couldn't did didn't do does doesn't doing don't done down dont during "
    "each either else enough especially etc even ever every everybody everyone everything far few for from further "
    "get gets getting give given go goes going gone good got great had has have haven't having he her here hers him "
    "his how however i i'd i'll i'm i've if im in instead into is isn't it it's its itself just keep kind know let "
    "like likely little lot lots made make makes making many may maybe me might mine more most much must my myself "
    "need needs never no nobody none nor not nothing now of off often ok on once one only onto or other others our "
    "ours ourselves out over own perhaps please put quite rather really right said same say see seem seems several "
    "shall she should shouldn't simply since so some somebody someone something sometimes still such sure take than "
    "that that's the their theirs them themselves then there there's these they they're thing things think this "
    "those though through thus to together too took toward towards under until up upon us use used using very via "
    "want was wasn't way ways we we're we've well went were weren't what when where whether which while who whole "
    "whom whose why will with within without won't would wouldn't yes yet you you're your yours yourself able "
    "ensure allow allowed become becomes becoming bit cant didnt doesnt isnt ive thats theyre wont youre",
    "de": "aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes auch auf aus "
    "bei beim bereits besser bis bitte bin bist da dabei dadurch dafür dagegen daher damit dann daran darauf darf "
    "darum das dass daß davon dazu dein deine dem den denen denn dennoch der deren des deshalb dessen die dies diese "
    "diesem diesen dieser dieses doch dort du durch dürfen eher ein eine einem einen einer eines einfach einige "
    "einigen einmal er es etwa etwas euch euer für ganz gar gegen gehen geht gerade gibt gut hab habe haben hat "
    "hatte hätte hier hin ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in ins ist ja jede jedem jeden jeder "
    "jedes jedoch jetzt kann kein keine keinem keinen keiner können könnte könnten lassen machen macht man mehr mein "
    "meine mich mir mit möglich müssen muss nach nicht nichts noch nun nur ob oder ohne sehr sein seine seinem seinen "
    "seiner seit sich sie sind so sodass sogar solche solchen soll sollen sollte sollten sondern sonst sowie statt "
    "trotzdem über überall um und uns unser unsere unserem unseren unserer unter usw viel viele vielen vom von vor "
    "wäre während war waren warum was weil weiter welche welcher wenig weniger wenn wer werde werden wie wieder will "
    "wir wird wo wollen wurde wurden würde würden zB z.b zu zum zur zwischen bzw etc dh gäbe braucht brauchen",
    "fr": "à afin ai ainsi alors après as au aucun aucune aussi autre autres aux avant avec avez avoir avons bien car "
    "ce ceci cela celle celles celui ces cet cette ceux chaque chez comme comment d dans de des déjà depuis dès doit "
    "doivent donc dont du elle elles en encore entre es est et été être eu eux fait faire faut il ils j je l la le "
    "les leur leurs lors lui là m ma mais me même mêmes mes moi moins mon n ne ni non nos notre nous on ont or ou où "
    "par parce pas pendant peu peut peuvent plus plusieurs pour pourquoi pouvoir qu quand que quel quelle quelles "
    "quels qui quoi rien s sa sans se sera serait ses si sinon soit son sont sous sur t ta te tes toi ton toujours "
    "tous tout toute toutes très trop tu un une vers voir vos votre vous y était étaient c",
    "nl": "aan al alle alleen als altijd andere ben bij binnen daar daarom dan dat de deze die dit doen door dus een "
    "eens elke en er geen geeft gewoon goed haar had hebben heeft hem het hier hij hoe hun iemand iets ik in is ja "
    "je kan kunnen maar maken me meer meest men met mij mijn moet moeten mogen na naar niet niets nog nooit nu of om "
    "omdat onder ons onze ook op over te tegen toch toe tot u uit uw van veel voor waar wat we wel welke werd wie "
    "wij wil willen worden wordt zal ze zeer zelf zich zij zijn zo zonder zou zouden",
    "es": "a al algo algunas algunos ante antes así aunque bajo bien cada como con contra cual cuando da de del desde "
    "donde dos e el él ella ellas ellos en entre era eran es esa esas ese eso esos esta está están estas este esto "
    "estos fue fueron ha hacer hacia han hasta hay la las le les lo los más me mejor mi mis mismo mucho muchos muy "
    "nada ni no nos nosotros nuestra nuestro o os otra otras otro otros para pero poco por porque pues que qué quien "
    "se sea ser si sí sido sin sobre solo son su sus también tan tanto te tener tiene tienen todo todos tras tu tus "
    "un una unas uno unos y ya yo debe deben puede pueden",
    "it": "a ad agli ai al alla alle anche ancora avere bene che chi ci ciò col come con contro cosa così cui da dagli "
    "dai dal dalla dalle degli dei del della delle deve devono di dove e è ed era essere fa fare fra già gli ha hanno "
    "ho i il in io la le lei li lo loro lui ma mai me meno mi mio molto ne nei nel nella nelle no noi non nostra "
    "nostro o ogni ora per perché però più poi può quale quando quanto quella quelle quelli quello questa queste "
    "questi questo qui se sei senza si sia siamo sono sta su sua sue sugli sui sul sulla suo te tra tu tutti tutto un "
    "una uno vi voi",
    "pt": "a à ao aos as até às com como da das de dela dele deles deve devem do dos e é ela elas ele eles em entre era "
    "essa essas esse esses esta está estão estas este estes eu foi foram há isso isto já lhe mais mas me mesmo meu "
    "minha muito muitos na não nas nem no nos nós nossa nosso num numa o os ou para pela pelas pelo pelos pode podem "
    "por porque quando que quem se sem ser seu seus só sua suas também te tem têm ter tudo um uma uns você vocês",
    "pl": "a aby ale bardzo bez bo by być był była było były co czy dla do gdy gdzie go i ich im inne ja jak jako je "
    "jego jej jest jeszcze jeśli już każdy kiedy kto która które który którzy lub ma mają mi mnie może można na nad "
    "nam nas nie nic nich niech niż o od on ona one oni oraz po pod ponieważ powinien powinno przed przez przy są się "
    "siebie sobie ta tak także tam te tego tej ten to też tu tutaj tych tylko tym w we więc wszystko wszystkie z za "
    "ze że",
    "sv": "alla allt att av bara bli blir bra de dem den denna deras dess det detta dig din dock du där därför då efter "
    "eller en ett finns från för genom gör göra ha hade han har henne hon hur här i icke in inte jag ju kan kunna man "
    "med mellan men mer min mot mycket måste ni nu när någon något några och om oss på samma sedan sig sin ska skall "
    "skulle som så till under upp ut utan vad var vara varför vi vid vilka vilken vill är även över",
    "da": "af alle alt at blev blive bliver bør da de dem den denne der deres det dette dig din dog du efter eller en "
    "er et få får for fordi fra god gøre ham han har hun hvad hvem hver hvis hvor hvordan i ikke ind ja jeg jo kan "
    "kunne man mange med meget mellem men mere mig min mod må ned nej nogen noget nogle nu når og også om op os over "
    "på samt selv sig sin skal skulle som så til ud uden under var ved vi vil ville være",
}

STOP_WORDS: Final = {
    language: frozenset(words.split()) for language, words in _LISTS.items()
}
EVERY: Final = frozenset().union(*STOP_WORDS.values())


# words that only one of the languages has
_TELLING: Final = {
    word: language
    for language, words in STOP_WORDS.items()
    for word in words
    if len(word) > 1 and sum(word in other for other in STOP_WORDS.values()) == 1
}
_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_SURE: Final = 2
_READ: Final = 600  # characters


def sure_language(text: str, candidates: Collection[str]) -> str | None:
    """Return the language whose own small words a text is full of, or None.

    Only for what is beyond doubt: two such words, and none of another language.
    Candidates that have no list here leave everything in doubt.
    """
    if not STOP_WORDS.keys() >= set(candidates):
        return None
    heard = [
        _TELLING[word]
        for word in _WORD.findall(text[:_READ].lower().replace("\u2019", "'"))
        if word in _TELLING
    ]
    if len(heard) >= _SURE and len(set(heard)) == 1 and heard[0] in candidates:
        return heard[0]
    return None
