from app.analysis.languages import detect

SENTENCES = {
    "en": "Nobody could tell me why the program refused my application.",
    "de": "Niemand konnte mir sagen, warum das Programm meinen Antrag ablehnte.",
    "fr": "Personne n'a pu me dire pourquoi le programme a refusé ma demande.",
    "es": "Nadie pudo decirme por qué el programa rechazó mi solicitud.",
    "nl": "Niemand kon mij vertellen waarom het programma mijn aanvraag afwees.",
}


def test_sentences_are_told_apart():
    found = detect(list(SENTENCES.values()), candidates=list(SENTENCES))

    assert found == list(SENTENCES)


def test_without_letters_no_language_can_be_told():
    assert detect(["", "123 !!", "😀"], candidates=["en", "de"]) == ["und"] * 3


def test_only_candidates_come_back():
    assert set(detect(list(SENTENCES.values()), candidates=["en", "de"])) <= {
        "en",
        "de",
    }


def test_with_one_candidate_every_text_is_in_it():
    assert detect(["Bonjour", "Hello"], candidates=["en"]) == ["en", "en"]


def test_a_candidate_that_nobody_knows_is_passed_over():
    assert detect([SENTENCES["de"]], candidates=["xx", "en", "de"]) == ["de"]


def test_the_same_text_gets_the_same_answer_every_time():
    text = SENTENCES["nl"]

    assert len(set(detect([text] * 5, candidates=list(SENTENCES)))) == 1
