"""Tables that only grow: the database itself refuses to change or delete their rows."""

from sqlalchemy import Connection, inspect

APPEND_ONLY = (
    "history_entry",
    "sign_off",
    "challenge_reply",
    "committee_pack",
    "publication",
    "published_file",
    "withdrawal",
    "published_asset",
    "submission",
    "installed_edition",
    "case_extract",
)


def make_triggers(connection: Connection) -> None:
    """Make the triggers that are missing; run after every migration.

    SQLite drops a table's triggers without a word when a migration rebuilds the table.
    """
    present = set(inspect(connection).get_table_names())
    for table in APPEND_ONLY:
        if table not in present:
            continue
        for change in ("UPDATE", "DELETE"):
            connection.exec_driver_sql(
                f"CREATE TRIGGER IF NOT EXISTS {table}_refuses_{change.lower()} "
                f"BEFORE {change} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
