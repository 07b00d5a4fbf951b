"""The number of an action that was taken away is never given to another.

The history and the challenges name an action by its number.
"""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    with op.batch_alter_table(
        "action", recreate="always", table_kwargs={"sqlite_autoincrement": True}
    ):
        pass
