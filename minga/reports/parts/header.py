"""The head of a report: which plan, which period, for whom, and the figures that matter most."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from minga.i18n import format_date, ngettext
from minga.i18n import gettext as _
from minga.reports import words
from minga.reports.blocks import css, render
from minga.reports.facts import Facts, country_name
from minga.reports.small_cells import SMALLEST
from minga.results.achievement import STATES
from minga.results.status import STATUSES


@dataclass(frozen=True)
class Tile:
    """One figure of the strip: a number, what it counts, and its mark."""

    number: int
    word: str
    look: words.Look


def html(facts: Facts) -> str:
    """The head of the report as HTML, with the stylesheet that the other parts need in a notebook."""
    return render("header.html", css=css(), plan=facts.results.plan, kicker=_("Informe de monitoreo"),
                  title=facts.text(facts.results.plan.title), subtitle=subtitle(facts), lines=_lines(facts),
                  strips=[(title, tiles) for title, tiles in (
                      (_("Las acciones, de un vistazo"), _tiles(facts)),
                      (_("Los indicadores, de un vistazo"), _indicator_tiles(facts))) if tiles])


def subtitle(facts: Facts) -> str:
    """The period in words, its first letter large."""
    return facts.label[:1].upper() + facts.label[1:]


def _lines(facts: Facts) -> list[str]:
    plan = facts.results.plan
    countries = ", ".join(country_name(c) for c in ((facts.country,) if facts.country else plan.countries))
    where = " · ".join(part for part in (facts.text(plan.organization), countries) if part)
    when = _("Del {starts} al {ends}.").format(starts=format_date(facts.period.starts),
                                              ends=format_date(facts.period.ends))
    if facts.as_of != facts.period.ends:
        when += " " + _("Leído el {day}, con el período todavía abierto.").format(day=format_date(facts.as_of))
    return [line for line in (where, when, _part(facts), _whom(facts), without(facts)) if line]


def _part(facts: Facts) -> str:
    """That the report is about one country, when it is."""
    return _("Solo {country}: las acciones por las que responde alguien de allí, y sus propios valores y "
             "metas.").format(country=country_name(facts.country)) if facts.country else ""


def _whom(facts: Facts) -> str:
    if facts.public:
        said = _("Versión pública: no nombra personas ni separa cuentas menores que {few}.").format(few=SMALLEST)
        if facts.left_out:
            said += " " + ngettext("{n} indicador no aparece por eso.", "{n} indicadores no aparecen por eso.",
                                   facts.left_out).format(n=facts.left_out)
        return said
    return (_("Versión interna: nombra a las personas responsables; no la publique.") if facts.names_people
            else _("Versión interna; no la publique."))


def without(facts: Facts) -> str:
    """What the plan does not work with, so that nobody looks for it in the report; empty when it has everything."""
    if facts.with_actions and facts.with_indicators:
        return ""
    if facts.with_indicators:
        return _("Este plan no lleva acciones: el informe trata de sus indicadores.")
    return (_("Este plan no lleva indicadores: el informe trata de sus acciones.") if facts.with_actions
            else _("El método de este plan no lleva acciones ni indicadores."))


def _tiles(facts: Facts) -> list[Tile]:
    counts = facts.counts if facts.actions else {}
    return [Tile(counts[s], words.counted(s, counts[s]).replace(str(counts[s]), "", 1).strip(), words.ACTIONS[s])
            for s in STATUSES if s in counts]


def _indicator_tiles(facts: Facts) -> list[Tile]:
    """How many indicators stand in each state; states in which there is none are left out."""
    counts = Counter(s.state for s in facts.indicators)
    return [Tile(counts[state], str(words.INDICATORS[state]), words.INDICATORS[state]) for state in STATES
            if counts[state]]
