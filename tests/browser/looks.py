"""What can be measured of a page's look: width, clipping, overlap, print."""

from playwright.sync_api import Page

_SIDEWAYS = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const edge = root.clientWidth;
  const wide = [...document.body.querySelectorAll('*')].filter(
    one => one.getBoundingClientRect().right > edge + 1
           || one.getBoundingClientRect().left < -1);
  return wide.slice(-3).map(one => 'sideways: ' + one.outerHTML.slice(0, 120));
}"""

# Text that is cut: a box that hides what does not fit, and something does not.
_CUT = """() => [...document.body.querySelectorAll('*')].filter(one => {
  const style = getComputedStyle(one);
  if (one.closest('.visually-hidden, svg, select, textarea')) return false;
  if (style.position === 'absolute' && style.clipPath !== 'none') return false;
  const hides = /hidden|clip/.test(style.overflowX + style.overflowY);
  return hides && one.textContent.trim()
    && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1);
}).map(one => 'cut: ' + one.outerHTML.slice(0, 120))"""

# Lines of text that lie on one another.
_OVERLAPPING = """() => {
  const clipped = one => getComputedStyle(one).clipPath !== 'none';
  const lines = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode, box = node.parentElement;
    if (!node.data.trim() || box.closest('.visually-hidden, .skip-link, svg, option'))
      continue;
    const head = box.closest('thead');
    if (head && clipped(head)) continue;
    if (!box.checkVisibility({visibilityProperty: true})) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const one of range.getClientRects())
      lines.push({left: one.left, right: one.right, top: one.top + one.height * 0.25,
                  bottom: one.bottom - one.height * 0.25, text: node.data.trim()});
  }
  lines.sort((a, b) => a.top - b.top);
  const found = [];
  for (let i = 0; i < lines.length; i++)
    for (let j = i + 1; j < lines.length && lines[j].top < lines[i].bottom; j++) {
      const a = lines[i], b = lines[j];
      if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 3)
        found.push('overlap: ' + a.text.slice(0, 40) + ' | ' + b.text.slice(0, 40));
    }
  return found.slice(0, 5);
}"""

_KNOWN = frozenset(
    [
        "accept",
        "accept-charset",
        "action",
        "alt",
        "autocomplete",
        "charset",
        "checked",
        "class",
        "cols",
        "colspan",
        "content",
        "datetime",
        "dir",
        "disabled",
        "download",
        "enctype",
        "for",
        "form",
        "headers",
        "height",
        "hidden",
        "href",
        "hreflang",
        "id",
        "inputmode",
        "label",
        "lang",
        "list",
        "max",
        "maxlength",
        "media",
        "method",
        "min",
        "minlength",
        "multiple",
        "name",
        "novalidate",
        "open",
        "pattern",
        "placeholder",
        "readonly",
        "rel",
        "required",
        "reversed",
        "role",
        "rows",
        "rowspan",
        "scope",
        "selected",
        "size",
        "sizes",
        "span",
        "spellcheck",
        "src",
        "start",
        "step",
        "style",
        "tabindex",
        "target",
        "title",
        "translate",
        "type",
        "value",
        "width",
        "wrap",
        "defer",
    ]
)
_UNKNOWN = """known => [...document.querySelectorAll('*')].flatMap(one =>
  one.closest('svg') ? [] : [...one.attributes].filter(
    it => !known.includes(it.name) && !/^(aria|data)-/.test(it.name)
  ).map(it => 'unknown: ' + it.name))"""


def sideways(page: Page) -> list[str]:
    """Return what makes the page wider than the window."""
    found: list[str] = page.evaluate(_SIDEWAYS)
    return found


def squeezed(page: Page) -> list[str]:
    """Return text that is cut off, and text that lies on other text."""
    cut: list[str] = page.evaluate(_CUT)
    overlapping: list[str] = page.evaluate(_OVERLAPPING)
    return [*cut, *overlapping, *sideways(page)]


def with_text_at(page: Page, percent: int) -> list[str]:
    """Enlarge the text alone, as a browser's setting does, and look again."""
    page.evaluate(
        "size => document.documentElement.style.fontSize = size + '%'", percent
    )
    found = squeezed(page)
    page.evaluate("document.documentElement.style.fontSize = ''")
    return found


def left_on_paper(page: Page) -> list[str]:
    """Return what is of no use in print but would be printed."""
    page.emulate_media(media="print")
    found: list[str] = page.eval_on_selector_all(
        "nav, .site-footer, .skip-link, button, .button",
        "all => all.filter(one => one.checkVisibility())"
        ".map(one => 'printed: ' + one.outerHTML.slice(0, 100))",
    )
    page.emulate_media(media="screen")
    return found


def unknown_attributes(page: Page) -> list[str]:
    """Return attributes that HTML does not know, such as two that ran together."""
    found: list[str] = page.evaluate(_UNKNOWN, list(_KNOWN))
    return found
