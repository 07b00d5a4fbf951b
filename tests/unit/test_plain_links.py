"""Links rewritten for plain files: to files beside the page, to the live site, or not at all."""

import pytest

from app.rendering.plain_links import with_plain_links

LIVE = "https://complaints.example"
PATHS = {
    "/": "index.html",
    "/published/anytown/2025-26": "published/anytown/2025-26.html",
    "/published/anytown/2025-26.pdf": "published/anytown/2025-26.pdf",
    "/published/anytown/2025-26/provisions/6.3": "published/anytown/2025-26/provisions/6.3.html",
    "/published/assets/ab.css": "published/assets/ab.css",
}
PAGE = "published/anytown/2025-26.html"


def rewritten(page: str, path: str = PAGE) -> str:
    return with_plain_links(page.encode(), path=path, paths=PATHS, public_address=LIVE).decode()


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        (PAGE, "/", "../../index.html"),
        (PAGE, "/published/anytown/2025-26#s4", "2025-26.html#s4"),
        (PAGE, "/published/anytown/2025-26.pdf", "2025-26.pdf"),
        (PAGE, "/published/anytown/2025-26/provisions/6.3", "2025-26/provisions/6.3.html"),
        (PAGE, "/published/assets/ab.css", "../assets/ab.css"),
        ("index.html", "/published/assets/ab.css", "published/assets/ab.css"),
        (
            "published/anytown/2025-26/provisions/6.3.html",
            "/published/anytown/2025-26#p6.3",
            "../../2025-26.html#p6.3",
        ),
        # What is not part of the copy is read where it is alive.
        (PAGE, "/accessibility", f"{LIVE}/accessibility"),
        (PAGE, "/published/anytown/2024-25#x", f"{LIVE}/published/anytown/2024-25#x"),
        (PAGE, "/?a=1&amp;b=2", f"{LIVE}/?a=1&amp;b=2"),
    ],
)  # fmt: skip
def test_a_link_from_the_root_leads_to_a_file_or_to_the_live_site(
    path: str, before: str, after: str
) -> None:
    assert rewritten(f'<a class="x" href="{before}">Go</a>', path) == (
        f'<a class="x" href="{after}">Go</a>'
    )


@pytest.mark.parametrize(
    "page",
    [
        '<a href="#main">',
        '<a href="https://elsewhere.example/">',
        '<a href="//elsewhere.example/">',
        '<a href="/\\elsewhere.example/">',
        '<a href="mailto:a@b.example">',
        '<a title=" href=" data-href="/" aria-label="/">',
        '<a title="see href=/ there">',
        "<a href='/'>",  # not as our templates write it
        "<a href=/>",
        "<p>Write href=&quot;/&quot; or src=\"/\" in text</p>",
        '<!-- <a href="/"> -->',
        '<style>a[href="/"] {}</style>',
        '<script>x = \'<a href="/">\'</script>',
        '<a href="/"',
        '< a href="/">',
        '</a href="/">',
        '<form action="/">',
    ],
)  # fmt: skip
def test_nothing_else_loses_a_byte(page: str) -> None:
    assert rewritten(page) == page


def test_every_attribute_and_every_way_to_write_a_tag() -> None:
    link = '<LINK rel="x"\n  HREF="/published/assets/ab.css"/>'
    image = '<img alt="a > b" src="/" hidden>'

    assert rewritten(link) == '<LINK rel="x"\n  HREF="../assets/ab.css"/>'
    assert rewritten(image) == '<img alt="a > b" src="../../index.html" hidden>'


def test_hostile_text_takes_no_time() -> None:
    page = "<a " + 'x="' * 50_000 + "<" * 50_000 + "<a b" * 50_000

    assert rewritten(page) == page
