"""The migrated database is the one that the models describe, and it guards itself."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import upgrade
from sqlalchemy import Connection, event, inspect, text
from sqlalchemy.exc import IntegrityError

from app.append_only import APPEND_ONLY, make_triggers
from app.config import ROOT
from app.database import db
from tests.rules.conftest import House


@pytest.fixture
def connection(house: House) -> Iterator[Connection]:
    with db.engine.connect() as connected:
        yield connected


def database_of(house: House) -> Path:
    return Path(house.app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"))


def triggers(connection: Connection) -> set[str]:
    rows = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
    return set(rows.scalars())


def test_there_is_one_newest_migration_and_the_files_are_numbered() -> None:
    scripts = ScriptDirectory(str(ROOT / "migrations"))
    revisions = [script.revision for script in scripts.walk_revisions()]

    assert len(scripts.get_heads()) == 1, "Two migrations follow the same one: renumber the later."
    assert revisions[::-1] == [f"{number:04}" for number in range(1, len(revisions) + 1)]
    files = (ROOT / "migrations" / "versions").glob("*.py")
    assert sorted(path.name[:5] for path in files) == [f"{one}_" for one in revisions[::-1]]


def test_an_empty_database_that_is_upgraded_equals_the_models(connection: Connection) -> None:
    options = {"compare_type": True, "compare_server_default": True}

    context = MigrationContext.configure(connection, opts=options)
    differences = compare_metadata(context, db.metadata)

    assert not differences, (
        f"Write the migration that is missing (flask db migrate), and read it: {differences}"
    )


def test_constraints_have_the_names_that_the_models_give_them(connection: Connection) -> None:
    for table in db.metadata.sorted_tables:
        found = inspect(connection)
        # SQLite writes a key whose numbers are never given twice without its name.
        pk_name = found.get_pk_constraint(table.name)["name"]
        names = [pk_name or table.primary_key.name]
        names += [one["name"] for one in found.get_unique_constraints(table.name)]
        names += [one["name"] for one in found.get_foreign_keys(table.name)]
        assert set(names) == {str(one.name) for one in table.constraints}, table.name


def test_every_table_that_only_grows_has_its_triggers(connection: Connection) -> None:
    expected = {
        f"{table}_refuses_{change}" for table in APPEND_ONLY for change in ("update", "delete")
    }

    assert triggers(connection) == expected, "Call make_triggers after every migration."
    assert set(APPEND_ONLY) <= set(db.metadata.tables)


def test_triggers_that_a_migration_dropped_are_made_again_by_the_next_upgrade(
    connection: Connection,
) -> None:
    complete = triggers(connection)
    connection.execute(text("DROP TRIGGER history_entry_refuses_update"))
    connection.commit()

    upgrade()

    connection.rollback()
    assert triggers(connection) == complete
    make_triggers(connection)
    assert triggers(connection) == complete


def test_migrations_run_with_foreign_keys_off_and_leave_them_on(house: House) -> None:
    seen = set()

    def look(_connection: Any, cursor: Any, statement: str, *_more: Any) -> None:
        if statement.lstrip().startswith("CREATE TABLE"):
            seen.add(cursor.connection.execute("PRAGMA foreign_keys").fetchone()[0])

    db.engine.dispose()
    database_of(house).unlink()
    event.listen(db.engine, "after_cursor_execute", look)
    upgrade()
    event.remove(db.engine, "after_cursor_execute", look)

    assert seen == {0}, (
        "Rebuilding a table would delete its children. SQLite ignores the pragma inside a "
        "transaction, and SQLAlchemy begins one first: run it on the driver's own connection."
    )
    with db.engine.connect() as connected:
        assert connected.execute(text("PRAGMA foreign_keys")).scalar_one() == 1


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("change", ["UPDATE", "DELETE", "REPLACE"])
def test_a_table_that_only_grows_refuses_every_other_change(
    connection: Connection, table: str, change: str
) -> None:
    column = next(iter(db.metadata.tables[table].primary_key)).name
    statement = {
        "UPDATE": f"UPDATE {table} SET {column} = {column}",
        "DELETE": f"DELETE FROM {table}",
        # SQLite deletes the old row of a REPLACE without its triggers, unless they are recursive.
        "REPLACE": f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
    }[change]
    rows = connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
    assert rows, f"Make a row of {table} in tests/rules/house.py"

    with pytest.raises(IntegrityError, match=f"{table} is append-only"):
        connection.execute(text(statement))


@pytest.mark.parametrize(
    ("setting", "value"),
    [("foreign_keys", 1), ("journal_mode", "wal"), ("synchronous", 2), ("busy_timeout", 5000)],
)
def test_each_connection_of_the_application_keeps_its_promises(
    connection: Connection, setting: str, value: Any
) -> None:
    assert connection.execute(text(f"PRAGMA {setting}")).scalar_one() == value


def test_a_row_without_its_parent_is_refused(connection: Connection) -> None:
    with pytest.raises(IntegrityError, match="FOREIGN KEY"):
        connection.execute(text("INSERT INTO action_provision VALUES (999999, '1.2')"))


def test_the_foreign_keys_of_the_furnished_house_are_whole(house: House, migrated: Path) -> None:
    for path in (database_of(house), migrated):
        connected = sqlite3.connect(path)
        assert connected.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connected.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connected.close()
