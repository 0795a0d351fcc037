"""What went wrong with a run, in plain words, for the ledger, the command and ``failed.html``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from jinja2 import Environment

from minga import errors, i18n
from minga.i18n import gettext as _
from minga.runs.process import Outcome
from minga.runs.traces import Trace

_LONGEST = 600

_PAGE = Environment(autoescape=True, trim_blocks=True).from_string(
    (Path(__file__).parent / "failed.html.j2").read_text(encoding="utf-8"))


def explain(outcome: Outcome, timeout_seconds: float) -> tuple[str, str]:
    """The sentence that says what happened, and the one that says what to do next."""
    place = _place(outcome)
    if outcome.status == "timeout":
        return (_("El informe no terminó en {seconds} segundos y se detuvo {place}.").format(
                    seconds=i18n.format_number(timeout_seconds), place=place),
                _("Inténtelo de nuevo cuando la máquina esté menos ocupada. {kept}").format(kept=_kept()))
    if outcome.status == "died":
        return (_("El proceso que hacía el informe murió {place}.").format(place=place),
                _("Suele faltar memoria: cierre otros programas y ejecute el informe otra vez. {kept}").format(
                    kept=_kept()))
    told = _one_line(outcome.message)
    if outcome.name in _own_names():
        return (_("El informe se detuvo {place}: {message}").format(place=place, message=told), _kept())
    return (_("El informe se detuvo {place} por un error inesperado: {name}: {message}").format(
                place=place, name=outcome.name, message=told),
            _("Revise los datos con «minga check» y ejecute el informe otra vez. {kept}").format(kept=_kept()))


def explain_dead(trace: Trace) -> tuple[str, Callable[[str], str]]:
    """What happened to a run that was found dead, and its page (``publish_failure``), in its own language."""
    with i18n.speaking(trace.language):
        error, advice = explain(Outcome(**trace.step), 0)

    def page(last: str) -> str:
        with i18n.speaking(trace.language):
            return failed_page(trace.title, error, advice, last)

    return error, page


def failed_page(title: str, message: str, advice: str, last: str = "") -> str:
    """A small page with what went wrong, in the language in force.

    Args:
        title: of the report.
        message: what went wrong, and in which step.
        advice: what to do next.
        last: address of the last good report, where there is one.
    """
    return _PAGE.render(language=i18n.language(), title=title, heading=_("Este informe no se pudo completar"),
                        message=message, advice=advice, last=last, see=_("Ver el último informe bueno"),
                        day=_("Se intentó el {day}.").format(day=i18n.format_date(date.today())))


def _place(outcome: Outcome) -> str:
    if outcome.rendering:
        return _("al componer la página")
    if not outcome.at:
        return _("antes del primer paso")
    return _("en el paso {n} de {total} («{step}»)").format(n=outcome.at, total=outcome.cells, step=outcome.step)


def _kept() -> str:
    return _("El último informe bueno, si lo había, sigue en su lugar.")


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    if len(line) > _LONGEST:
        return line[:_LONGEST] + "…"
    return line if line.endswith((".", "!", "?", "»", "”", "…")) else f"{line}."


def _own_names() -> set[str]:
    """Names of our errors: their messages were written for people, in their language."""
    return {name for name, kind in vars(errors).items()
            if isinstance(kind, type) and issubclass(kind, errors.MingaError)}
