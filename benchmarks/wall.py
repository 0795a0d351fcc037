"""The wall in a real browser, beside a plain page with the same cards, measured in turns in the same run.

    python benchmarks/wall.py [--cards 50 200 1000] [--rounds 3]

For each number of cards: the time to draw the wall after its state arrived, the frames of a drag across it, and
how long a card that somebody sends takes to stand on the wall. The yardstick draws the same cards as plain
HTML and drags one in the way most pages do (asking what lies under the pointer at each move). Frame times are
those of requestAnimationFrame; on a busy machine look at the ratio, not at the figure.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from minga.store import Store  # noqa: E402
from minga.workshop import cards, clusters, plans, reading, stages  # noqa: E402
from minga.workshop.actor import FACILITATOR  # noqa: E402
from tests.browser.conftest import Workshop, serve  # noqa: E402
from tests.notebooks.serving import PHRASE  # noqa: E402
from tools.find_browser import find  # noqa: E402

SCREEN = {"width": 1920, "height": 1080}
GROUPS = 12
FRAME = 1000 / 60
OPENINGS = ("Una casa de semillas", "Ferias de trueque", "Escuelas de agroecología", "Radios comunitarias",
            "Mujeres con tierra propia", "Agua limpia", "Mercados locales", "Asambleas abiertas")
ENDINGS = ("en cada municipio", "con reglas acordadas entre todas", "antes de la siembra", "sin intermediarios",
           "que cuida la memoria", "con presupuesto público")

# From the moment the page hears its state until its cards are laid out, in the task that draws them.
SPY = """(() => {
  const set = Map.prototype.set;
  Map.prototype.set = function (key, value) {
    if (key === 'stage') { window.heard_ = performance.now(); Map.prototype.set = set; }
    return set.call(this, key, value);
  };
  const wait = setInterval(() => {
    const board = document.querySelector('.wall .board');
    if (!board) return;
    clearInterval(wait);
    new MutationObserver((_news, self) => {
      if (!board.querySelector('.columns .card')) return;
      self.disconnect();
      document.body.getBoundingClientRect();
      window.drawn_ = performance.now() - window.heard_;
    }).observe(board, { childList: true, subtree: true });
  }, 5);
})()"""
WATCH_FRAMES = """() => {
  window.frames_ = [];
  let last = 0;
  const tick = (now) => {
    if (last) window.frames_.push(now - last);
    last = now;
    window.tick_ = requestAnimationFrame(tick);
  };
  window.tick_ = requestAnimationFrame(tick);
}"""
FRAMES = "() => { cancelAnimationFrame(window.tick_); return window.frames_; }"


def fill(store: Store, n: int) -> list[list[str]]:
    """A plan in the room whose vision has so many cards, one in seven not grouped; returns the texts by column."""
    chance = random.Random(n)
    plan = plans.new_plan(store, title=f"Pared de {n}", plan_id=f"pared-{n}")
    here = reading.stage_by_key(store, plan, "vision")["stage_id"]
    stages.set_phase(store, FACILITATOR, here, "clustering")
    texts = [f"{chance.choice(OPENINGS)} {chance.choice(ENDINGS)}" for _n in range(n)]
    with store.transaction("import", plan_id=plan, stage_id=here) as tx:
        made = tx.insert_many("cards", [{"stage_id": here, "position": i, "text": text, "round": 1 + i % 3,
                                         "team": f"{i % 5}"} for i, text in enumerate(texts, 1)])
    ids = [c["card_id"] for c in made]
    loose, rest = ids[: n // 7], ids[n // 7:]
    size = -(-len(rest) // GROUPS)
    for at in range(0, len(rest), size):
        clusters.add_cluster(store, FACILITATOR, here, card_ids=rest[at:at + size])
    plans.open_in_room(store, plan)
    by_id = dict(zip(ids, texts, strict=True))
    return [[by_id[one] for one in loose], *([by_id[one] for one in rest[at:at + size]]
                                             for at in range(0, len(rest), size))]


@contextmanager
def page_at(browser: Browser, workshop: Workshop) -> Iterator[Page]:
    """A facilitator's page."""
    context = browser.new_context(viewport=SCREEN, locale="es-CO")
    page = context.new_page()
    page.add_init_script(SPY)
    page.set_default_timeout(60_000)
    page.goto(workshop.desk)
    page.fill("input[type=password]", PHRASE)
    page.keyboard.press("Enter")
    page.wait_for_selector(".minga.start h2")
    yield page
    context.close()


