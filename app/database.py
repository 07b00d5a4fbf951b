"""The database: one session, one way to change anything, and what the tables share."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, cast

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, DateTime, Dialect, Engine, Enum, MetaData, event
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.types import TypeDecorator

from app.domain.errors import ChangedByAnother

BUSY_TIMEOUT_MS = 5000

# What the driver raises while another process holds the lock for longer, or the disk is full.
DatabaseUnusable: type[Exception] = OperationalError


class Base(DeclarativeBase):
    """The base of all tables; it names their constraints, so that migrations can name them too."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UTCDateTime(TypeDecorator[datetime]):
    """An aware time, kept as UTC; a naive one is a programming fault."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware time into the naive UTC that is stored."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A time without a zone cannot be stored.")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn what is stored into an aware UTC time."""
        return value.replace(tzinfo=UTC) if value else None


db = SQLAlchemy(model_class=Base, session_options={"autoflush": True})


def word_of(words: type[StrEnum]) -> Enum:
    """Return the column type that keeps a member of an enum as its word, and reads it back."""
    return Enum(words, native_enum=False, length=40, values_callable=lambda e: [m.value for m in e])


def utc_now() -> datetime:
    """Return the present moment; services take it as an argument, so that tests can choose it."""
    return datetime.now(UTC)


@contextmanager
def transaction() -> Iterator[None]:
    """Commit what happens inside, or undo all of it.

    The write lock is taken before anything is read, because SQLite lets a read that turns into a
    write fail at once instead of waiting. So whatever was loaded before is read again inside.
    """
    session = db.session
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("Something was changed outside a transaction; change it inside.")
    session.rollback()
    session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})
    try:
        yield
        session.commit()
    except StaleDataError as clash:
        session.rollback()
        raise ChangedByAnother("Somebody else changed this at the same moment.") from clash
    except BaseException:
        session.rollback()
        raise


@contextmanager
def apart() -> Iterator[Connection]:
    """Commit a small write on a connection of its own, beside whatever the session is reading."""
    connection = db.engine.connect().execution_options(sqlite_begin="IMMEDIATE")
    with connection, connection.begin():
        yield connection


def kept_while_unchanged(engine: Engine | None = None) -> dict[Any, Any]:
    """Return a store for what was read and checked, emptied by every change to the database.

    SQLite tells each connection whether another one has committed, in this process or in any
    other; what the connection changed itself is counted by it. Asking costs a few microseconds.
    So what is loaded after this call, and kept in the store, is never older than the store.
    The engine is that of the application, unless it is given where there is none yet.
    """
    try:
        pooled = (engine or db.engine).raw_connection()
    except SQLAlchemyError:
        # Nothing can be kept. Whoever reads the database next says what is wrong with it.
        return {}
    try:
        connection = cast(sqlite3.Connection, pooled.driver_connection)
        others = connection.execute("PRAGMA data_version").fetchone()[0]
        seen = (others, connection.total_changes)
        if pooled.info.get("seen") != seen:
            pooled.info["seen"], pooled.info["kept"] = seen, {}
        return cast(dict[Any, Any], pooled.info["kept"])
    except sqlite3.Error:
        return {}
    finally:
        pooled.close()


@event.listens_for(Engine, "connect")
def _configure_sqlite(dbapi_connection: Any, _record: Any) -> None:
    if not isinstance(dbapi_connection, sqlite3.Connection):
        return
    # The driver would begin transactions late, at the first write; we begin them ourselves.
    dbapi_connection.isolation_level = None
    for pragma in (
        "foreign_keys = ON",
        # Without it, INSERT OR REPLACE deletes a row past the triggers that refuse deleting.
        "recursive_triggers = ON",
        "journal_mode = WAL",
        "synchronous = FULL",
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
    ):
        dbapi_connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {mode}")
