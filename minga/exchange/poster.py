"""The wall as a picture: a landscape PDF and PNG of a stage, to print, to project or to send."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from minga import paths
from minga.exchange import files
from minga.exchange.poster_layout import MARGIN, PAGE, Box, Card, Column, lay_out, line_height, wrap
from minga.i18n import format_date, ngettext, speaking
from minga.i18n import gettext as _
from minga.store import Store
from minga.workshop import plans, reading
from minga.workshop.consents import read_consents
from minga.workshop.wording import one_line

Row = dict[str, Any]


def write_poster(store: Store, stage_id: str, folder: Path | None = None) -> list[Path]:
    """Draw a stage's wall; each file appears whole or not at all.

    Args:
        store: where the plan is.
        stage_id: the stage.
        folder: where; ``outputs/<plan>/walls`` when None. The files are called after the stage's key; a wall
            that needs several sheets has one PNG for each.

    Returns:
        The PDF, then the PNGs.

    Raises:
        NotFound: there is no such stage.
        StoreError: the folder cannot be written.
    """
    from minga.exchange.poster_draw import draw, width_of  # matplotlib is slow to import, and seldom needed

    wall = reading.read_wall(store, stage_id)
    plan = plans.find_plan(store, wall.stage["plan_id"])
    with speaking(plan["language"]):
        heading = _heading(plan, wall.stage, width_of)
        top = max(box.y + box.height for box in heading) + 4
        pages = lay_out(columns(wall, _points(store, stage_id)), top, width_of)
        foot = _foot(wall, read_consents(store, stage_id))
        pdf, pictures = draw(pages, heading, foot, f"{wall.stage['title']} · {plan['title']}")
    target = folder or paths.plan_outputs(plan["plan_id"]) / "walls"
    name = wall.stage["key"]
    made = [files.write_bytes(target / f"{name}.pdf", pdf)]
    for old in target.glob(f"{name}-*.png"):  # sheets of an earlier, longer wall
        old.unlink()
    names = [f"{name}.png"] if len(pictures) == 1 else [f"{name}-{i}.png" for i in range(1, len(pictures) + 1)]
    if len(pictures) > 1:
        (target / f"{name}.png").unlink(missing_ok=True)
    return made + [files.write_bytes(target / n, p) for n, p in zip(names, pictures, strict=True)]


def columns(wall: reading.Wall, points: dict[str, int]) -> list[Column]:
    """The wall's columns in order, each inner cluster after the one that holds it; the unclustered come last."""
    copies: dict[str, int] = {}
    for card in wall.cards:
        if card["status"] == "duplicate" and card["duplicate_of"]:
            copies[card["duplicate_of"]] = copies.get(card["duplicate_of"], 0) + 1
    known = {c["cluster_id"] for c in wall.clusters}

    def cards(cluster_id: str | None) -> tuple[Card, ...]:
        return tuple(Card(card["text"], copies.get(card["card_id"], 0)) for card in wall.cards
                     if card["status"] == "active"
                     and (card["cluster_id"] if card["cluster_id"] in known else None) == cluster_id)

    made = []
    outer = [c for c in wall.clusters if c["parent_id"] not in known]
    for cluster in outer:
        family = [cluster, *(c for c in wall.clusters if c["parent_id"] == cluster["cluster_id"])]
        made += [Column(one_line(c["title"]), "" if c["title"] else c["symbol"], cards(c["cluster_id"]),
                        c is not cluster, _said(points.get(c["cluster_id"], 0))) for c in family]
    loose = cards(None)
    return made + ([Column(_("Sin agrupar"), "", loose)] if loose or not made else [])


def _said(points: int) -> str:
    return ngettext("{n} punto", "{n} puntos", points).format(n=points) if points else ""


def _points(store: Store, stage_id: str) -> dict[str, int]:
    from minga.workshop.votes import tally

    return tally(store, stage_id)


def _heading(plan: Row, stage: Row, measure: Any) -> Sequence[Box]:
    width = PAGE[0] - 2 * MARGIN
    over = Box("over", MARGIN, MARGIN, width, line_height(11), (f"{plan['title']} · {stage['title']}",), 11)
    lines = wrap(stage["question"] or stage["title"], width, 20, measure, bold=True)[:3]
    return [over, Box("question", MARGIN, MARGIN + over.height + 1.5, width, len(lines) * line_height(20), lines, 20)]


def _foot(wall: reading.Wall, stances: dict[str, Any]) -> str:
    cards = [c for c in wall.cards if c["status"] == "active"]
    said = [ngettext("{n} tarjeta", "{n} tarjetas", len(cards)).format(n=len(cards))]
    if wall.clusters:
        said.append(ngettext("{n} grupo", "{n} grupos", len(wall.clusters)).format(n=len(wall.clusters)))
    if stances["said"]:
        counts = stances["counts"]
        said.append(_("{agree} de acuerdo, {aside} se apartan, {object} objeciones").format(**counts))
    return " · ".join([*said, format_date(date.today())])