def open_wall(page: Page, workshop: Workshop, n: int) -> float:
    """Open the wall; returns the milliseconds from its state to its cards, script and layout."""
    page.goto(f"{workshop.desk}voila/render/2_vision.ipynb?stage=vision")
    page.wait_for_function(f"document.querySelectorAll('.wall .card').length === {n}")
    page.locator(".wall .board").scroll_into_view_if_needed()
    return float(page.evaluate("() => window.drawn_"))


def drag(page: Page, card: str, steps: int = 120) -> list[float]:
    """Carry a card to and fro across the screen; returns the milliseconds of each frame."""
    box = page.locator(card).first.bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 30, steps=3)
    page.evaluate(WATCH_FRAMES)
    for step in range(steps):
        part = abs(1 - 2 * step / steps)
        page.mouse.move(SCREEN["width"] * (0.1 + 0.8 * part), 350 + 500 * ((step * 7) % steps) / steps)
    frames = page.evaluate(FRAMES)
    page.keyboard.press("Escape")
    page.mouse.up()
    return [float(f) for f in frames]


def plain(browser: Browser, columns: list[list[str]]) -> tuple[float, list[float]]:
    """The yardstick: milliseconds to draw, and of each frame of a drag."""
    page = browser.new_page(viewport=SCREEN)
    page.goto((Path(__file__).parent / "wall_yardstick.html").as_uri())
    drawn = float(page.evaluate("columns => draw(columns)", columns))
    frames = drag(page, ".card")
    page.close()
    return drawn, frames


def delays(page: Page, store: Store, n: int, times: int = 8) -> list[float]:
    """Milliseconds from the commit of a card to the moment it stands on the wall."""
    here = reading.stage_by_key(store, f"pared-{n}", "vision")["stage_id"]
    found = []
    for i in range(times):
        text = f"recién llegada {n} {i} {time.monotonic_ns()}"
        card = cards.add_card(store, FACILITATOR, here, text)["card_id"]
        sent = time.perf_counter()
        page.wait_for_selector(f'.wall .card[data-key="{card}"]', state="attached")
        found.append(1000 * (time.perf_counter() - sent))
    return found


def told(values: list[float]) -> str:
    """The middle and the slow end of a list of milliseconds."""
    ordered = sorted(values)
    return f"p50 {statistics.median(ordered):6.1f} ms  p95 {ordered[round(0.95 * (len(ordered) - 1))]:6.1f} ms"


def in_time(frames: list[float]) -> float:
    """Share of frames that a screen of 60 a second does not miss (one millisecond is the clock's own)."""
    return sum(f < FRAME + 1 for f in frames) / max(1, len(frames))


def measure(browser: Browser, workshop: Workshop, store: Store, n: int, rounds: int) -> None:
    """Print what one size of wall takes, beside the yardstick."""
    columns = fill(store, n)
    ours: dict[str, list[float]] = {"draw": [], "frames": [], "delay": []}
    theirs: dict[str, list[float]] = {"draw": [], "frames": []}
    with page_at(browser, workshop) as page:
        for _round in range(rounds):
            drawn, frames = plain(browser, columns)
            theirs["draw"].append(drawn)
            theirs["frames"] += frames
            ours["draw"].append(open_wall(page, workshop, n))
            ours["frames"] += drag(page, ".wall .columns .card .face")
        ours["delay"] = delays(page, store, n)
    print(f"{n} cards in {len(columns)} columns, {rounds} rounds")
    print(f"  draw          wall {told(ours['draw'])}   plain {told(theirs['draw'])}   "
          f"ratio {statistics.median(ours['draw']) / statistics.median(theirs['draw']):.1f}")
    print(f"  drag frames   wall {told(ours['frames'])}   plain {told(theirs['frames'])}   "
          f"ratio {statistics.median(ours['frames']) / statistics.median(theirs['frames']):.2f}")
    print(f"  under 16.7 ms wall {in_time(ours['frames']):6.1%}   plain {in_time(theirs['frames']):6.1%}")
    print(f"  card to wall  {told(ours['delay'])}", flush=True)


def main(argv: list[str] | None = None) -> None:
    """Serve a plan of each size and measure it."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--cards", type=int, nargs="+", default=[50, 200, 1000])
    asked.add_argument("--rounds", type=int, default=3)
    given: Any = asked.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])
        served = serve(Path(folder))
        workshop = next(served)
        store = workshop.store()
        try:
            for n in given.cards:
                measure(browser, workshop, store, n, given.rounds)
        finally:
            store.close()
            browser.close()
            served.close()


if __name__ == "__main__":
    main()
