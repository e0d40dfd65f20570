"""The description of the interface tells the truth, about errors as well."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from httpx import Response
from sqlmodel import select

from app.comments.models import Comment
from app.comments.services import publish_comments
from app.web.openapi import PROBLEM
from tests.comments.made import make_asked
from tests.factories import NOW
from tests.posting import Client
from tests.register.make import make_published, publish_next

ROOT = "/api/v1"
KINDS: dict[str, Any] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "object": dict,
    "array": list,
    "null": type(None),
}
SENT = {"comments": {"views": "Keep a person."}, "may_publish": True}
KEY = {"Idempotency-Key": "a key of sixteen letters"}


@pytest.fixture
def described(client: Client) -> dict[str, Any]:
    whole: dict[str, Any] = client.get("/schema/openapi.json").json()
    return whole


@pytest.fixture
def consultation(session):
    system = make_published(session)
    publish_next(session, system, team="Post room")
    now, week = datetime.now(UTC), timedelta(days=7)
    begun = {"published_at": now - week, "opens_at": now - week}
    consultation = make_asked(session, **begun, closes_at=now + week)
    session.commit()
    return consultation


def operations(described) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in described["paths"].items():
        for operation in methods.values():
            yield path, operation


def fault(described, schema: dict[str, Any], value: Any) -> str:
    """Return how a value differs from its description; empty if it does not."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        schema = described["components"]["schemas"][name]
    if "oneOf" in schema:
        found = [fault(described, one, value) for one in schema["oneOf"]]
        return "" if "" in found else "; ".join(found)
    if not isinstance(value, KINDS[schema["type"]]):
        return f"{value!r} is no {schema['type']}"
    parts = []
    if schema["type"] == "array" and schema["items"]:
        parts = [(schema["items"], one) for one in value]
    if schema["type"] == "object":
        known = schema.get("properties", {})
        missing = set(schema.get("required", ())) - value.keys()
        unknown = value.keys() - known.keys() if known else set()
        if missing or unknown:
            return f"missing {missing}, unknown {unknown}"
        parts = [(known[key], one) for key, one in value.items() if key in known]
    found = [fault(described, *one) for one in parts if one[0]]
    return next((one for one in found if one), "")


def check(described, path: str, answer: Response) -> None:
    """Compare an answer with what stands of it in the description."""
    operation = described["paths"][path][answer.request.method.lower()]
    told = operation["responses"][str(answer.status_code)]
    media_type = answer.headers["content-type"].partition(";")[0]
    schema = told["content"][media_type]["schema"]
    assert not fault(described, schema, answer.json())


def test_every_address_of_the_api_is_described(described):
    paths = [path for path, _ in operations(described)]

    assert len(paths) == 11
    assert all(path.startswith(f"{ROOT}/") for path in paths)


def test_every_operation_tells_its_errors_as_problems(described):
    for path, operation in operations(described):
        errors = {
            code: one for code, one in operation["responses"].items() if code > "3"
        }
        assert {"400", "422", "500", "503"} <= errors.keys(), path
        assert ("{" in path) <= ("404" in errors), path
        for code, told in errors.items():
            (content,) = told["content"].items()
            assert content[0] == PROBLEM, (path, code)
            assert content[1]["schema"] == {"$ref": "#/components/schemas/Problem"}


def test_every_example_is_what_its_schema_says(described):
    examples = [
        (content["schema"], example["value"])
        for _, operation in operations(described)
        for told in operation["responses"].values()
        for content in told["content"].values()
        for example in content["examples"].values()
    ]

    assert len(examples) > 50
    assert [fault(described, *one) for one in examples if fault(described, *one)] == []


READ = {
    "/register": "/register?limit=1&fields=name,status&status=in_use&status=paused",
    "/register/fields": "/register/fields",
    "/register/{slug}": "/register/letter-sorting",
    "/register/{slug}/versions": "/register/letter-sorting/versions",
    "/register/{slug}/versions/{version}": "/register/letter-sorting/versions/2",
    "/consultations": "/consultations",
    "/consultations/{slug}": "/consultations/letters",
    "/consultations/{slug}/questions": "/consultations/letters/questions",
    "/consultations/{slug}/comments": "/consultations/letters/comments?limit=2",
}


@pytest.mark.parametrize(("path", "address"), READ.items())
def test_an_answer_is_as_described_and_open_to_other_sites(
    client, described, consultation, path, address
):
    answer = client.get(f"{ROOT}{address}")

    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    check(described, f"{ROOT}{path}", answer)


