"""Targets against actuals, the widest gap against what was expected by the day of the reading first."""

from __future__ import annotations

from minga.i18n import format_date, format_number, format_percent, ngettext, quoted
from minga.i18n import gettext as _
from minga.reports import words
from minga.reports.blocks import Block, Cell, Chart, Column, Noted, Table, left_out, rows_of
from minga.reports.charts.bullets import Bullet, bullets
from minga.reports.facts import Facts, country_name
from minga.reports.small_cells import hidden
from minga.results.achievement import MET, NOT_APPLICABLE, ON_TRACK, IndicatorState, by_gap

KEY, FILE = "indicators", "indicator_status.csv"
_MOST = 16


def block(facts: Facts) -> Block:
    """The block of indicators against targets."""
    kicker = _("Indicadores y metas")
    if not facts.indicators:
        return Block(KEY, kicker, _("El plan todavía no tiene indicadores."), empty=_(
            "Aquí se verá cuánto falta para cada meta. Para empezar, escriba indicadores y metas en la página de "
            "resultados."))
    ordered = sorted(facts.indicators, key=by_gap)
    drawn = [s for s in ordered if s.target is not None and s.state != NOT_APPLICABLE
             and (s.achievement.ratio is not None or s.actual is None)]
    chart = Chart(lambda width: bullets([_bullet(facts, s) for s in drawn[:_MOST]], _("meta"),
                                        _("línea punteada: lo esperado a la fecha"), width),
                  _alt(facts, drawn), _note(len(drawn[:_MOST]), len(ordered))) if drawn else None
    return Block(KEY, kicker, _finding(facts, drawn), remarks=tuple(_remarks(facts)), chart=chart,
                 table=_table(facts, ordered))


def _finding(facts: Facts, drawn: list[IndicatorState]) -> str:
    aimed = [s for s in facts.indicators if s.target is not None]
    if not aimed:
        return ngettext("El único indicador no tiene meta para el {period}.",
                        "Ninguno de los {n} indicadores tiene meta para el {period}.",
                        len(facts.indicators)).format(n=len(facts.indicators), period=facts.label)
    if facts.still_open:
        return _so_far(facts, aimed, drawn)
    met = sum(s.state == MET for s in aimed)
    reached = ngettext("{met} de {n} indicadores con meta la alcanzó",
                       "{met} de {n} indicadores con meta la alcanzaron", met).format(met=met, n=len(aimed))
    if not met:
        reached = ngettext("El único indicador con meta no la alcanzó",
                           "Ninguno de los {n} indicadores con meta la alcanzó", len(aimed)).format(n=len(aimed))
    if len(aimed) == 1 and aimed[0].achievement.ratio is not None:
        return _("El único indicador con meta es «{title}»: avanzó el {percent}.").format(
            title=facts.text(aimed[0].indicator.title)[:90], percent=format_percent(aimed[0].achievement.ratio))
    behind = [s for s in drawn if s.achievement.ratio is not None and s.state != MET]
    if behind:
        worst = behind[0]
        return _("{reached}; el más lejano es «{title}», con {percent}.").format(
            reached=reached, title=facts.text(worst.indicator.title)[:90],
            percent=format_percent(worst.achievement.ratio or 0))
    silent = sum(s.actual is None for s in aimed)
    if silent:
        return ngettext("{reached}; {n} no tiene valor aprobado.", "{reached}; {n} no tienen valor aprobado.",
                        silent).format(reached=reached, n=silent)
    return f"{reached}."


def _so_far(facts: Facts, aimed: list[IndicatorState], drawn: list[IndicatorState]) -> str:
    """The finding in a period that has not ended: against what could be expected by the day of the reading."""
    fine = sum(s.state in (MET, ON_TRACK) for s in aimed)
    said = ngettext("Al {day}, {fine} de {n} indicadores con meta va como se esperaba",
                    "Al {day}, {fine} de {n} indicadores con meta van como se esperaba", fine).format(
        day=format_date(facts.as_of), fine=fine, n=len(aimed))
    behind = [s for s in drawn if s.actual is not None and s.gap is not None and s.gap > 0]
    if not behind:
        return f"{said}."
    worst = behind[0]
    return _("{said}; el más lejano de lo esperado es «{title}»: {actual}, y se esperaban {expected}.").format(
        said=said, title=facts.text(worst.indicator.title)[:90],
        actual=value_words(worst.actual, worst.indicator.measure),
        expected=value_words(worst.expected, worst.indicator.measure))


