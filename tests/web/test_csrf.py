import pytest

from tests.posting import post_form, token_in

ENTERED = {"name": "Ana"}


def test_our_own_form_is_taken(probe):
    assert post_form(probe, "/probe", ENTERED).status_code == 303


def test_the_token_differs_on_every_page_and_each_is_good(probe):
    first, second = (token_in(probe.get("/en/probe").text) for _ in range(2))

    assert first != second
    answers = [
        probe.post("/en/probe", data={**ENTERED, "_csrf": token})
        for token in (first, second)
    ]
    assert [answer.status_code for answer in answers] == [303, 303]


@pytest.mark.parametrize("token", ["", "x", "é", "AAAA" * 22, "=" * 88, "\ud800"])
def test_a_wrong_token_is_refused(probe, token):
    probe.get("/en/probe")
    body = f"name=Ana&_csrf={token}".encode("utf-8", "surrogatepass")

    response = probe.post(
        "/en/probe",
        content=body,
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )

    assert response.status_code in {400, 403}


def test_a_token_without_its_cookie_is_refused(probe):
    token = token_in(probe.get("/en/probe").text)
    probe.cookies.clear()

    response = probe.post("/en/probe", data={**ENTERED, "_csrf": token})

    assert response.status_code == 403


def test_a_token_is_worth_nothing_in_another_session(probe):
    token = token_in(probe.get("/en/probe").text)
    probe.cookies.set("sid", "an official signed in meanwhile")

    response = probe.post("/en/probe", data={**ENTERED, "_csrf": token})

    assert response.status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ],
)
def test_a_form_sent_from_elsewhere_is_refused(probe, headers):
    assert post_form(probe, "/probe", ENTERED, headers=headers).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://testserver.local"}],
)
def test_a_form_sent_from_here_is_taken(probe, headers):
    assert post_form(probe, "/probe", ENTERED, headers=headers).status_code == 303


def test_what_was_typed_into_a_refused_form_is_shown_again(probe):
    typed = "I wrote this for an hour."

    response = probe.post("/en/probe", data={"name": typed, "password": "a b c"})

    assert typed in response.text
    assert "a b c" not in response.text


def test_a_page_with_a_token_is_never_kept(probe):
    response = probe.get("/en/probe")

    assert response.headers["cache-control"] == "no-store"
    assert "httponly" in response.headers["set-cookie"].lower()
