"""When the report of a period is due: the plan's year, the days of grace, and the clock that its people live by.

A period that ended on 31 December is reported on from 15 January with fifteen days of grace: until then people
send what they did, and a report would say that nobody has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from minga.errors import Fault, InputError
from minga.i18n import gettext as _
from minga.periods import parse_period, semesters_between
from minga.results.model import Period

GRACE_DAYS = 15
"""Days of grace of a plan that says nothing."""
_REMINDED = 30
"""Days after the grace during which people are still reminded; later a message is only noise."""
_MOST = 100
"""Semesters of the longest plan: half a century."""


@dataclass(frozen=True)
class Calendar:
    """The calendar of a plan.

    Attributes:
        fiscal_start: month in which its year begins, 1 to 12.
        grace_days: days that values are waited for after a period has ended.
        time_zone: where midnight is (``America/Bogota``); empty is the machine's own.
    """

    fiscal_start: int = 1
    grace_days: int = GRACE_DAYS
    time_zone: str = ""

    def today(self, now: datetime) -> date:
        """The day it is for the people of the plan.

        Args:
            now: a moment with its time zone.

        Raises:
            InputError: the plan's time zone is none.
        """
        return now.astimezone(self._zone()).date()

    def due_on(self, period: Period) -> date:
        """The first day on which the report of a period is due, after its end in any case."""
        try:
            return period.ends + timedelta(days=max(self.grace_days, 1))
        except OverflowError:  # grace until after the end of the calendar
            return date.max

    def waited_for(self, period: Period, today: date) -> bool:
        """Whether it is the time to remind people of a period: it has ended, is open, and not long past its grace."""
        return not period.locked and period.ends < today and (today - self.due_on(period)).days <= _REMINDED

    def _zone(self) -> ZoneInfo | None:
        if not self.time_zone.strip():
            return None
        try:
            return ZoneInfo(self.time_zone.strip())
        except (ValueError, OSError, LookupError) as wrong:
            raise InputError(Fault(
                _("«{zone}» no es una zona horaria.").format(zone=self.time_zone[:60]), column="time_zone",
                advice=_("Se espera un nombre como America/Bogota, o nada para usar la hora de la máquina."))
            ) from wrong


def calendar_of(plan: Mapping[str, Any]) -> Calendar:
    """The calendar that a plan's row says.

    Args:
        plan: the row of ``plans``.
    """
    grace = plan.get("grace_days")
    return Calendar(fiscal_start=int(plan.get("fiscal_start") or 1),
                    grace_days=GRACE_DAYS if grace is None else int(grace), time_zone=plan.get("time_zone") or "")


def now() -> datetime:
    """The present moment, with its time zone."""
    return datetime.now(UTC)


@lru_cache(maxsize=4096)
def is_period(text: str) -> bool:
    """Whether a text is a period in its written form (``2018-S1``)."""
    try:
        return str(parse_period(text)) == text
    except InputError:
        return False


def periods_of(plan: Mapping[str, Any], declared: Iterable[Mapping[str, Any]]) -> tuple[Period, ...]:
    """The periods of a plan in time order: those it declares, and the semesters between its first day and its last.

    A plan that declares only quarters or years is reported on by quarter or year. A declared period whose text is
    none (``is_period``) is left out: it would name a folder.

    Args:
        plan: the row of ``plans``.
        declared: its rows of ``periods``.

    Raises:
        InputError: the plan ends before it starts, or covers more than half a century.
    """
    found = {line["period"]: Period(line["period"], line["starts"], line["ends"], line["status"] == "locked")
             for line in declared if is_period(line["period"])}
    if plan.get("starts") and plan.get("ends") and (not found or any("-S" in name for name in found)):
        semesters = semesters_between(plan["starts"], plan["ends"], calendar_of(plan).fiscal_start)
        if len(semesters) > _MOST:
            raise InputError(Fault(_("El plan cubre {n} semestres.").format(n=len(semesters)), column="ends",
                                   advice=_("Revise sus fechas de inicio y fin.")))
        for semester in semesters:
            found.setdefault(str(semester), Period(str(semester), semester.starts, semester.ends))
    return tuple(sorted(found.values(), key=lambda p: (p.ends, p.starts, p.period)))