def _remarks(facts: Facts) -> list[str]:
    said = []
    pending = sum(s.pending for s in facts.indicators)
    if pending:
        said.append(ngettext("Solo cuentan los valores aprobados; hay {n} por aprobar.",
                             "Solo cuentan los valores aprobados; hay {n} por aprobar.", pending).format(n=pending))
    returned = sum(s.returned for s in facts.indicators)
    if returned:
        said.append(ngettext("{n} valor fue devuelto para corregirlo y todavía no cuenta.",
                             "{n} valores fueron devueltos para corregirlos y todavía no cuentan.",
                             returned).format(n=returned))
    for state in facts.indicators:
        # What one country told in parts is not for everybody: its figures may stand for two people.
        said += [_warning(facts, state, m.total, m.parts) for m in state.combined.mismatches
                 if not (facts.public and m.country)]
    partial = [s for s in facts.indicators if s.actual is not None and s.lacking_countries and s.combined.countries]
    if partial:
        said.append(ngettext("{n} indicador suma solo parte de los países con meta.",
                             "{n} indicadores suman solo parte de los países con meta.", len(partial)).format(
            n=len(partial)))
    return said


def _warning(facts: Facts, state: IndicatorState, total: float, parts: float) -> str:
    return _("En «{title}» las partes suman {parts} y el total informado es {total}: se muestra el total.").format(
        title=facts.text(state.indicator.title)[:90], parts=value_words(parts), total=value_words(total))


def value_words(value: float | None, measure: str = "unit") -> str:
    """A value as people write it; what nobody reported is «sin dato», which is not zero."""
    if value is None:
        return _("sin dato")
    return format_percent(value / 100) if measure == "percentage" else format_number(round(value, 2))


def target_words(state: IndicatorState) -> str:
    """The target as people write it, or that there is none."""
    return _("sin meta") if state.target is None else value_words(state.target, state.indicator.measure)


def achieved_words(state: IndicatorState) -> str:
    """The achievement as a percentage, or why there is none."""
    if state.achievement.ratio is not None:
        return format_percent(state.achievement.ratio)
    return {"zero_target": _("la meta es cero"), "target_is_baseline": _("la meta es la línea de base"),
            "descending": _("bajar es mejorar"), "no_target": "—", "no_value": "—"}[state.achievement.formula]


def _titled(facts: Facts, state: IndicatorState) -> str:
    made = state.indicator
    title = f"{made.code} {facts.text(made.title)}".strip()
    return title if not made.unit or made.unit.lower() in title.lower() else f"{title} ({made.unit})"


def _reached(state: IndicatorState) -> str:
    if state.indicator.ascending:
        return _("{actual} de {target} ({percent})")
    return _("{actual}; la meta es bajar a {target} ({percent})")


def _bullet(facts: Facts, state: IndicatorState) -> Bullet:
    measure, ratio = state.indicator.measure, state.achievement.ratio
    note = (_("sin dato; la meta es {target}").format(target=value_words(state.target, measure))
            if state.actual is None else _reached(state).format(
                actual=value_words(state.actual, measure), target=value_words(state.target, measure),
                percent=achieved_words(state)))
    if state.achievement.formula == "baseline":
        note = _("{note}; base {baseline}").format(note=note, baseline=value_words(
            state.indicator.baseline_value, measure))
    expected = None
    if state.expected != state.target:
        expected = state.expected_achievement.ratio
    return Bullet(_titled(facts, state), note, words.INDICATORS[state.state], ratio, expected)


def _alt(facts: Facts, drawn: list[IndicatorState]) -> str:
    told = [_("{title}: {note}.").format(title=b.title[:70], note=b.note)
            for b in (_bullet(facts, s) for s in drawn[:_MOST])]
    return " ".join([_("Avance de cada indicador hacia su meta, de mayor a menor distancia."), *told])


