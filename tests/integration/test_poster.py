"""The wall as a picture: a landscape PDF and PNG, the same for the same wall, with people's words as words."""

from __future__ import annotations

import re
import struct
from pathlib import Path

from minga.exchange.poster import columns, write_poster
from minga.store import Store
from minga.workshop import cards, clusters, plans, reading, stages
from minga.workshop.actor import FACILITATOR
from minga.workshop.consents import note_stances


def wall(store: Store, count: int) -> str:
    plan = plans.new_plan(store, title="Plan del agua", language="es")
    stage = reading.stage_by_key(store, plan, "vision")["stage_id"]
    stages.set_phase(store, FACILITATOR, stage, "naming")
    group = clusters.add_cluster(store, FACILITATOR, stage)["cluster_id"]
    clusters.rename_cluster(store, FACILITATOR, group, title="Ríos $vivos$ y _limpios_")
    for n in range(count):
        cards.add_card(store, FACILITATOR, stage, f"Tarjeta {n} con $x^2$ y \\frac{{a}} 🌊", cluster_id=group)
    return stage


def test_a_wall_becomes_a_landscape_pdf_and_a_picture(sqlite_store: Store, home: Path) -> None:
    stage = wall(sqlite_store, 5)
    stages.set_phase(sqlite_store, FACILITATOR, stage, "resolve")
    note_stances(sqlite_store, FACILITATOR, stage, "agree", people=4)
    pdf, png = write_poster(sqlite_store, stage)
    folder = home / "outputs" / "plan-del-agua" / "walls"
    assert [pdf, png] == [folder / "vision.pdf", folder / "vision.png"]
    (box,) = set(re.findall(rb"/MediaBox \[ ?0 0 ([\d.]+) ([\d.]+) ?\]", pdf.read_bytes()))
    assert float(box[0]) > float(box[1])
    across, high = struct.unpack(">II", png.read_bytes()[16:24])
    assert across > 1700
    assert across / high > 1.3
    before = [pdf.read_bytes(), png.read_bytes()]
    assert [file.read_bytes() for file in write_poster(sqlite_store, stage)] == before


def test_a_wall_of_many_cards_gets_several_sheets_and_no_older_one_stays(sqlite_store: Store, tmp_path: Path) -> None:
    stage = wall(sqlite_store, 400)
    many = write_poster(sqlite_store, stage, tmp_path)
    assert len(many) > 2
    assert [file.name for file in many[1:3]] == ["vision-1.png", "vision-2.png"]
    for card in reading.read_wall(sqlite_store, stage).cards[3:]:
        cards.withdraw_card(sqlite_store, FACILITATOR, card["card_id"])
    write_poster(sqlite_store, stage, tmp_path)
    assert sorted(file.name for file in tmp_path.glob("vision*")) == ["vision.pdf", "vision.png"]


def test_the_picture_shows_the_clusters_in_order_and_the_unclustered_last(sqlite_store: Store) -> None:
    stage = wall(sqlite_store, 2)
    cards.add_card(sqlite_store, FACILITATOR, stage, "Una idea suelta")
    shown = columns(reading.read_wall(sqlite_store, stage), {})
    assert [(c.title, len(c.cards)) for c in shown] == [("Ríos $vivos$ y _limpios_", 2), ("Sin agrupar", 1)]
