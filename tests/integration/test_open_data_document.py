"""`docs/open-data.md` says how to check a publication; what it says is done here."""

import json
import re
import subprocess
import sys
from pathlib import Path

from app.config import ROOT
from tests.integration.conftest import Council
from tests.integration.publication_steps import FILES, bytes_of, public

TEXT = (ROOT / "docs" / "open-data.md").read_text("utf-8")


def check(path: Path, content: bytes) -> subprocess.CompletedProcess[str]:
    """Run the script of the document, with no library but Python's own, on a JSON."""
    (script,) = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    assert len(script.splitlines()) <= 30
    path.write_bytes(content)
    command = [sys.executable, "-I", "-S", "-c", script, str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_script_proves_a_served_json(published: Council, tmp_path: Path) -> None:
    served = bytes_of(published, ".json")
    document = json.loads(served)

    result = check(tmp_path / "served.json", served)

    digests = (document["publication"]["digest"], document["assessment"]["digest"])
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == "Published as {}, signed as {}.\n".format(*digests)


def test_the_script_finds_what_was_altered(published: Council, tmp_path: Path) -> None:
    document = json.loads(bytes_of(published, ".json"))
    document["landlord"]["name"] = "Another council"
    altered = json.dumps(document).encode()
    again = document | {"publication": document["publication"] | {"reason": "None."}}

    for content in (altered, json.dumps(again).encode()):
        result = check(tmp_path / "altered.json", content)
        assert (result.returncode, result.stderr) == (1, "This is not what was published.\n")


def test_the_script_proves_a_report_as_well(report_published: Council, tmp_path: Path) -> None:
    served = report_published.visitor().get(public(report_published, "/report.json")).data
    document = json.loads(served)

    result = check(tmp_path / "report.json", served)

    digests = (document["publication"]["digest"], document["report"]["digest"])
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == "Published as {}, signed as {}.\n".format(*digests)
    altered = document | {"report": document["report"] | {"digest": "0" * 64}}
    assert check(tmp_path / "other.json", json.dumps(altered).encode()).returncode == 1


def test_every_form_of_a_publication_is_in_the_document() -> None:
    for ending in FILES:
        assert f"`{ending.replace('6.3', '<number>')}`" in TEXT or not ending
