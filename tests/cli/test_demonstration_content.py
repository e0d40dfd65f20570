from app.cli.demonstration.content import letters, read_council, read_voices

FILES = ("ask", "absence", "inspections", "warning")


def test_every_concern_in_a_comment_is_one_that_the_form_offers():
    offered = set(read_council()["concerns"])

    ticked = {
        one for name in FILES for voice in read_voices(name) for one in voice.concerns
    }

    assert ticked <= offered


def test_there_are_some_four_hundred_comments_in_different_voices():
    texts = [
        text for name in FILES for voice in read_voices(name) for text in voice.texts
    ]

    assert len(texts) + len(letters("ask", 45)) > 375
    assert len(set(texts)) > 0.97 * len(texts)


def test_a_campaign_is_the_same_each_time_and_remixes_its_paragraphs():
    campaign = letters("ask", 45)

    assert campaign == letters("ask", 45)
    assert 1 < len({voice.texts for voice in campaign}) < 20


def test_every_answer_belongs_to_a_consultation_of_the_demonstration():
    council = read_council()
    slugs = {one["slug"] for one in council["consultations"]}

    assert {one["consultation"] for one in council["answers"]} <= slugs


def test_every_answer_is_to_a_topic_that_officials_name():
    council = read_council()
    named = {(one["consultation"], one["name"]) for one in council["names"]}

    answered = {
        (one["consultation"], topic)
        for one in council["answers"]
        for topic in one.get("topics", ())
    }

    assert answered <= named
