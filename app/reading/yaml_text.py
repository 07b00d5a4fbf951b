"""Strict YAML: bytes to a tree of text in which every value knows its line.

A file may come from outside, so only the plain part of YAML is read: one document of keys, lists
and text. What YAML would guess (1.10 as 1.1, `no` as False) stays as it is written; what it would
silently lose (a key written twice) and what can explode (aliases, deep nesting) is a fault.

Only the events of a loader are used, and we stop at the one that goes too deep: building a tree by
the C loader would bring down the whole worker on deep nesting (`security.md` F8). Its events take a
third of the time, so a plain file is read with them; where the two loaders could differ, and for
every fault, the loader in pure Python has the word.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from app.domain.faults import Fault, Place, quoted
from app.reading.yaml_words import in_plain_words

LONGEST_FILE = 512 * 1024
DEEPEST = 20
# Three times what the longest edition needs; reading more would only cost time.
MOST_VALUES = 20_000

# NEL and the Unicode separators are line breaks to YAML but not to an editor, which would shift
# every line number after them; NUL ends the text for the scanner.
_NOT_IN_A_TEXT_FILE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# Tabs, brackets, a comment at folded text, keys marked with “?”: here the C loader takes what the
# other refuses, or counts the lines in another way.
_NOT_READ_ALIKE = re.compile(r"[\t\ufeff\[{]|[>|][-+0-9]*#|^[ -]*\?(?:\s|$)", re.MULTILINE)


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
    tree = _read_quickly(text, where)
    if tree is not None:
        return tree, ()
    reader = _Reader(text, where, yaml.SafeLoader)
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
        message = (
            f"The file is longer than {LONGEST_FILE // 1024} KB, and no edition is: shorten it."
        )
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


def _read_quickly(text: str, where: str) -> Keys | None:
    """Return the tree of a plain file without faults; None where it has to be read with care."""
    if not yaml.__with_libyaml__ or _NOT_READ_ALIKE.search(text):
        return None
    reader = _Reader(text, where, yaml.CSafeLoader)
    tree = reader.read()
    return None if reader.faults else tree


class _Stop(Exception):
    """Raised where reading further makes no sense; the fault is already noted."""


@dataclass
class _Reader:
    """Builds the tree from the events of one file, and notes the faults on the way."""

    text: str
    where: str
    loader: type[yaml.SafeLoader | yaml.CSafeLoader]
    faults: list[Fault] = field(default_factory=list)
    count: int = 0
    line: int = 1
    last_text: yaml.ScalarEvent | None = None
    has_alias: bool = False

    def read(self) -> Keys | None:
        """Return the tree, or None when no sensible one can be made."""
        self.events = yaml.parse(self.text, Loader=self.loader)
        try:
            root = self._document()
        except _Stop:
            return None
        except yaml.YAMLError as error:
            self._note(*(self._open_quotation() or in_plain_words(error)))
            return None
        except (RecursionError, ValueError, OverflowError) as error:
            # Not YAMLError, yet the scanner raises them: "\U99999999" is no character to chr().
            name = type(error).__name__
            self._note(
                self.line,
                f"After this line the file cannot be read ({name}): look for a “\\” and delete it.",
            )
            return None
        if root is not None and not isinstance(root, Keys):
            self._note(
                root.line, "The file is not made of keys: begin with one, such as “rulebook: …”."
            )
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
                    raise self._stop(
                        line, "One file, one edition: delete the line “---” and what follows."
                    )
                if event.version or event.tags:
                    self._note(line, "A line beginning with % is not allowed here: delete it.")
                root = self._node(next(self.events), depth=1)
        if root is None:
            self._note(1, "The file is empty: begin with a key, such as “rulebook: …”.")
        return root

    def _node(self, event: yaml.Event, depth: int) -> Node:
        """Read the value that begins with this event, to its end."""
        self.line = line = _line(event)
        self.count += 1
        if self.count > MOST_VALUES:
            raise self._stop(line, f"The file holds more than {MOST_VALUES} values: shorten it.")
        if depth > DEEPEST:
            raise self._stop(
                line,
                f"More than {DEEPEST} levels stand inside each other here: line them up again.",
            )
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
            self._note(
                line, f"A tag ({quoted(event.tag)}) is not allowed: delete it, every value is text."
            )

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
