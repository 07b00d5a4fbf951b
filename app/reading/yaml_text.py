"""Strict YAML: bytes to a tree of text in which every value knows its line.

A file may come from outside, so only the plain part of YAML is read: one document of keys, lists
and text. What YAML would guess (1.10 as 1.1, `no` as False) stays as it is written; what it would
silently lose (a key written twice) and what can explode (aliases, deep nesting) is a fault.

The pure Python loader is meant: the C loader brings down the whole worker on deep nesting
(`security.md` F8), and we stop at the event that goes too deep, before any tree is built.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from app.domain.faults import Fault, Place, quoted

LONGEST_FILE = 512 * 1024
DEEPEST = 20
# Three times what the longest edition needs; reading more would only cost time.
MOST_VALUES = 20_000

# NEL and the Unicode separators are line breaks to YAML but not to an editor, which would shift
# every line number after them; NUL ends the text for the scanner.
_NOT_IN_A_TEXT_FILE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")

# What the scanner says, and what an editor of the file can do about it.
_IN_PLAIN_WORDS = {
    "'\\t'": "A tab stands where spaces are wanted: indent with spaces.",
    "a quoted scalar": "A quotation mark is opened here and never closed: close it.",
    "a flow": "A bracket is opened here and never closed: close it, or write a list with dashes.",
    "mapping values are not allowed": "A colon stands inside the text: put the text in quotes.",
    "could not find expected ':'": "A key stands here without its colon: write “key: value”.",
    "expected <block end>": "The indentation does not match the lines above: line it up.",
    "cannot start any token": "The text begins with a sign of YAML's own: put it in quotes.",
}
# Here the beginning helps more than the place, often the end of the file, where YAML noticed.
_POINT_AT_THE_OPENING = ("a quoted scalar", "a flow", "a simple key")


@dataclass(frozen=True)
class Text:
    """A value as written, always text."""

    value: str
    line: int


@dataclass(frozen=True)
class Items:
    """A list."""

    values: tuple["Node", ...]
    line: int


@dataclass(frozen=True)
class Keys:
    """A mapping; `lines` tells where each key stands."""

    values: Mapping[str, "Node"]
    lines: Mapping[str, int]
    line: int


Node: TypeAlias = Text | Items | Keys


def read_yaml(content: bytes, where: str) -> tuple[Keys | None, tuple[Fault, ...]]:
    """Read one file, and return its tree with every fault found in it.

    The tree is None when the file cannot be read to its end or holds an alias; a key written
    twice is a fault, but leaves a tree of which more can be judged. Never raises.
    """
    text, faults = _decode(content, where)
    if text is None:
        return None, faults
    reader = _Reader(text, where)
    tree = reader.read()
    return tree, tuple(sorted(reader.faults))


def plain(node: Node) -> object:
    """Return the tree as dictionaries, lists and text, for a checker of shapes."""
    if isinstance(node, Text):
        return node.value
    if isinstance(node, Items):
        return [plain(value) for value in node.values]
    return {key: plain(value) for key, value in node.values.items()}


def line_of(tree: Node, place: Place) -> int:
    """Return the line of a place, or of what should hold it when the place is not there."""
    node, line = tree, tree.line
    for step in place:
        if isinstance(node, Keys) and isinstance(step, str) and step in node.values:
            line, node = node.lines[step], node.values[step]
        elif isinstance(node, Items) and isinstance(step, int) and step < len(node.values):
            node = node.values[step]
            line = node.line
        else:
            break
    return line


def texts(node: Node) -> Iterator[Text]:
    """Go through every piece of text in the tree."""
    if isinstance(node, Text):
        yield node
    else:
        for value in node.values if isinstance(node, Items) else node.values.values():
            yield from texts(value)


def without(node: Node, places: Collection[Place], here: Place = ()) -> Node:
    """Return the tree without some items of its lists; what stays keeps its lines."""
    if isinstance(node, Keys):
        kept = {key: without(value, places, (*here, key)) for key, value in node.values.items()}
        return Keys(kept, node.lines, node.line)
    if isinstance(node, Items):
        numbered = [((*here, index), value) for index, value in enumerate(node.values)]
        left = (without(value, places, at) for at, value in numbered if at not in places)
        return Items(tuple(left), node.line)
    return node


def _decode(content: bytes, where: str) -> tuple[str | None, tuple[Fault, ...]]:
    """Return the bytes as text, or the one fault that makes them no text file of ours."""
    if len(content) > LONGEST_FILE:
        message = f"The file is longer than {LONGEST_FILE // 1024} KB: no edition is that long."
        return None, (Fault(where, None, message),)
    if content.startswith(_UTF_16):
        return None, (Fault(where, 1, "The file is in UTF-16: save it as UTF-8."),)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = "A character here is not in UTF-8: save the file as UTF-8 and look at this line."
        return None, (Fault(where, line, message),)
    strange = _NOT_IN_A_TEXT_FILE.search(text)
    if strange:
        line = text.count("\n", 0, strange.start()) + 1
        message = f"A text file never holds the character U+{ord(strange[0]):04X}: delete it."
        return None, (Fault(where, line, message),)
    return text, ()


class _Stop(Exception):
    """Raised where reading further makes no sense; the fault is already noted."""


@dataclass
class _Reader:
    """Builds the tree from the events of one file, and notes the faults on the way."""

    text: str
    where: str
    faults: list[Fault] = field(default_factory=list)
    count: int = 0
    line: int = 1
    last_text: yaml.ScalarEvent | None = None
    has_alias: bool = False

    def read(self) -> Keys | None:
        """Return the tree, or None when no sensible one can be made."""
        self.events = yaml.parse(self.text, Loader=yaml.SafeLoader)
        try:
            root = self._document()
        except _Stop:
            return None
        except yaml.YAMLError as error:
            self._note(*(self._open_quotation() or _in_plain_words(error)))
            return None
        except (RecursionError, ValueError, OverflowError) as error:
            # Not YAMLError, yet the scanner raises them: "\U99999999" is no character to chr().
            name = type(error).__name__
            self._note(self.line, f"After this line the file cannot be read as YAML ({name}).")
            return None
        if root is not None and not isinstance(root, Keys):
            self._note(root.line, "The file is not made of keys: begin with “rulebook: …”.")
            return None
        return None if self.has_alias else root

    def _note(self, line: int | None, message: str) -> None:
        self.faults.append(Fault(self.where, line, message))

    def _stop(self, line: int, message: str) -> _Stop:
        self._note(line, message)
        return _Stop()

    def _open_quotation(self) -> tuple[int, str] | None:
        """Return the likely reason of a syntax error after quoted text of several lines.

        A forgotten quotation mark takes in all lines up to the next one, and YAML complains only
        there, far from the mistake.
        """
        text = self.last_text
        if text is None or text.style not in ("'", '"') or text.end_mark is None:
            return None
        first, last = _line(text), text.end_mark.line + 1
        if first == last:
            return None
        return first, f"The quotation mark opened here ends in line {last}: close it earlier."

    def _document(self) -> Node | None:
        """Read the one document of the file."""
        root: Node | None = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                line = _line(event)
                if root is not None:
                    raise self._stop(line, "A second document begins here: one file, one edition.")
                if event.version or event.tags:
                    self._note(line, "A line beginning with % is not allowed here: delete it.")
                root = self._node(next(self.events), depth=1)
        if root is None:
            self._note(1, "The file is empty.")
        return root

    def _node(self, event: yaml.Event, depth: int) -> Node:
        """Read the value that begins with this event, to its end."""
        self.line = line = _line(event)
        self.count += 1
        if self.count > MOST_VALUES:
            raise self._stop(line, f"The file holds more than {MOST_VALUES} values: too many.")
        if depth > DEEPEST:
            raise self._stop(line, f"More than {DEEPEST} levels stand inside each other here.")
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
            self._refuse_extras(event, line)
        if isinstance(event, yaml.ScalarEvent):
            self.last_text = event
            return Text(event.value, line)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._items(line, depth)
        if isinstance(event, yaml.MappingStartEvent):
            return self._keys(line, depth)
        self.has_alias = True
        self._note(line, "An alias (*) is not allowed: write the value itself again.")
        return Text("", line)

    def _refuse_extras(
        self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, line: int
    ) -> None:
        """Note an anchor or a tag: both would give a value a meaning that nobody can see."""
        if event.anchor is not None:
            self._note(line, f"An anchor ({quoted(event.anchor)}) is not allowed: delete it.")
        if event.tag is not None:
            self._note(line, f"A tag ({quoted(event.tag)}) is not allowed: every value is text.")

    def _items(self, line: int, depth: int) -> Items:
        """Read a list to its end."""
        values = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            values.append(self._node(event, depth + 1))
        return Items(tuple(values), line)

    def _keys(self, line: int, depth: int) -> Keys:
        """Read a mapping to its end; of a key written twice the first counts."""
        values: dict[str, Node] = {}
        lines: dict[str, int] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(next(self.events), depth + 1)
            if not isinstance(key, Text) or not key.value:
                self._note(key.line, "A key is missing here, or is no plain word: write “key: …”.")
            elif key.value == "<<":
                self._note(key.line, "A merge key (<<) is not allowed: write the keys themselves.")
            elif key.value in values:
                twice = f"{quoted(key.value)} is written twice, first in line {lines[key.value]}"
                self._note(key.line, f"{twice}: keep one of them.")
            else:
                values[key.value], lines[key.value] = value, key.line
        return Keys(values, lines, line)


def _line(event: yaml.Event) -> int:
    """Return the line where an event begins, counted from 1 as editors do."""
    return 1 if event.start_mark is None else event.start_mark.line + 1


def _in_plain_words(error: yaml.YAMLError) -> tuple[int | None, str]:
    """Return the line of a syntax error and a sentence on what to do about it."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return None, "The file cannot be read as YAML."
    said = f"{error.context or ''} {error.problem or ''}"
    mark = error.problem_mark or error.context_mark
    if error.context_mark and any(one in said for one in _POINT_AT_THE_OPENING):
        mark = error.context_mark
    sentence = next((ours for theirs, ours in _IN_PLAIN_WORDS.items() if theirs in said), None)
    line = None if mark is None else mark.line + 1
    return line, sentence or f"This is not YAML: {' '.join(said.split())}."
