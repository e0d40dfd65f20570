"""Findings for people to read: a summary in lines, and one page with charts.

The page stands alone: no script, nothing loaded from elsewhere. Every number says
what it counts, and tone is never shown as an opinion.
"""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from app.analysis.findings import Findings, FoundTopic, ReadComment

_SHOWN_CAMPAIGNS: Final = 20
_STEADY: Final = ((0.75, "steady"), (0.5, "fairly steady"), (0.0, "unsteady"))

CAUTION: Final = (
    "These comments are from people who chose to write. This is not a poll. Shares and "
    "their ranges describe the engine's reading of these comments, never a population."
)


def summary(findings: Findings) -> str:
    """Return what was found, as lines for a terminal."""
    lines = [_counted(findings), ""]
    several = len(_questions(findings)) > 1
    for question, tops in _questions(findings).items():
        if several:
            lines += [f"“{question}”", ""]
        for top in tops:
            lines.append(f"{top.comments:>7,}  {top.share:>4.0%}  {top.label}")
            lines += [
                f"{leaf.comments:>7,}           {leaf.label}"
                for leaf in _children(findings, top)
            ]
        lines.append("")
    took = findings.timings.get("total", 0.0)
    return "\n".join([*lines, CAUTION, f"Read in {took:.1f} seconds."])


def html(findings: Findings, title: str) -> str:
    """Return a self-contained page."""
    row_of = {row.id: row for row in findings.comments}
    several = len(_questions(findings)) > 1
    parts = [
        f"<h1>What the comments in {escape(title)} are about</h1>",
        f"<p>{escape(_counted(findings))}</p><p>{escape(CAUTION)}</p>",
    ]
    for question, tops in _questions(findings).items():
        heading = question if several and question else "Topics"
        parts.append(f"<h2>{escape(heading)}</h2>")
        parts.append(_overview(tops))
        parts += [_section(findings, top, row_of) for top in tops]
    parts.append(_campaigns(findings, row_of))
    parts.append(_method(findings))
    body = "\n".join(parts)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}: topics</title><style>{_STYLE}</style></head>"
        f"<body><main>{body}</main></body></html>\n"
    )


def _counted(findings: Findings) -> str:
    counts = findings.counts
    said = (
        f"{counts.comments:,} comments: {counts.analysed:,} say something "
        f"({counts.distinct_texts:,} distinct texts), {counts.not_substantive:,} are "
        "empty or say nothing to the question."
    )
    if counts.campaigns == 0:
        return said
    letters = "campaign" if counts.campaigns == 1 else "campaigns"
    members = sum(campaign.comments for campaign in findings.campaigns)
    return f"{said} {members:,} belong to {counts.campaigns:,} {letters}."


def _questions(findings: Findings) -> dict[str | None, list[FoundTopic]]:
    grouped: dict[str | None, list[FoundTopic]] = {}
    for topic in findings.topics:
        if topic.parent is None:
            grouped.setdefault(topic.question, []).append(topic)
    return {q: sorted(t, key=lambda one: -one.comments) for q, t in grouped.items()}


def _children(findings: Findings, top: FoundTopic) -> list[FoundTopic]:
    leaves = [topic for topic in findings.topics if topic.parent == top.id]
    return sorted(leaves, key=lambda one: -one.comments)


