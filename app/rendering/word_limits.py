"""What one Word file can bear before the rest of what people pasted is written plainly.

Word calls a file with many thousands of links or lists damaged, and a text of one-letter lines
would keep whoever publishes waiting for minutes. No word is lost, only line ends, lists and links.
"""

import re
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from docx.parts.story import StoryPart

MOST_LINKS = 1_000
MOST_LISTS = 1_000
MOST_MARKS = 20_000  # more than 250 for each of seventy-two provisions

# What a text costs beside its words: lines, tabs, links, and what Markdown stops at.
_MARK = re.compile(r"[\n\t\\`*_\[\]<>&~|]|://")


@dataclass
class Allowance:
    """What one file holds so far, with the relation of each address that it links to."""

    marks: int = 0
    links: dict[str, str] = field(default_factory=dict)

    def takes(self, text: str) -> bool:
        """Count the marks of a text, or return False when the file would have too many."""
        marks = len(_MARK.findall(text))
        if marks and self.marks + marks > MOST_MARKS:
            return False
        self.marks += marks
        return True


_allowances: WeakKeyDictionary[StoryPart, Allowance] = WeakKeyDictionary()


def allowance_of(part: StoryPart) -> Allowance:
    """Return the allowance of a file, or of its footer."""
    return _allowances.setdefault(part, Allowance())


def in_one_line(text: str) -> str:
    """Return a text with a stroke between its lines."""
    return " / ".join(line for line in text.replace("\t", " ").split("\n") if line.strip())
