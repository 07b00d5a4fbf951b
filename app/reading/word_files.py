"""Opening a Word file that a stranger may have made: checked before anything in it is unpacked."""

import hashlib
import io
import re
import zipfile
import zlib
from pathlib import Path

from lxml import etree  # type: ignore[import-untyped]

from app.domain.errors import Invalid
from app.reading.packed_files import is_blown_up, is_strange

MOST_BYTES = 20_000_000
MOST_PARTS = 2_000
MOST_UNPACKED = 50_000_000
MOST_TEXT_BYTES = 8_000_000
MOST_LIST_BYTES = 500_000
MOST_TAGS = 300_000  # some ten times what a form has that is filled in at length
MOST_ATTRIBUTES = 300_000

FIELD = "file"
CONTENT_TYPES = "[Content_Types].xml"
MAIN_PART = re.compile(r"wordprocessingml\.(?:document|template)\.main\+xml$")
PART_ENTRY = b"PK\x01\x02"
ENCODING = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\bencoding\s*=\s*[\"']([^\"']*)")
SAVE_AS = "Open it in Word, save it as a Word document (.docx), and try again."
DAMAGED = "This Word file is cut off or damaged. Open it in Word, save it anew, and try again."
OVERBLOWN = "This is not an ordinary Word form, so it was not opened."
# How other kinds of file begin, and what to say of them.
OTHER_KINDS = (
    (b"%PDF", f"This is a PDF file, not a Word file. {SAVE_AS}"),
    (b"{\\rtf", f"This is an RTF file, not a Word file of the kind .docx. {SAVE_AS}"),
    (b"<", f"This is a web page or XML file, not a Word file. {SAVE_AS}"),
    (
        b"\x1f\x8b",
        "This is a packed archive, not a Word file. Unpack it and choose the file in it.",
    ),
    (b"Rar!", "This is a packed archive, not a Word file. Unpack it and choose the file in it."),
    (
        b"7z\xbc\xaf",
        "This is a packed archive, not a Word file. Unpack it and choose the file in it.",
    ),
)
OLD_FORMAT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_word_file(path: Path) -> bytes:
    """Return the bytes of a file on the disk; one that is too large is refused unread."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise too_large()
        return path.read_bytes()
    except OSError as fault:
        raise Invalid(f"The file cannot be read: {fault.strerror}.", FIELD) from fault


def too_large() -> Invalid:
    """Return the refusal of a file that is larger than any form."""
    megabytes = MOST_BYTES // 1_000_000
    return Invalid(
        f"This file is larger than {megabytes} MB. The form itself is far smaller; "
        "take out pictures and what was embedded, and try again.",
        FIELD,
    )


def sha256_of(content: bytes) -> str:
    """Return the digest by which a file can be recognised later."""
    return hashlib.sha256(content).hexdigest()


def main_part(content: bytes) -> etree._Element:
    """Return the text of a Word file as its XML tree; raise Invalid with the reason otherwise."""
    if len(content) > MOST_BYTES:
        raise too_large()
    _refuse_other_kinds(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            parts = _checked(file)
            types = _parsed(_unpacked(file, parts[CONTENT_TYPES], MOST_LIST_BYTES))
            return _parsed(_unpacked(file, _main(types, parts), MOST_TEXT_BYTES))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as fault:
        raise Invalid(DAMAGED, FIELD) from fault


def _refuse_other_kinds(content: bytes) -> None:
    """Say what the file is, where its first bytes show that it is no packed Word file."""
    if not content:
        raise Invalid("This file is empty.", FIELD)
    if content.startswith(OLD_FORMAT):
        raise Invalid(_what_the_old_format_holds(content), FIELD)
    beginning = content[:64].lstrip(b"\xef\xbb\xbf \r\n\t")
    for start, words in OTHER_KINDS:
        if beginning.startswith(start):
            raise Invalid(words, FIELD)
    if not content.startswith(b"PK"):
        raise Invalid(f"This is not a Word file. {SAVE_AS}", FIELD)
    # Counted in the bytes, because reading a list of a million parts takes a gigabyte.
    if content.count(PART_ENTRY) > MOST_PARTS:
        raise Invalid(f"This file has more than {MOST_PARTS:,} parts. {OVERBLOWN}", FIELD)


def _what_the_old_format_holds(content: bytes) -> str:
    """Say which of the things that share Microsoft's old container a file is."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return (
            "This file is protected with a password, so it cannot be read. "
            "Open it in Word, take the password off, save it, and try again."
        )
    if "WordDocument".encode("utf-16-le") in content:
        return f"This is a Word file of the old kind (.doc). {SAVE_AS}"
    return (
        f"This is a file of an old Office kind, or one that is protected with a password. {SAVE_AS}"
    )


