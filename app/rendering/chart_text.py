"""How wide text is in a chart, and where it breaks, so that no two words ever touch."""

# Thousandths of the letter height that each character takes in Arial and fonts of its widths.
_WIDTHS = {
    278: " \u00a0!,./:;I[\\]ft",
    222: "ijl'‘’",
    333: "()-r“”",
    191: "|`",
    355: '"',
    500: "cksvxyzJ",
    556: "abdeghnopqu0123456789L#$?_£–",
    584: "+<=>~",
    611: "FTZ",
    667: "ABEKPSVXY&",
    722: "CDHNRUw",
    778: "GOQ",
    833: "mM",
    889: "%",
    944: "W",
    1000: "—…",
}
WIDTHS = {character: width for width, characters in _WIDTHS.items() for character in characters}
UNKNOWN = 778
# Browsers fall back to fonts that are a little wider.
SAFETY = 1.15


def width_of(text: str, size: int) -> float:
    """Return about how many pixels a text takes in letters of a size."""
    return sum(WIDTHS.get(one, UNKNOWN) for one in text) * size * SAFETY / 1000


def lines_of(text: str, size: int, room: float) -> list[str]:
    """Return a text in lines of no more than this many pixels; a longer word is broken."""
    lines = [""]
    # A number and its per cent sign stay together.
    for word in " ".join(text.split()).replace(" %", "\u00a0%").split(" "):
        for piece in _pieces(word, size, room):
            longer = f"{lines[-1]} {piece}".strip()
            if width_of(longer, size) <= room:
                lines[-1] = longer
            else:
                lines.append(piece)
    return [line for line in lines if line] or [""]


def _pieces(word: str, size: int, room: float) -> list[str]:
    pieces = [""]
    for character in word:
        if pieces[-1] and width_of(pieces[-1] + character, size) > room:
            pieces.append("")
        pieces[-1] += character
    return pieces
