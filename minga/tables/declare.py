"""The vocabulary in which the schema is written: column kinds, ids, checks."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

# The names make constraints addressable by migrations on both databases.
METADATA = sa.MetaData(naming_convention={
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
})

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def new_id() -> str:
    """A random text id of 16 characters; nothing of time, order or author is in it."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(16))


def now() -> datetime:
    """The present instant, in UTC, without fractions of a second (what the tables keep)."""
    return datetime.now(UTC).replace(microsecond=0)


def instant_text(value: datetime) -> str:
    """A moment as ISO text in UTC; unlike strftime, with four figures in every year on every system."""
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


class Instant(sa.types.TypeDecorator[datetime]):
    """A moment in UTC, kept as ISO text (``2018-01-31T15:04:05Z``) so both databases and CSV agree."""

    impl = sa.String(20)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> str | None:
        return None if value is None else instant_text(value)

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


def table(name: str, comment: str, *items: sa.schema.SchemaItem, scope: str | None,
          private: bool = False, unordered: bool = False) -> sa.Table:
    """Declare a table.

    Args:
        name: name in SQL and of the CSV file.
        comment: what one row is, in Spanish, for the data dictionary.
        items: columns and constraints.
        scope: the column that leads to the plan (``plan_id`` or a foreign key to a table that leads
            there); None for tables that belong to no plan.
        private: never exported unless asked.
        unordered: kept in the order of its random ids, so that a SQLite file does not tell in which
            order the rows came.
    """
    made = sa.Table(name, METADATA, *items, comment=comment, info={"scope": scope, "private": private},
                    sqlite_with_rowid=not unordered)
    for column in made.columns:
        if "values" in column.info:
            blank = [""] if column.info["blank"] else []
            codes = ", ".join(f"'{code}'" for code in [*column.info["values"], *blank])
            made.append_constraint(sa.CheckConstraint(f'"{column.name}" IN ({codes})', name=column.name))
    return made


def _column(name: str, kind: Any, comment: str, *, required: bool = False, default: object = None,
            **info: object) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=not required, default=default, comment=comment, info=info)


def key(name: str, comment: str) -> sa.Column[Any]:
    """The table's text id."""
    return sa.Column(name, sa.Text, primary_key=True, nullable=False, comment=comment, info={})


def text(name: str, comment: str, *, required: bool = False, default: str | None = None) -> sa.Column[Any]:
    """Free text, stored verbatim; empty and absent are the same thing (the empty text)."""
    if required:
        return _column(name, sa.Text, comment, required=True)
    return _column(name, sa.Text, comment, required=True, default=default or "", optional=True)


def choice(name: str, comment: str, values: Sequence[str], *, default: str | None = None,
           blank: bool = False) -> sa.Column[Any]:
    """A code from a closed list; ``blank`` admits the empty text."""
    return _column(name, sa.Text, comment, required=True, default="" if blank else default,
                   values=tuple(values), blank=blank, optional=blank or default is not None)


def ref(name: str, target: str, comment: str, *, required: bool = True, cascade: bool = True) -> sa.Column[Any]:
    """A reference to another table's id; absent references are NULL (an empty cell in CSV)."""
    rule = "CASCADE" if cascade else "SET NULL"
    link = sa.ForeignKey(target, ondelete=rule, deferrable=True, initially="DEFERRED")
    return sa.Column(name, sa.Text, link, nullable=not required, comment=comment, index=True, info={})


def integer(name: str, comment: str, *, required: bool = False, default: int | None = None,
            between: tuple[int, int] | None = None) -> sa.Column[Any]:
    """A whole number; one that is not ``between`` (both included) is refused where it is read."""
    return _column(name, sa.Integer, comment, required=required or default is not None, default=default,
                   optional=default is not None, between=between)


def number(name: str, comment: str, *, between: tuple[float, float] | None = None) -> sa.Column[Any]:
    """A number; NULL means that nobody said it, which is not zero."""
    return _column(name, sa.Float(53), comment, between=between)


def boolean(name: str, comment: str, *, default: bool | None = None) -> sa.Column[Any]:
    """True or false; NULL (only without a default) means not answered."""
    return _column(name, sa.Boolean, comment, required=default is not None, default=default,
                   optional=default is not None)


def day(name: str, comment: str, *, required: bool = False) -> sa.Column[Any]:
    """A calendar day."""
    return _column(name, sa.Date, comment, required=required)


def instant(name: str, comment: str, *, required: bool = False) -> sa.Column[Any]:
    """A moment in UTC."""
    return _column(name, Instant, comment, required=required)
