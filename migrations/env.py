"""How migrations run: foreign keys off while tables are rebuilt, then checked; triggers anew."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection, Enum, MetaData

from app import models  # noqa: F401  (the tables have to be known before they are compared)
from app.append_only import make_triggers
from app.database import UTCDateTime


def run() -> None:
    """Upgrade or downgrade the database of the application, all of it or nothing."""
    database = current_app.extensions["migrate"].db
    with database.engine.connect() as connection:
        # SQLite rebuilds a table to alter it; with foreign keys on, its children would go.
        # It ignores this inside a transaction, so it goes past SQLAlchemy, which would begin one.
        driver = connection.connection.dbapi_connection
        driver.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                _migrate(connection, database.metadata)
        finally:
            driver.execute("PRAGMA foreign_keys = ON")


def _migrate(connection: Connection, metadata: MetaData) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=_render_plainly,
    )
    with context.begin_transaction():
        context.run_migrations()
    make_triggers(connection)
    _check_foreign_keys(connection)


def _render_plainly(kind: str, item: object, _context: object) -> str | bool:
    """Write our own column types as the database has them, so that migrations stand alone."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime()"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    return False


def _check_foreign_keys(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise RuntimeError(f"The migration would leave rows without their parents: {broken}")


run()
