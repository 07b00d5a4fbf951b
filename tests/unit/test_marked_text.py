"""Typed text as HTML: what was typed is what is seen, and hostile text does nothing."""

import random
import time

import html5lib
import pytest
from markupsafe import Markup

from app.rendering.marked_text import to_html

ELEMENTS = {"p", "br", "ul", "ol", "li", "a"}
ATTRIBUTES = {"a": {"href", "rel"}, "ol": {"start"}, "ul": {"class"}}
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<!-- notice of a newer revision -->",
    "</p></div></main><h1>Mine</h1>",
    "<style>body{display:none}</style>",
    "[click](javascript:alert(1))",
    "[click](//elsewhere.example)",
    "<javascript:alert(1)>",
    "<data:text/html,x>",
    "![x](https://elsewhere.example/pixel.gif)",
    'https://example.org/"onmouseover="alert(1)',
    "https://example.org/'><script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;",
    "\\<script>alert(1)</script>",
    "`<script>alert(1)</script>`",
    "```\n<script>alert(1)</script>\n```",
    "    <script>alert(1)</script>",
    "| a | b |\n|---|---|\n| <b>c</b> | d |",
    "- <script>alert(1)</script>\n  - <img src=x>",
    "[a]: javascript:alert(1)\n\n[a]",
    "x\n===\n# y\n> z",
    '<a href="https://example.org" style="position:fixed">x</a>',
    "{{ 7 * 7 }}{% raw %}",
    "]]><![CDATA[",
    "<" * 300,
]


def read(html: str) -> list[tuple[str, dict[str, str]]]:
    fragment = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(html)
    return [(one.tag, dict(one.attrib)) for one in fragment.iter() if one is not fragment]


def seen(html: str) -> str:
    fragment = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return " ".join("".join(fragment.itertext()).split())


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_inert(text: str) -> None:
    for name, attributes in read(to_html(text)):
        assert name in ELEMENTS
        assert set(attributes) <= ATTRIBUTES.get(name, set())
        assert attributes.get("href", "https:").startswith(("http:", "https:"))


@pytest.mark.parametrize("text", [one for one in HOSTILE if "\n" not in one])
def test_hostile_text_is_seen_as_it_was_typed(text: str) -> None:
    assert seen(to_html(text)) == " ".join(text.split())


def test_any_line_of_marks_is_seen_as_it_was_typed() -> None:
    chance = random.Random(2)  # the same at every run
    marks = "\\`*_{}[]()#+.!|<>~&=:/\"'a1 "  # without "-", which with a space begins an item
    for _ in range(3000):
        text = "x" + "".join(chance.choices(marks, k=chance.randint(1, 24)))
        lines = [text, text[1:].lstrip(" 1") or "x"]
        shown = to_html("\n".join(lines))
        if "<li>" not in shown:
            assert seen(shown) == " ".join(" ".join(lines).split())


def test_the_result_is_markup_so_that_a_template_does_not_escape_it_again() -> None:
    assert to_html("a & b") == Markup("<p>a &amp; b</p>\n")


def test_links_say_nothing_of_where_they_stood_and_earn_nothing() -> None:
    assert to_html("https://example.org") == Markup(
        '<p><a href="https://example.org" rel="noopener nofollow ugc">https://example.org</a></p>\n'
    )


def test_a_link_shows_its_address_undecoded() -> None:
    assert "\u202e" not in to_html("https://example.org/%E2%80%AEgnp.exe")


def test_lists_keep_their_numbers_and_letters() -> None:
    html = to_html("4. four\n5. five\n\na) residents\nb) the board")
    assert '<ol start="4">' in html
    assert '<ul class="lettered">' in html
    assert "<li>b) the board</li>" in html


def test_items_hold_no_paragraphs_and_may_hold_one_list() -> None:
    html = to_html("•\tone\n\no\tinner\n\n•\ttwo")
    assert "<p>" not in html
    assert html.count("<ul>") == 2


@pytest.mark.parametrize(
    "piece",
    [
        "[",
        "<https://",
        "\\",
        "•\n",
        "- ",
        "1. x\n",
        "a) x\n  b) y\n",
        "https://e.org/)",
        "*_`",
        "&amp;",
    ],
)
def test_the_longest_text_takes_no_more_than_seconds(piece: str) -> None:
    start = time.process_time()
    to_html((piece * 20_000)[:20_000])
    assert time.process_time() - start < 5