def _overview(tops: Sequence[FoundTopic]) -> str:
    most = max((top.share_interval[1] for top in tops), default=1.0) or 1.0
    rows = "".join(
        f'<tr><th scope="row"><a href="#{escape(top.id)}">{escape(top.label)}</a></th>'
        f"<td>{top.comments:,}</td><td>{top.share:.0%}</td>"
        f"<td>{_bar(top, most)}</td></tr>"
        for top in tops
    )
    return (
        '<table class="counts"><caption>Topics by number of comments. A comment may be '
        "in several. The thin line is the range over repeated readings.</caption>"
        "<thead><tr>"
        '<th scope="col">Topic</th><th scope="col">Comments</th>'
        '<th scope="col">Share</th><th scope="col">Share and range</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _bar(topic: FoundTopic, most: float) -> str:
    low, high = topic.share_interval
    width, start, end = (200 * x / most for x in (topic.share, low, high))
    return (
        f'<svg viewBox="0 0 204 18" preserveAspectRatio="none" role="img" aria-label="{topic.share:.0%}, '
        f'range {low:.0%} to {high:.0%}"><rect y="3" width="{width:.1f}" height="12"/>'
        f'<path d="M{start:.1f} 9H{end:.1f}M{start:.1f} 5v8M{end:.1f} 5v8"/></svg>'
    )


def _section(
    findings: Findings, top: FoundTopic, row_of: dict[str, ReadComment]
) -> str:
    leaves = "".join(_leaf(leaf, row_of) for leaf in _children(findings, top))
    return (
        f'<section id="{escape(top.id)}"><h3>{escape(top.label)}</h3>'
        f"<p>{escape(_facts(top))}</p>{leaves}</section>"
    )


def _leaf(leaf: FoundTopic, row_of: dict[str, ReadComment]) -> str:
    quotes = "".join(
        f"<blockquote>{escape(row_of[q.comment].masked_text[q.start : q.end])}"
        f"<footer>comment {escape(q.comment)}</footer></blockquote>"
        for q in leaf.quotes
    )
    return (
        f'<article id="{escape(leaf.id)}"><h4>{escape(leaf.label)}</h4>'
        f"<p>{escape(_facts(leaf))}</p><p>Words: {escape(', '.join(leaf.keywords))}</p>"
        f"{quotes}{_wording(leaf)}</article>"
    )


def _facts(topic: FoundTopic) -> str:
    low, high = topic.share_interval
    steady = next(word for least, word in _STEADY if topic.stability >= least)
    return (
        f"{topic.comments:,} comments ({topic.distinct_texts:,} distinct texts), "
        f"{topic.share:.1%} (range {low:.1%} to {high:.1%}); "
        f"{steady} over repeated readings ({topic.stability:.2f})."
    )


def _wording(topic: FoundTopic) -> str:
    tone = topic.tone
    assessed = tone.negative + tone.neutral + tone.positive
    if assessed == 0:
        return "<p>Wording: not assessed in these languages.</p>"
    left = f"; {tone.not_assessed:,} not assessed" if tone.not_assessed else ""
    return (
        f"<p>Wording: {tone.negative:,} rather negative, {tone.neutral:,} neutral, "
        f"{tone.positive:,} rather positive{left}. Wording is not support or "
        "opposition.</p>"
    )


def _campaigns(findings: Findings, row_of: dict[str, ReadComment]) -> str:
    if not findings.campaigns:
        return ""
    largest = sorted(findings.campaigns, key=lambda one: -one.comments)
    rows = "".join(
        f"<tr><td>{one.comments:,}</td><td>{one.distinct_texts:,}</td>"
        f"<td>{len(one.added_text):,}</td>"
        f"<td>{escape(row_of[one.representative].masked_text[:200])}</td></tr>"
        for one in largest[:_SHOWN_CAMPAIGNS]
    )
    return (
        "<h2>Campaigns</h2><table><caption>Comments that share a copied text. Each "
        "counts as a comment, and its copied text as one text.</caption><thead><tr>"
        '<th scope="col">Comments</th><th scope="col">Distinct wordings</th>'
        '<th scope="col">With words of their own</th>'
        '<th scope="col">Begins</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _method(findings: Findings) -> str:
    chosen = {k: v for k, v in findings.parameters.items() if k != "steps"}
    rows = "".join(
        f'<tr><th scope="row">{escape(step)}</th><td>{escape(_said(settings))}</td></tr>'
        for step, settings in findings.parameters.get("steps", {}).items()
    )
    return (
        f"<h2>How this was made</h2><p>{escape(_said(chosen))}</p>"
        "<table><caption>Versions and settings of each step</caption><thead><tr>"
        '<th scope="col">Step</th><th scope="col">Versions and settings</th></tr>'
        f"</thead><tbody>{rows}</tbody></table>"
    )


def _said(settings: Mapping[str, object]) -> str:
    parts = []
    for key, value in settings.items():
        listed = ", ".join(map(str, value)) if isinstance(value, list) else value
        is_set = listed is not None and listed != ""
        parts.append(f"{key.replace('_', ' ')}: {listed if is_set else 'none'}")
    return "; ".join(parts)


_STYLE: Final = """
body{font:1rem/1.5 system-ui,sans-serif;margin:0;color:#1a1a1a;background:#fff}
main{max-width:60rem;margin:auto;padding:1rem}
h1,h2,h3,h4{line-height:1.25}section{border-block-start:2px solid #ccc}
article{margin-inline-start:1rem}
table{border-collapse:collapse;width:100%}caption{text-align:start;padding:.5rem 0}
th,td{text-align:start;padding:.25rem .5rem;border-block-end:1px solid #ddd;
vertical-align:top;hyphens:auto}td{overflow-wrap:anywhere}
.counts :is(th,td):is(:nth-child(2),:nth-child(3)){text-align:end;overflow-wrap:normal}
blockquote{margin:.5rem 0;padding-inline-start:1rem;border-inline-start:4px solid #9bb}
footer{color:#555;font-size:.9rem}svg rect{fill:#8fb4d9}
svg path{stroke:#123;fill:none;stroke-width:1.5;vector-effect:non-scaling-stroke}
svg{display:block;inline-size:100%;min-inline-size:3rem;max-inline-size:13rem;
block-size:1.1rem}
@media(max-width:30rem){th,td{padding:.25rem}article{margin-inline-start:0}}
"""