def _checked(file: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Return the parts by name, having looked at the list of them only; nothing is unpacked."""
    listed = file.infolist()
    parts = {one.filename: one for one in listed}
    if any(one.flag_bits & 1 for one in listed):
        raise Invalid("This file is encrypted. Save it without a password, and try again.", FIELD)
    if any(name.lower().endswith("vbaproject.bin") for name in parts):
        raise Invalid(_with_macros(), FIELD)
    if len(parts) < len(listed) or any(is_strange(name) for name in parts):
        raise Invalid(
            f"The parts of this file have names that Word gives to none. {OVERBLOWN}", FIELD
        )
    if sum(one.file_size for one in listed) > MOST_UNPACKED or any(map(is_blown_up, listed)):
        raise Invalid(
            f"Unpacked, this file would be many times larger than a form is. {OVERBLOWN}", FIELD
        )
    if CONTENT_TYPES not in parts:
        raise Invalid(_kind_of_archive(parts), FIELD)
    return parts


def _kind_of_archive(parts: dict[str, zipfile.ZipInfo]) -> str:
    if "mimetype" in parts:
        return f"This is a file of another office program, such as .odt. {SAVE_AS}"
    return "This is a packed archive, not a Word file. Unpack it and choose the Word file in it."


def _with_macros() -> str:
    return (
        "This file holds macros, which are small programs. "
        "Save it in Word as a document without macros (.docx), and try again."
    )


def _main(types: etree._Element, parts: dict[str, zipfile.ZipInfo]) -> zipfile.ZipInfo:
    """Return the part that holds the text; Word names it, and not always the same."""
    kinds = [
        (str(one.get("PartName", "")).lstrip("/"), str(one.get("ContentType", "")))
        for one in types.iter()
    ]
    if any("macroEnabled" in kind for _, kind in kinds):
        raise Invalid(_with_macros(), FIELD)
    for name, kind in kinds:
        if MAIN_PART.search(kind) and name in parts:
            return parts[name]
    if any("spreadsheetml" in kind for _, kind in kinds):
        raise Invalid("This is an Excel file. Choose the Word file of the form.", FIELD)
    if any("presentationml" in kind for _, kind in kinds):
        raise Invalid("This is a PowerPoint file. Choose the Word file of the form.", FIELD)
    raise Invalid(DAMAGED, FIELD)


def _unpacked(file: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> bytes:
    """Return a part's bytes; never more than asked for, whatever its entry in the list says."""
    with file.open(part) as packed:
        content = packed.read(most + 1)
    if len(content) > most:
        raise Invalid(
            f"The text of this file takes more than {most / 1_000_000:g} MB. {OVERBLOWN}", FIELD
        )
    return content


def _parsed(content: bytes) -> etree._Element:
    """Return a part as an XML tree; entities are neither allowed nor resolved."""
    declared = ENCODING.match(content)
    encoding = declared[1].decode("ascii", "replace").lower() if declared else "utf-8"
    # In another encoding a document type would not be seen below.
    if encoding not in ("utf-8", "us-ascii", "ascii") or b"\x00" in content:
        raise Invalid(f"The text of this file is not written as Word writes it. {SAVE_AS}", FIELD)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise Invalid(
            f"This file declares a document type, as no Word file does. {OVERBLOWN}", FIELD
        )
    if content.count(b"<") > MOST_TAGS or content.count(b"=") > MOST_ATTRIBUTES:
        raise Invalid(f"This file is made of far more pieces than a form. {OVERBLOWN}", FIELD)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_pis=True,
        remove_comments=True,
    )  # fmt: skip
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as fault:
        if "depth" in str(fault):
            raise Invalid(
                f"The pieces of this file lie inside each other too deeply. {OVERBLOWN}", FIELD
            ) from fault
        raise Invalid(DAMAGED, FIELD) from fault
