"""What the tests of published pages ask of every one of them: sound HTML, told in words."""

import re
from xml.etree.ElementTree import Element

import html5lib

CODE_WORDS = re.compile(
    r"non_compliant|not_complete|not_applicable|not_answered|self_assessment|significant_change|"
    r"ombudsman_asked|housing_association|not_available|yes_no|no_date|\bNone\b|\bTrue\b|\{'|Undefined"
)


def tree_of(html: str) -> Element:
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree: Element = parser.parse(html)
    return tree


def words_of(element: Element | None) -> str:
    assert element is not None
    return " ".join("".join(element.itertext()).split())


def check_page(html: str) -> Element:
    """Return the tree of a page that every reader can use; fail for any other."""
    tree = tree_of(html)
    assert tree.get("lang") == "en-GB"
    check_headings(tree)
    check_tables(tree)
    check_addresses(tree)
    assert [one.get("style") for one in tree.iter() if one.get("style")] == []
    assert [key for one in tree.iter() for key in one.attrib if key.startswith("on")] == []
    assert tree.findall(".//script") == []
    return tree


def check_headings(tree: Element) -> None:
    levels = [int(one.tag[1]) for one in tree.iter() if re.fullmatch(r"h[1-6]", str(one.tag))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


def check_tables(tree: Element) -> None:
    for table in tree.iter("table"):
        assert words_of(table.find("caption"))
        assert table.find("thead") is not None
    for header in tree.iter("th"):
        assert header.get("scope") in {"col", "row"}


def check_addresses(tree: Element) -> None:
    names = [one.get("id") for one in tree.iter() if one.get("id")]
    assert len(names) == len(set(names))
    links = [one.get("href", "") for one in tree.iter("a")]
    assert {link[1:] for link in links if link.startswith("#")} <= set(names)
    others = [link for link in links if not link.startswith("#")]
    assert [
        link for link in others if not re.match(r"https?://|mailto:|tel:|/[a-z]|/$", link)
    ] == []
