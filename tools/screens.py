"""Look at every page at five widths: ``python -m tools.screens [folder] [--only pattern]``.

Serves the example plan, and a plan with walls of 60 and 200 cards, from a home that is thrown away; leaves in the
folder (``test-artefacts/screens``, not tracked) a picture of each page, moment and width, in the projector's contrast
where a page has one, and ``sheets/`` with the five widths of each side by side. Says on the screen which page is wider
than its window or complains in its console.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from minga.rehearsal.words import words
from minga.store import Store, open_store
from minga.workshop import cards, clusters, consents, plans, proposals, reading, stages
from minga.workshop.actor import FACILITATOR
from tools import find_browser
from tools.screenshot import FLAGS, PHRASE, ROOT

EXAMPLE = "red-ejemplo-2018-2019"
WIDTHS = {320: 640, 375: 720, 768: 1024, 1280: 860, 1920: 1080}
BEAMS = (1280, 1920)
PATIENCE = 60_000
TALLEST = 2600
OPEN = "() => { for (const one of document.querySelectorAll('.minga details:not(.options, .keys)')) one.open = true; }"


@dataclass
class Room:
    """A workshop under way, and where its pictures go."""

    store: Store
    guests: str
    desk: str
    folder: Path
    only: str
    seen: list[str] = field(default_factory=list)

    def wants(self, *names: str) -> bool:
        """Whether any of these is asked for."""
        return any(re.search(self.only, name) for name in names)

    def shoot(self, page: Page, name: str) -> None:
        """Keep a page as it stands, at each width, and in the projector's contrast where it has one."""
        if not self.wants(name):
            return
        for width, height in WIDTHS.items():
            self._resize(page, width, height)
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                self.seen.append(f"{name} at {width}: {wide} px wide")
            page.screenshot(path=self.folder / f"{name}-{width:04}.png", full_page=True)
        for width in BEAMS:
            self._resize(page, width, WIDTHS[width])
            button = page.locator(".wall .views button, .matrix .project").filter(has_text="proyect")
            if not button.count() or not button.is_visible():
                return
            button.click()
            page.locator("[data-contrast=projector]").wait_for()
            page.wait_for_timeout(500)
            page.screenshot(path=self.folder / f"{name}-projector-{width:04}.png")
            button.click()

    @staticmethod
    def _resize(page: Page, width: int, height: int) -> None:
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("scrollTo(0, 0)")
        page.wait_for_timeout(400)  # what follows the width of the window has followed it

    def watch(self, page: Page) -> Page:
        """Note what a page complains about."""
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda m: self.seen.append(f"{page.url}: {m.text}") if m.type == "error" else None)
        page.on("pageerror", lambda wrong: self.seen.append(f"{page.url}: {wrong}"))
        return page

    def stage(self, key: str, plan: str = EXAMPLE) -> str:
        """The id of a stage."""
        return str(reading.stage_by_key(self.store, plan, key)["stage_id"])


def main(arguments: list[str]) -> int:
    """Serve, look at everything, say what was seen."""
    asked = argparse.ArgumentParser(prog="tools.screens", description=(__doc__ or "").split("\n\n")[0])
    asked.add_argument("folder", nargs="?", type=Path, default=ROOT / "test-artefacts" / "screens")
    asked.add_argument("--only", default="", help="only pictures whose name has this regular expression")
    chosen = asked.parse_args(arguments)
    chosen.folder.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=PATIENCE)
    with served() as (home, guests, desk), sync_playwright() as playwright:
        room = Room(open_store(f"sqlite:///{home / 'data' / 'minga.sqlite'}"), guests, desk, chosen.folder, chosen.only)
        look(playwright, room)
        room.store.close()
    sheets(chosen.folder)
    print("\n".join(room.seen) or "Nothing is wider than its window, and no page complains.")
    print(chosen.folder)
    return 0


@contextmanager
def served() -> Iterator[tuple[Path, str, str]]:
    """Both doors on the example plan, from a home that is thrown away; yields it, and both addresses."""
    ports = _free(2)
    with tempfile.TemporaryDirectory(prefix="mg", ignore_cleanup_errors=True) as home:
        server = subprocess.Popen(
            [sys.executable, "-m", "minga.cli", "workshop", "--no-open", "--plan", EXAMPLE,
             "--port", str(ports[0]), "--facilitator-port", str(ports[1])],
            env={**os.environ, "MINGA_HOME": home, "MINGA_PASSPHRASE": PHRASE}, stdout=subprocess.PIPE, text=True)
        try:
            for line in server.stdout or ():
                if "Ctrl+C" in line:
                    break
            yield Path(home), *(f"http://127.0.0.1:{port}/" for port in ports)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(60)


def _free(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _n in range(count)]
    ports = [int(one.getsockname()[1]) for one in sockets]
    for one in sockets:
        one.close()
    return ports


