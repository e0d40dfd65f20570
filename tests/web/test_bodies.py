"""Whatever somebody sends is answered with 4xx, never with a 500."""

import pytest

from tests.posting import post_form, token_in

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=x"


def part(headers: str, body: str = "v") -> bytes:
    return f"--x\r\n{headers}\r\n\r\n{body}\r\n--x--\r\n".encode("latin-1")


NAMED = 'Content-Disposition: form-data; name="_csrf"'
HOSTILE = {
    "non-ascii token": (FORM, "_csrf=é&name=x".encode()),
    "token of bytes": (FORM, b"_csrf=%ff%fe&name=x"),
    "empty": (FORM, b""),
    "bad utf-8": (FORM, b"name=%c3%28"),
    "lone surrogate": (FORM, b"name=%ed%a0%80"),
    "a million characters": (FORM, b"name=" + b"a" * 1_000_000),
    "many fields": (FORM, b"a=1&" * 15_000),
    "broken percent": (FORM, b"_csrf=%&%=%&%zz=%1"),
    "json": ("application/json", b'{"name": "x"}'),
    "deep json": ("application/json", b"[" * 100_000),
    "no type": ("", b"name=x"),
    "token as a file": (MULTIPART, part(f'{NAMED}; filename="t"')),
    "unknown charset": (MULTIPART, part(f"{NAMED}\r\nContent-Type: text/plain; charset=rot13")),
    "zlib charset": (MULTIPART, part(f"{NAMED}\r\nContent-Type: text/plain; charset=zlib")),
    "invalid text in a part": (MULTIPART, part(NAMED, "\xff\xfe")),
    "no boundary": ("multipart/form-data", b"--x\r\n"),
    "long part header": (MULTIPART, part("X-Long: " + "a" * 10_000)),
    "cut off": (MULTIPART, b"--x\r\nContent-Disp"),
    "many parts": (MULTIPART, b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\nv\r\n" * 40),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
@pytest.mark.parametrize("path", ["/en/probe", "/en/probe/file"])
def test_a_hostile_body_is_refused_as_the_senders_mistake(probe, path, case):
    kind, body = HOSTILE[case]

    response = probe.post(path, content=body, headers={"Content-Type": kind})

    assert 400 <= response.status_code < 500
    assert "<h1" in response.text


@pytest.mark.parametrize("case", HOSTILE)
def test_the_api_refuses_a_hostile_body_in_json(probe, case):
    kind, body = HOSTILE[case]

    response = probe.post("/api/v1/probe", content=body, headers={"Content-Type": kind})

    assert 400 <= response.status_code < 500
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("number", ["9" * 400, "-1", "0", "1e9", "%00", "\u0661", ""])
def test_a_page_number_out_of_bounds_is_refused(probe, number):
    assert probe.get(f"/en/probe/page?page={number}").status_code in {200, 400}


@pytest.mark.parametrize("number", ["9" * 400, "-1", "0", "10001", "x", "%00"])
def test_a_page_number_that_is_none_is_refused(probe, number):
    assert probe.get(f"/en/probe/page?page={number}").status_code == 400


@pytest.mark.parametrize(
    "path",
    ["/en/a%00b", "/en/%ff", "/en/x?q=%00", "/en/x?q=%ff", "/en/x?" + "q" * 5000],
)
def test_a_malformed_address_is_answered_with_a_page(probe, path):
    response = probe.get(path)

    assert response.status_code == 400
    assert "<h1" in response.text
    assert "content-security-policy" in response.headers


def test_a_huge_number_in_a_form_is_an_error_beside_its_field(probe):
    response = post_form(probe, "/probe", {"name": "Ana", "age": "9" * 400})

    assert response.status_code == 422


def test_what_is_sent_too_large_says_so(probe):
    token = token_in(probe.get("/en/probe").text)

    response = probe.post("/en/probe", data={"_csrf": token, "name": "a" * 70_000})

    assert response.status_code == 413
    assert "shorter text" in response.text


def test_a_file_is_read_within_its_bounds(probe):
    token = token_in(probe.get("/en/probe").text)
    sent = {"file": ("../../etc/evil.csv", b"a,b\n1,2\n", "text/csv")}

    response = probe.post("/en/probe/file", data={"_csrf": token}, files=sent)

    assert response.status_code == 200
    assert "evil.csv: 8" in response.text


def test_a_file_that_is_too_large_is_refused(probe):
    token = token_in(probe.get("/en/probe").text)
    sent = {"file": ("a.csv", b"x" * 5000, "text/csv")}

    response = probe.post("/en/probe/file", data={"_csrf": token}, files=sent)

    assert response.status_code == 413


def test_an_empty_file_field_is_no_file(probe):
    token = token_in(probe.get("/en/probe").text)
    sent = {"file": ("", b"", "application/octet-stream")}

    response = probe.post("/en/probe/file", data={"_csrf": token}, files=sent)

    assert "no file" in response.text
