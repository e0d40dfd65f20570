"""A page's dataclass and its template agree, and fragments are included, not copied."""

import re
from dataclasses import fields

import jinja2
import pytest
from jinja2 import meta, nodes

from app.settings import ROOT
from app.web.assets import load_assets
from app.web.catalogues import Catalogues
from app.web.templates import TEMPLATES, build_environment
from tests.web.page_classes import page_classes

PAGES = [page for page in page_classes() if (TEMPLATES / page.template).exists()]
JINJA = re.compile(
    r"{#.*?#}|{%-?\s*trans.*?endtrans\s*-?%}|{% block \w+_class %}.*?{% endblock %}"
    r"|{%.*?%}|{{.*?}}",
    re.DOTALL,
)
# Attributes by themselves are what a macro adds to a tag.
TAGS = re.compile(r"<(code|svg|!--).*?(</\1>|-->)|<[^>]*>|[\w-]+=\"[^\"]*\"", re.DOTALL)
NAMES_OF_FORMATS = {"JSON", "CSV", "Atom", "JSONL", "ZIP"}
FROM_RENDER = {"lang", "text_direction", "request_path", "flashes"}


def name_of(page) -> str:
    """Return a page's name; two rooms may use the same one."""
    return f"{page.__module__}.{page.__name__}"


@pytest.fixture
def environment(settings):
    catalogues = Catalogues(ROOT / "locale", ("en",))
    return build_environment(settings, catalogues, load_assets(), lambda: False)


def parse(environment, name: str) -> nodes.Template:
    source = (TEMPLATES / name).read_text(encoding="utf-8")
    tree: nodes.Template = environment.parse(source, name)
    return tree


def variables_of(environment, name: str) -> set[str]:
    """Return what a template and all it extends and includes take from outside."""
    tree = parse(environment, name)
    found = meta.find_undeclared_variables(tree) - set(environment.globals)
    for other in meta.find_referenced_templates(tree):
        if other and not is_imported(tree, other):
            found |= variables_of(environment, other)
    return found


def is_imported(tree: nodes.Template, name: str) -> bool:
    named = [one.template for one in tree.find_all(nodes.Import)]
    named += [one.template for one in tree.find_all(nodes.FromImport)]
    return any(isinstance(one, nodes.Const) and one.value == name for one in named)


def set_by_includers(environment, name: str) -> set[str]:
    """Return names that a template and its includers set before including."""
    tree = parse(environment, name)
    found = {
        one.name for one in tree.find_all(nodes.Name) if one.ctx in {"store", "param"}
    }
    for one in tree.find_all(nodes.FromImport):
        found |= {name if isinstance(name, str) else name[1] for name in one.names}
    found |= {one.target for one in tree.find_all(nodes.Import)}
    found |= {one.name for one in tree.find_all(nodes.Macro)}
    for other in meta.find_referenced_templates(tree):
        if other:
            found |= set_by_includers(environment, other)
    return found


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_page_gives_its_template_every_variable(environment, page):
    given = {one.name for one in fields(page)} | FROM_RENDER
    needed = variables_of(environment, page.template)

    local = set_by_includers(environment, page.template)
    assert needed - given - local == set()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_page_gives_its_template_nothing_that_is_not_used(environment, page):
    names = [page.template] + ([page.fragment] if page.fragment else [])
    used = set().union(*(variables_of(environment, name) for name in names))

    assert {one.name for one in fields(page)} - used == set()


@pytest.mark.parametrize("page", [p for p in PAGES if p.fragment], ids=name_of)
def test_a_fragment_is_included_by_its_page(environment, page):
    assert page.fragment in included_by(environment, page.template)


def included_by(environment, name: str) -> set[str]:
    tree = parse(environment, name)
    found = {one for one in meta.find_referenced_templates(tree) if one}
    return found.union(*(included_by(environment, one) for one in found))


ALL = sorted(
    path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html")
)


@pytest.mark.parametrize("name", ALL)
def test_every_template_can_be_read(environment, name):
    environment.get_template(name)


@pytest.mark.parametrize("name", ALL)
def test_no_template_has_inline_code_or_switches_off_escaping(name):
    source = (TEMPLATES / name).read_text(encoding="utf-8")

    assert not re.search(
        r"<style|\sstyle=|\son[a-z]+=|\bhx-on|autoescape|\|\s*safe\b", source
    )
    assert not re.search(r"<script(?![^>]*\ssrc=)", source)
    assert not re.search(r"\s(?<!data-)hx-[a-z]", source)


@pytest.mark.parametrize("name", ALL)
def test_every_form_that_posts_carries_a_token(name):
    source = (TEMPLATES / name).read_text(encoding="utf-8")
    forms = re.findall(r'<form[^>]*method="post".*?</form>', source, re.DOTALL)

    assert all("csrf_input()" in form for form in forms)


@pytest.mark.parametrize("name", ALL)
def test_every_visible_word_can_be_translated(name):
    source = (TEMPLATES / name).read_text(encoding="utf-8")

    words = re.findall(r"[A-Za-z]{3,}", TAGS.sub("", JINJA.sub("", source)))
    assert set(words) <= NAMES_OF_FORMATS


def test_a_missing_variable_is_an_error(environment):
    with pytest.raises(jinja2.UndefinedError):
        environment.from_string("{{ nobody }}").render()


# Blanks before a statement that begins a line are cut, so it must bring its own.
GLUED = re.compile(r"<[a-z][^<>]*\n\s+{% (?:el)?if [^%]*%}(?=[a-z-]+(?:=|{%|>|\s))")


def test_no_attribute_in_a_condition_runs_into_the_one_before():
    glued = {
        str(path.relative_to(TEMPLATES)): found
        for path in TEMPLATES.rglob("*.html")
        if (found := GLUED.findall(path.read_text(encoding="utf-8")))
    }

    assert glued == {}


def test_only_sentences_that_stand_in_a_template_are_read_as_patterns():
    found = {
        str(path.relative_to(TEMPLATES)): names
        for path in TEMPLATES.rglob("*.html")
        if (
            names := re.findall(r"(?<![\w.])_\((?![\"'])[^)]*", path.read_text("utf-8"))
        )
    }

    assert found == {}


# After a colon a number fits whatever it is: "Topics to check: 1".
COUNTED = re.compile(r"{% trans count=(?:(?!{% endtrans).)*?{% endtrans", re.DOTALL)


def test_every_count_of_something_has_a_singular():
    lacking = {
        f"{path.relative_to(TEMPLATES)}: {found}"
        for path in TEMPLATES.rglob("*.html")
        for found in COUNTED.findall(path.read_text(encoding="utf-8"))
        if "{% pluralize %}" not in found and ": {{ count }}{%" not in found
    }

    assert lacking == set()


# The line break after a statement is cut, and blanks before the next one are, too.
RUN_TOGETHER = re.compile(
    r"{% endtrans %}(?:{% endif %})?\n\s*(?:{% if [^\n%]*%}\s*)?(?:<[^\n>]*>)?{% trans"
)


def test_no_two_sentences_run_into_each_other():
    glued = {
        str(path.relative_to(TEMPLATES)): found
        for path in TEMPLATES.rglob("*.html")
        if (found := RUN_TOGETHER.findall(path.read_text(encoding="utf-8")))
    }

    assert glued == {}