def _note(drawn: int, total: int) -> str:
    formula = _("Avance = valor ÷ meta; con línea de base, (valor − base) ÷ (meta − base).")
    return f"{formula} {left_out('indicators', drawn, total, FILE)}".strip()


def _table(facts: Facts, ordered: list[IndicatorState]) -> Table:
    columns = (Column(_("Indicador")), Column(_("Línea de base"), True), Column(_("Meta"), True),
               Column(_("Valor"), True), Column(_("Avance"), True), Column(_("Estado")))
    return Table(_("Indicadores, de mayor a menor distancia a la meta"), columns,
                 rows_of([_cells(facts, s) for s in ordered]), FILE, notes=tuple(_baseline_notes(facts)))


def _baseline_notes(facts: Facts) -> list[str]:
    """What was said of the baselines, each thing once, with the indicators that it is said of."""
    said: dict[str, list[str]] = {}
    for state in facts.indicators:
        made = state.indicator
        if made.baseline_comment.strip():
            said.setdefault(facts.text(made.baseline_comment.strip()), []).append(
                made.code or quoted(facts.text(made.title)))
    return [_("Línea de base de {indicators}: {comment}").format(indicators=", ".join(which), comment=comment)
            for comment, which in said.items()]


def _cells(facts: Facts, state: IndicatorState) -> list[Cell]:
    made = state.indicator
    words_only = made.measure == "qualitative"
    value = value_words(state.actual, made.measure)
    if state.combined.why_none == "not_combined":
        value = _("sin total")
    elif words_only and state.narrative:
        value = "—"
    elif state.state == NOT_APPLICABLE:
        value = _("no aplica")
    return [Noted(_titled(facts, state), _notes(facts, state)),
            "—" if words_only else value_words(made.baseline_value, made.measure),
            "—" if words_only else target_words(state), value, achieved_words(state), words.INDICATORS[state.state]]


def _notes(facts: Facts, state: IndicatorState) -> tuple[str, ...]:
    made, parts = state.indicator, ""
    if state.combined.why_none == "not_combined":
        parts = _("Sus países no se juntan: {values}.").format(values=", ".join(
            f"{country_name(c)} {_of_country(facts, state, place)}"
            for place, (c, _value) in enumerate(state.combined.by_country)))
    method = "" if made.measure == "qualitative" else _(words.METHODS[made.method])
    late = ""
    if facts.still_open and state.expected is not None and state.expected != state.target:
        late = _("se esperaban {expected} a la fecha").format(expected=value_words(state.expected, made.measure))
    waiting = ngettext("{n} valor por aprobar", "{n} valores por aprobar", state.pending).format(n=state.pending)
    back = ngettext("{n} valor devuelto", "{n} valores devueltos", state.returned).format(n=state.returned)
    method = " · ".join(filter(None, (method, late, fell_words(state))))
    return (method, parts, _overall(state), waiting if state.pending else "",
            back if state.returned else "", facts.text(state.narrative), facts.text(state.comment))


def _of_country(facts: Facts, state: IndicatorState, place: int) -> str:
    """The value of one country, unless a public report would point at its few people with it."""
    values, made = [value for _country, value in state.combined.by_country], state.indicator
    if facts.public and made.measure == "unit" and place in hidden(values):
        return _("no se muestra")
    return value_words(values[place], made.measure)


def fell_words(state: IndicatorState) -> str:
    """That a cumulative value fell, which only a mended count explains; empty when it did not."""
    if state.fell_from is None:
        return ""
    measure = state.indicator.measure
    return _("bajó de {before} a {actual}").format(before=value_words(state.fell_from, measure),
                                                  actual=value_words(state.actual, measure))


def _overall(state: IndicatorState) -> str:
    """What was reached since the plan began, of what is expected of the whole plan."""
    made = state.indicator
    if made.target_total is None or state.to_date is None:
        return ""
    told = (_("De la meta del plan: {actual} de {target}") if made.ascending
            else _("De la meta del plan: {actual}; la meta es bajar a {target}")).format(
        actual=value_words(state.to_date, made.measure), target=value_words(made.target_total, made.measure))
    return told if state.overall.ratio is None else f"{told} ({format_percent(state.overall.ratio)})"
