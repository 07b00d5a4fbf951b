"""What a syntax error of YAML means to whoever writes the file, and what to do about it."""

import yaml

# What the scanner says, and what an editor of the file can do about it.
_IN_PLAIN_WORDS = {
    "'\\t'": "A tab stands where spaces are wanted: indent with spaces.",
    "a quoted scalar": "A quotation mark is opened here and never closed: close it.",
    "a flow": "A bracket is opened here and never closed: close it, or write a list with dashes.",
    "mapping values are not allowed": "A colon stands inside the text: put the text in quotes.",
    "could not find expected ':'": "A key stands here without its colon: write “key: value”.",
    "expected <block end>": "The indentation does not match the lines above: line it up.",
    "sequence entries are not allowed": "A dash stands inside a line: put it on a line of its own.",
    "a block scalar": "Behind “>-” or “|” the line ends: begin the text on the next one, indented.",
    "<document start>": "The file was ended above by “...”: delete that line.",
    **dict.fromkeys(
        (
            "cannot start any token",
            "expected the node content",
            "scanning an alias",
            "scanning an anchor",
            "a tag",
            "a directive",
        ),
        "The text begins with a sign of YAML's own: put it in quotes.",
    ),
}
# Here the beginning helps more than the place, often the end of the file, where YAML noticed.
_POINT_AT_THE_OPENING = ("a quoted scalar", "a flow", "a simple key")


def in_plain_words(error: yaml.YAMLError) -> tuple[int | None, str]:
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
