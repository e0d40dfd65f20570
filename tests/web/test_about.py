import pytest


@pytest.mark.parametrize("page", ["accessibility", "privacy", "cookies"])
def test_the_site_explains_itself(client, page):
    response = client.get(f"/en/about/{page}")

    assert response.status_code == 200
    assert "<h1" in response.text


def test_health_needs_no_language(client):
    assert client.get("/healthz").text == "ok\n"
    assert client.get("/readyz").text == "ready\n"


def test_an_unknown_page_is_a_page_of_ours(client):
    response = client.get("/en/nothing-here")

    assert response.status_code == 404
    assert "We cannot find that page" in response.text


def test_a_page_without_language_is_redirected(client):
    response = client.get("/about/privacy?x=1", headers={"Accept-Language": "de"})

    assert response.status_code == 302
    assert response.headers["location"] == "/en/about/privacy?x=1"


def test_unknown_api_addresses_answer_json(client):
    response = client.get("/api/v1/nothing")

    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


def test_the_api_describes_itself(client):
    assert client.get("/schema/openapi.json").json()["openapi"].startswith("3.")
