"""From the phone to the wall: how long a card takes with 1, 10 and 40 people in the room, on this machine.

    python benchmarks/room/wall_delay.py [--people 1 10 40] [--minutes 2] [--echo 20]

Both doors are served from a folder of their own, the room is played by ``minga.rehearsal``, and a facilitator's
page watches the wall. Everything, people and server, runs on the machine at hand: figures of a busy or a small one
are worse than those of a room whose phones have processors of their own.

The yardstick is stock Voilà in its usual configuration: a notebook with a text field whose kernel sends what it
gets back to the same page, nothing stored and nobody else to be told.
"""

from __future__ import annotations

import argparse
import asyncio
import time

from yard.servers import PHRASE, minga, stock, store_of
from yard.ways import open_stock

from minga.rehearsal import Rehearsal, rehearse
from minga.rehearsal.browser import Browser
from minga.rehearsal.record import part

ECHO = """
import ipywidgets as ipw
field, heard = ipw.Text(), ipw.Label()
field.observe(lambda change: setattr(heard, "value", change["new"]), "value")
ipw.VBox([field, heard])
"""


def room(people: int, minutes: float, pace: float) -> None:
    """Play one room and print its line."""
    with minga(participants=max(40, people)) as server:
        store = store_of(server.home)
        report = rehearse(Rehearsal(people, 60 * minutes, server.url, pace=pace, seed=1,
                                    facilitator_url=server.desk, phrase=PHRASE), store)
        store.close()
    f = report.figures
    print(f"{people:6} {f['cards']:6} {f['acknowledged']:6}   {shown(f['card_to_wall_p50'])} "
          f"{shown(f['card_to_wall_p95'])}   {shown(f['acknowledgement_p50'])} {shown(f['acknowledgement_p95'])}   "
          f"{shown(f['page_p50'])} {shown(f['page_p95'])}   {len(report.faults):6} {len(report.errors):6}", flush=True)


async def echoes(url: str, times: int) -> list[float]:
    """Seconds from a text that stock Voilà's page sends to the same text shown on it."""
    browser, seen = Browser(url), set[str]()
    page, models = await open_stock(browser, {"TextModel", "LabelModel"})

    def overhear(message: dict) -> None:
        data = message.get("content", {}).get("data", {}) if message.get("msg_type") == "comm_msg" else {}
        if message.get("content", {}).get("comm_id") == models["LabelModel"]:
            seen.add(data.get("state", {}).get("value", ""))

    page.overheard = overhear
    waits = []
    for n in range(times):
        begun, text = time.perf_counter(), f"tarjeta {n}"
        await page.say("comm_msg", {"comm_id": models["TextModel"], "data": {
            "method": "update", "state": {"value": text}, "buffer_paths": []}})
        await page.until(lambda text=text: text in seen)
        waits.append(time.perf_counter() - begun)
        await asyncio.sleep(0.2)
    await page.close()
    browser.close()
    return waits


def yardstick(times: int) -> None:
    """Measure stock Voilà's echo and print its line."""
    with stock(ECHO) as server:
        waits = asyncio.run(echoes(server.url, times))
    print(f"stock Voilà's echo on the same page, one visitor: p50 {shown(part(waits, 0.5))} "
          f"p95 {shown(part(waits, 0.95))} ({len(waits)} texts)", flush=True)


def shown(seconds: float | None) -> str:
    """Seconds for a column."""
    return f"{seconds:6.2f}" if seconds is not None else "     –"


def main() -> None:
    """Measure the yardstick, then each size of room."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, nargs="+", default=[1, 10, 40])
    parser.add_argument("--minutes", type=float, default=2.0)
    parser.add_argument("--pace", type=float, default=6.0, help="mean seconds between two things that a person does")
    parser.add_argument("--echo", type=int, default=20, help="texts for the yardstick; 0 leaves it out")
    given = parser.parse_args()
    if given.echo:
        yardstick(given.echo)
    print("                        card to wall    acknowledged      page opened")
    print("people  cards   acts      p50    p95      p50    p95      p50    p95   faults errors")
    for people in given.people:
        room(people, given.minutes, given.pace)


if __name__ == "__main__":
    main()