# ── what is looked at ─────────────────────────────────────────────────────────────────────────────
def look(playwright: Playwright, room: Room) -> None:
    """Everything there is to see; the phone comes last, for it changes what is on the wall."""
    browser = playwright.chromium.launch(executable_path=find_browser.find(), args=FLAGS)
    page = room.watch(browser.new_context(locale="es-CO").new_page())
    if room.wants("login"):
        page.goto(room.desk)
        room.shoot(page, "login")
    page.goto(room.desk)
    page.fill("input[type=password]", PHRASE)
    page.keyboard.press("Enter")
    page.locator("a.stage").first.wait_for()
    page.locator("summary", has_text="Crear un plan nuevo").click()
    room.shoot(page, "start")
    plan_pages(page, room)
    moments(page, room)
    if room.wants(*(f"wall-{many}-{moment}" for many in (60, 200) for moment in ("loose", "half", "named"))):
        walls(page, room)
    if room.wants("phone"):
        phone(browser, room)
    browser.close()


def plan_pages(page: Page, room: Room) -> None:
    """The pages of the whole plan, with the example as it is: over."""
    for name, notebook, ready, more in (
        ("context", "1_context", ".wall .card", ""), ("vision-done", "2_vision", ".wall .card", ""),
        ("directions", "4_directions", ".direction tbody tr", "Completar"), ("results", "5_results", ".minga-grid", ""),
        ("document", "6_document", ".document button", "Generar el documento"),
        ("chain", "7_chain", ".matrix tbody tr", ""), ("calendar", "8_calendar", ".calendar .chart", ""),
        ("dashboard", "dashboard", ".dashboard .tile", ""), ("paper", "9_paper", ".scribe", ""),
        ("reports", "10_reports", ".reporting summary", ""),
    ):
        if not room.wants(name, f"{name}-more", f"{name}-story"):
            continue
        page.goto(f"{room.desk}voila/render/{notebook}.ipynb")
        page.locator(ready).first.wait_for()
        page.wait_for_load_state("networkidle")
        if name == "paper":
            page.evaluate(OPEN)
        room.shoot(page, name)
        if more:
            page.get_by_role("button", name=more).first.click()
            page.locator("form.editing, iframe").first.wait_for()
            page.wait_for_load_state("networkidle")
            room.shoot(page, f"{name}-more")
        if name == "chain":
            page.locator("#journey-words").fill("agua")
            page.keyboard.press("Enter")
            page.locator(".journey .found button").first.click()
            page.locator(".journey article").wait_for()
            room.shoot(page, "chain-story")


def moments(page: Page, room: Room) -> None:
    """The vision of the example plan in each phase, with what a room brings to it."""
    if not room.wants(*(f"vision-{moment}" for moment in ("writing", "clustering", "naming", "resolve"))):
        return
    stage = room.stage("vision")

    def turn(phase: str) -> None:
        stages.set_phase(room.store, FACILITATOR, stage, phase)
        page.locator(f".phases button[aria-current=step][data-key={phase}]").wait_for()

    page.goto(f"{room.desk}voila/render/2_vision.ipynb")
    page.locator(".wall .column .card").first.wait_for()
    turn("writing")
    page.locator(".disclosure", has_text="Ronda").click()
    room.shoot(page, "vision-writing")
    made = [cards.add_card(room.store, FACILITATOR, stage, text, team=f"Mesa {n % 3}")["card_id"]
            for n, text in enumerate(invented(5, "vision"))]
    proposals.propose_pair(room.store, FACILITATOR, stage, *made[:2])
    stages.set_timer(room.store, FACILITATOR, stage, 240)
    turn("clustering")
    page.evaluate(OPEN)
    page.locator(".side .entry").first.wait_for()
    room.shoot(page, "vision-clustering")
    stages.set_timer(room.store, FACILITATOR, stage, None)
    clusters.add_cluster(room.store, FACILITATOR, stage, card_ids=made[:3])
    turn("naming")
    loose = page.locator(".wall .column.loose .face")
    expect(loose).to_have_count(2)
    for n in range(2):
        loose.nth(n).click()
    room.shoot(page, "vision-naming")
    stages.set_voting(room.store, FACILITATOR, stage, True, 5)
    turn("resolve")
    consents.note_stances(room.store, FACILITATOR, stage, "agree", people=12)
    consents.note_stances(room.store, FACILITATOR, stage, "object", text="Falta decir quién cuida cada casa y con qué.")
    page.locator(".resolve .voice").first.wait_for()
    room.shoot(page, "vision-resolve")


