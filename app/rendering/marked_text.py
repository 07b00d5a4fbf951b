"""Text that people typed or pasted, as HTML that can do no harm."""

from collections.abc import Sequence
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from app.domain.pasted_text import as_markdown

TAGS = {"p", "br", "ul", "ol", "li", "a"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "ul": {"class"}}
SCHEMES = {"http", "https", "mailto"}
LINK_REL = "noopener nofollow ugc"

# `as_markdown` writes nothing but paragraphs, lists, line breaks and addresses. Whatever else
# Markdown could make of a text is switched off as well, so that a slip there shows as a character.
UNUSED_RULES = (
    "image",
    "link",
    "reference",
    "emphasis",
    "strikethrough",
    "backticks",
    "code",
    "fence",
    "table",
    "heading",
    "lheading",
    "hr",
    "blockquote",
    "html_block",
    "html_inline",
    "entity",
)


def to_html(text: str) -> Markup:
    """Return paragraphs, lists and links for a text; everything else in it is shown as typed."""
    cleaned = nh3.clean(
        _markdown.render(as_markdown(text)),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel=LINK_REL,
    )
    return Markup(cleaned)  # noqa: S704  # nh3 has just cleaned it


def tokens(text: str) -> list[Token]:
    """Return the paragraphs, lists and links of a text, for files that are not HTML."""
    return _markdown.parse(as_markdown(text))


class _Markdown(MarkdownIt):
    def normalizeLinkText(self, link: str) -> str:  # noqa: N802  # its name in markdown-it
        """Show an address as typed: decoded, "%E2%80%AE" would reverse what follows it."""
        return link


def _make_markdown() -> MarkdownIt:
    options = {"html": False, "linkify": False, "typographer": False, "maxNesting": 20}
    markdown = _Markdown("js-default", options)
    markdown.disable(UNUSED_RULES)
    markdown.add_render_rule("bullet_list_open", _list_open)
    return markdown


def _list_open(renderer: Any, tokens: Sequence[Token], index: int, *rest: Any) -> str:
    """Open a list; the items of one with "+" carry their own letters and need no bullet."""
    if tokens[index].markup == "+":
        tokens[index].attrSet("class", "lettered")
    return str(renderer.renderToken(tokens, index, *rest))


_markdown = _make_markdown()
