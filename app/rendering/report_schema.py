"""The JSON Schema of `report/1`: the promise to whoever reads the published JSON by program."""

from pathlib import Path

SCHEMA_FILE = Path(__file__).with_name("report-1.json")


def schema_bytes() -> bytes:
    """Return the schema as it is served."""
    return SCHEMA_FILE.read_bytes()