def walls(page: Page, room: Room) -> None:
    """Walls of 60 and of 200 cards: half of them in groups, then all."""
    for many in (60, 200):
        plan = plans.new_plan(room.store, title=f"Plan con {many} tarjetas", plan_id=f"pared-{many}")
        plans.open_in_room(room.store, plan)
        stage = room.stage("vision", plan)
        stages.set_phase(room.store, FACILITATOR, stage, "writing")
        made = [cards.add_card(room.store, FACILITATOR, stage, text, team=f"Mesa {n % 6}")["card_id"]
                for n, text in enumerate(invented(many, "vision"))]
        stages.set_phase(room.store, FACILITATOR, stage, "clustering")
        page.goto(f"{room.desk}voila/render/2_vision.ipynb")
        expect(page.locator(".wall .card")).to_have_count(many)
        room.shoot(page, f"wall-{many}-loose")
        groups(room, stage, made[:many // 2], 5)
        expect(page.locator(".wall .columns > .column")).to_have_count(5)
        room.shoot(page, f"wall-{many}-half")
        groups(room, stage, made[many // 2:], 3)
        stages.set_phase(room.store, FACILITATOR, stage, "naming")
        for n, group in enumerate(reading.read_wall(room.store, stage).clusters):
            clusters.rename_cluster(room.store, FACILITATOR, group["cluster_id"], title=words("es").names[n])
        expect(page.locator(".wall .columns > .column")).to_have_count(8)
        page.locator(".wall .columns > .column").last.locator("textarea.title").wait_for()
        room.shoot(page, f"wall-{many}-named")
    plans.open_in_room(room.store, EXAMPLE)


def groups(room: Room, stage: str, made: list[str], count: int) -> None:
    """Put cards in groups of different sizes."""
    chance = random.Random(7)
    places = sorted(chance.sample(range(1, len(made)), count - 1))
    for start, end in zip([0, *places], [*places, len(made)], strict=True):
        clusters.add_cluster(room.store, FACILITATOR, stage, card_ids=made[start:end])


def phone(browser: Browser, room: Room) -> None:
    """A phone, from the door to what became of its cards."""
    store, stage = room.store, room.stage("vision")
    stages.set_phase(store, FACILITATOR, stage, "closed")
    stages.set_voting(store, FACILITATOR, stage, False, 3)
    page = room.watch(browser.new_context(viewport={"width": 375, "height": 720}, locale="es-CO").new_page())
    page.goto(room.guests)
    page.fill("#alias", "Colibrí")
    room.shoot(page, "phone-join")
    page.fill("#team", "Mesa 2")
    page.locator("form button[type=submit]").click()
    page.locator(".top .row").wait_for()
    room.shoot(page, "phone-waiting")
    stages.set_round(store, FACILITATOR, stage, 2, "La más atrevida")
    stages.set_timer(store, FACILITATOR, stage, 290)
    turn: Callable[[str], object] = lambda phase: stages.set_phase(store, FACILITATOR, stage, phase)  # noqa: E731
    turn("writing")
    for text in invented(2, "vision"):
        page.fill("#card", text)
        page.locator(".write .primary").click()
    expect(page.locator(".mine .card:not(.waiting)")).to_have_count(2)
    for text in ("Más ferias", "Un vivero en cada escuela del territorio"):
        page.fill("#card", text)
        page.get_by_role("button", name="Guardar como borrador").click()
    page.fill("#card", "Fortalecer la organización")
    page.locator(".write .hints p").first.wait_for()
    room.shoot(page, "phone-writing")
    stages.set_timer(store, FACILITATOR, stage, None)
    turn("clustering")
    for n in range(2):
        page.locator(".group .pick").nth(n).click()
    room.shoot(page, "phone-clustering")
    page.get_by_role("button", name="Proponer este par").click()
    turn("naming")
    stages.set_voting(store, FACILITATOR, stage, True, 5)
    page.locator(".ballot .vote").first.get_by_role("button", name="Dar un punto más").click()
    room.shoot(page, "phone-voting")
    page.context.set_offline(True)
    page.locator(".ballot .vote").nth(1).get_by_role("button", name="Dar un punto más").click()
    page.locator(".status[data-state=waiting]").wait_for()
    room.shoot(page, "phone-offline")
    page.context.set_offline(False)
    page.locator(".status[data-state=saved]").wait_for()
    stages.set_voting(store, FACILITATOR, stage, False, 5)
    turn("resolve")
    page.get_by_label("Objeto").check()
    room.shoot(page, "phone-resolve")
    for name, called, ready in (("mine", "Mis tarjetas", ".everywhere .card"), ("actions", "Acciones", ".actions")):
        page.locator("nav.views").get_by_role("button", name=called).click()
        page.locator(ready).first.wait_for()
        room.shoot(page, f"phone-{name}")


def invented(count: int, stage: str) -> list[str]:
    """Cards that nobody wrote, of different lengths, all different."""
    starts, ends = words("es").cards[stage]
    chance = random.Random(3)
    found = [f"{start} {end}" for start in starts for end in ends]
    chance.shuffle(found)
    while len(found) < count:
        found += [f"{text} ({len(found)})" for text in found]
    return found[:count]


# ── side by side ──────────────────────────────────────────────────────────────────────────────────
def sheets(folder: Path) -> None:
    """One sheet for each page and moment: its widths side by side, long ones cut."""
    target = folder / "sheets"
    target.mkdir(exist_ok=True)
    for name in sorted({file.stem.rpartition("-")[0] for file in folder.glob("*.png")}):
        pictures = [Image.open(file) for file in sorted(folder.glob(f"{name}-[0-9][0-9][0-9][0-9].png"))]
        cut = [one.crop((0, 0, one.width, min(one.height, TALLEST))) for one in pictures]
        sheet = Image.new("RGB", (sum(one.width + 24 for one in cut), max(one.height for one in cut)), "#888888")
        left = 0
        for one in cut:
            sheet.paste(one, (left, 0))
            left += one.width + 24
        sheet.save(target / f"{name}.png")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
