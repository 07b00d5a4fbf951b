"""The links of a page, made to work as a plain file: on a web server, a disk, a content system.

Strict on purpose: a tag is touched only where it is written as our own templates write it, and of
it only a link that begins at the root of the site. Everything else keeps its bytes.
"""

import html
import posixpath
import re
from collections.abc import Callable, Mapping

# What looks like a tag inside a comment, a style or a script is none, so these are passed over.
TAG = re.compile(
    r"<!--.*?-->"
    r"|<(?P<raw>style|script)\b[^>]*+>.*?</(?P=raw)>"
    r'|<[A-Za-z][^\s<>/"=]*+(?P<attributes>(?:\s++[^\s<>/"\'=]++(?:="[^"]*+")?+)*+)\s*+/?>',
    re.DOTALL | re.IGNORECASE,
)
ATTRIBUTE = re.compile(r'(?P<before>\s+(?P<name>[^\s<>/"\'=]+)=")(?P<value>[^"]*)"')
LINKS = frozenset({"href", "src"})


def with_plain_links(
    page: bytes, *, path: str, paths: Mapping[str, str], public_address: str
) -> bytes:
    """Return a page whose links from the root lead to files beside it, or to the live site.

    `path` is where the page will lie, and `paths` says where every address of the copy lies. A
    plain file answers no question, so a link with a query leads to the live site as well.
    """

    def target(address: str) -> str:
        place, mark, fragment = address.partition("#")
        known = paths.get(place)
        if known is None:
            return f"{public_address}{address}"
        return posixpath.relpath(known, posixpath.dirname(path) or ".") + mark + fragment

    return TAG.sub(lambda tag: _changed(tag, target), page.decode()).encode()


def _changed(tag: re.Match[str], target: Callable[[str], str]) -> str:
    if tag["attributes"] is None:
        return tag[0]

    def changed(attribute: re.Match[str]) -> str:
        address = html.unescape(attribute["value"])
        # "//host" is another site, and "\" is read by browsers as "/".
        if attribute["name"].lower() not in LINKS or not re.match(r"/(?![/\\])", address):
            return attribute[0]
        return f'{attribute["before"]}{html.escape(target(address))}"'

    attributes = ATTRIBUTE.sub(changed, tag["attributes"])
    start = tag.start("attributes") - tag.start()
    return tag[0][:start] + attributes + tag[0][start + len(tag["attributes"]) :]