ERRORS = [
    ("/register", "/register?cursor=x", 422),
    ("/register", "/register?limit=0", 422),
    ("/register", "/register?fields=password", 422),
    ("/register/{slug}", "/register/nothing", 404),
    ("/register/{slug}", "/register/letter-sorting?fields=password", 422),
    ("/register/{slug}/versions", "/register/nothing/versions", 404),
    ("/register/{slug}/versions/{version}", "/register/letter-sorting/versions/9", 404),
    (
        "/register/{slug}/versions/{version}",
        f"/register/letter-sorting/versions/{10**30}",
        404,
    ),
    ("/consultations", "/consultations?phase=open", 422),
    ("/consultations/{slug}", "/consultations/nothing", 404),
    ("/consultations/{slug}/comments", "/consultations/letters/comments?sort=x", 422),
    ("/consultations/{slug}/questions", "/consultations/nothing/questions", 404),
    ("/consultations/{slug}/comments", "/consultations/nothing/comments", 404),
    ("/consultations/{slug}/comments", "/consultations/letters/comments?page=0", 400),
    ("/consultations/{slug}/comments", "/consultations/letters/comments?limit=0", 400),
    (
        "/consultations/{slug}/comments",
        "/consultations/letters/comments?limit=101",
        400,
    ),
    ("/consultations/{slug}/comments", "/consultations/letters/comments?limit=x", 400),
    ("/consultations/{slug}/topics", "/consultations/letters/topics", 404),
]


@pytest.mark.parametrize(("path", "address", "status"), ERRORS)
def test_an_error_is_as_described_and_speaks_to_programs(
    client, described, consultation, path, address, status
):
    answer = client.get(f"{ROOT}{address}")

    assert answer.status_code == status
    assert answer.headers["content-type"] == PROBLEM
    assert answer.headers["access-control-allow-origin"] == "*"
    assert not {"browser", "page"} & set(answer.json()["detail"].split())
    check(described, f"{ROOT}{path}", answer)


def test_an_address_takes_the_parameters_that_it_describes_and_no_others(
    client, described
):
    for path, methods in described["paths"].items():
        address = path.format(slug="nothing", version=1)
        for method, operation in methods.items():
            known = [
                one["name"]
                for one in operation.get("parameters", ())
                if one["in"] == "query"
            ]
            asked = {"colour": "red", **dict.fromkeys(known, "1")}
            answer = client.request(method.upper(), address, params=asked)

            assert answer.status_code == 422, path
            (said,) = answer.json()["errors"].items()
            assert said[0] == "colour"
            assert ", ".join(known) in said[1]
            check(described, path, answer)


def test_a_page_passes_over_a_parameter_that_it_does_not_have(client, consultation):
    for page in ("/en/consultations", "/en/consultations/letters", "/en/register"):
        assert client.get(page, params={"colour": "red"}).status_code == 200


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"json": SENT, "headers": KEY}, 201),
        ({"json": SENT, "headers": {"Idempotency-Key": "short"}}, 400),
        ({"content": b"{", "headers": {"Content-Type": "application/json"}}, 400),
        ({"json": {}}, 422),
        ({"json": {"comments": {"nothing": "x"}}}, 422),
        ({"json": {"comments": {"views": "x" * 300_000}}}, 413),
        ({"content": b"<a/>", "headers": {"Content-Type": "application/xml"}}, 400),
    ],
)
def test_sending_is_answered_as_described(
    client, described, consultation, given, status
):
    answer = client.post(f"{ROOT}/consultations/letters/submissions", **given)

    assert answer.status_code == status, answer.text
    check(described, f"{ROOT}/consultations/{{slug}}/submissions", answer)


def test_refusals_of_what_is_sent_are_as_described(
    client, described, session, consultation
):
    path = f"{ROOT}/consultations/{{slug}}/submissions"
    address = path.format(slug="letters")
    unknown = client.post(path.format(slug="nothing"), json=SENT)
    client.post(address, json=SENT, headers=KEY)
    other = client.post(
        address, json={**SENT, "answers": {"stance": "oppose"}}, headers=KEY
    )
    consultation.closes_at = NOW
    session.add(consultation)
    session.commit()
    closed = client.post(address, json=SENT)

    for answer, status in ((unknown, 404), (other, 409), (closed, 409)):
        assert answer.status_code == status
        check(described, path, answer)


def test_pages_of_comments_hold_as_many_as_were_asked_for(
    client, session, consultation
):
    address = f"{ROOT}/consultations/letters"
    for number in range(3):
        client.post(
            f"{address}/submissions",
            json={**SENT, "comments": {"views": f"No {number}"}},
        )
    publish_comments(session, session.exec(select(Comment)), official=None, now=NOW)
    session.commit()

    pages = [
        client.get(f"{address}/comments?limit=2&page={one}").json() for one in (1, 2)
    ]

    assert [len(one["items"]) for one in pages] == [2, 1]
    assert [(one["total"], one["pages"]) for one in pages] == [(3, 2), (3, 2)]
