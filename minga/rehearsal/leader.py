"""Whoever leads the rehearsal: through the facilitator's door, the moments of one stage, and the wall."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Callable
from typing import Any

from minga.errors import ServeError
from minga.i18n import gettext as _
from minga.rehearsal.browser import Browser, Lost
from minga.rehearsal.page import Page
from minga.rehearsal.person import Room
from minga.rehearsal.record import Operation

START = "voila/render/0_start.ipynb"
RHYTHM = {"writing": 0.0, "round": 0.2, "revealed": 0.4, "clustering": 0.44, "naming": 0.66, "voting": 0.76,
          "resolve": 0.88}
"""When each moment of the stage begins, as a share of the whole time; the second round and the vote are moments too."""
POINTS = 5
MANY = 25
"""Cards from which it is worth asking the wall for suggestions."""

Row = dict[str, Any]


class Leader:
    """Plays the facilitator of one stage.

    Args:
        url: the facilitator's door.
        phrase: its pass phrase.
    """

    def __init__(self, url: str, phrase: str) -> None:
        self.browser, self._phrase, self._url = Browser(url), phrase, url
        self.page: Page | None = None
        self.placed: dict[str, str] = {}
        self._suggested = False
        self._before = ""

    async def enter(self) -> None:
        """Come in.

        Raises:
            ServeError: nothing answers there, or the phrase is another one.
        """
        try:
            let_in = await self.browser.log_in(self._phrase)
        except Lost as why:
            raise ServeError(_("En {url} no responde ningún servidor.").format(url=self._url), _(
                "Abra el cuaderno con «minga serve», o indique la dirección con --facilitator-url.")) from why
        if not let_in:
            raise ServeError(_("La puerta de quien facilita no aceptó la contraseña."), _(
                "Indique la de ese servidor en la variable MINGA_PASSPHRASE."))

    async def begin_plan(self, title: str, language: str) -> str:
        """Make a plan through the first page and open it in the room; returns its id."""
        page = await Page.open(self.browser, START, "Start")
        try:
            before, self._before = {plan["id"] for plan in page.state["Start"]["plans"]}, page.state["Start"]["current"]
            await page.ask("Start", "new_plan", title=title, method="top", language=language)
            await page.until(lambda: page.state["Start"].get("current") not in before)
            return str(page.state["Start"]["current"])
        finally:
            await page.leave()

    async def open_stage(self, address: str, room: Room) -> None:
        """Open the page of a stage, and open the stage for writing."""
        self._address, self._room, self.chance = address, room, random.Random(room.chance.random())
        await self._again()
        await self._ask("Desk", "set_phase", phase="writing")

    async def lead(self, seconds: float) -> None:
        """Take the stage through its moments in so many seconds, arranging the wall meanwhile."""
        begun = asyncio.get_running_loop().time()
        waiting = [(share * seconds, moment) for moment, share in RHYTHM.items()][1:]
        while not self._room.over.is_set():
            passed = asyncio.get_running_loop().time() - begun
            try:
                while waiting and passed >= waiting[0][0]:
                    await self._turn(waiting[0][1])
                    waiting.pop(0)
                await self._arrange()
            except Lost:
                self._room.record.lost += 1
                await self._through(self._again)
            pause = self.chance.expovariate(1 / max(0.2, self._room.pace / 2))
            await self._room.until(min(pause, max(0.1, waiting[0][0] - passed)) if waiting else pause)

    async def close(self) -> None:
        """Close the stage, and leave."""
        if self.page is not None:
            await self._through(lambda: self._ask("Desk", "set_phase", phase="done"))
            await self.page.leave()
        if self._before:
            await self._through(self._put_back)
        self.browser.close()

    async def _put_back(self) -> None:
        """The plan that was in the room before, where the rehearsal made one through the first page."""
        page = await Page.open(self.browser, START, "Start")
        await page.ask("Start", "open_plan", plan=self._before)
        await page.leave()

    async def wall(self) -> Row:
        """The wall as it is now, asked for anew."""
        assert self.page is not None
        await self.page.greet("Wall")
        return self.page.state["Wall"]

    async def _turn(self, moment: str) -> None:
        if moment == "round":
            await self._ask("Desk", "set_round", round=2, criterion="")
        elif moment == "voting":
            await self._ask("Desk", "set_voting", open=True, points=POINTS)
        else:
            if moment == "resolve":
                await self._ask("Desk", "set_voting", open=False, points=POINTS)
            await self._ask("Desk", "set_phase", phase=moment)

    async def _arrange(self) -> None:
        assert self.page is not None
        wall = self.page.state["Wall"]
        phase = wall["stage"]["phase"]
        side = wall.get("side", {}).get("proposals", [])
        if phase == "clustering":
            pairs = [entry for entry in side if entry["kind"] == "pair"]
            hints, taste = wall.get("side", {}).get("suggestions", []), self.chance.random()
            if not self._suggested and sum(key.startswith("card:") for key in wall) >= MANY:
                self._suggested = True  # asked for once: a page that was lost while waiting is not asked again
                await self._ask("Wall", "suggest")
            elif hints and taste < 0.2:
                await self._take(self.chance.choice(hints))
            else:
                await (self._accept(self.chance.choice(pairs)) if pairs and taste < 0.5 else self._group(wall))
        elif phase == "naming":
            names = [entry for entry in side if entry["kind"] == "name"]
            await (self._accept(self.chance.choice(names)) if names else self._name(wall))

    async def _accept(self, entry: Row) -> None:
        for card in entry["cards"]:
            self.placed.pop(card, None)
        await self._ask("Wall", "accept_proposal", proposal=entry["id"])

    async def _take(self, entry: Row) -> None:
        for card in entry["cards"]:
            self.placed.pop(card, None)
        await self._ask("Wall", "take_suggestion", suggestion=entry["id"])

    async def _group(self, wall: Row) -> None:
        cards = {key[5:]: card for key, card in wall.items() if key.startswith("card:") and card["status"] == "active"}
        loose = [card for card, about in cards.items() if not about["cluster"]]
        groups = list(wall["order"])
        if len(loose) > 1 and (len(groups) < 3 or (len(groups) < 9 and self.chance.random() < 0.25)):
            chosen = self.chance.sample(loose, 2)
            answer = await self._ask("Wall", "add_cluster", cards=chosen)
            place = str(answer.get("result") or "")
        elif groups and cards:
            chosen = [self.chance.choice(loose if loose else list(cards))]
            place = self.chance.choice(groups)
            answer = await self._ask("Wall", "move_cards", cards=chosen, cluster=place)
        else:
            return
        if answer.get("ok"):
            self.placed |= dict.fromkeys(chosen, place)

    async def _name(self, wall: Row) -> None:
        nameless = [group for group in wall["order"] if not wall.get(f"cluster:{group}", {}).get("title")]
        if nameless:
            await self._ask("Wall", "rename_cluster", cluster=self.chance.choice(nameless),
                            title=self.chance.choice(self._room.deck.words.names))

    async def _ask(self, component: str, op: str, **fields: Any) -> Row:
        assert self.page is not None
        operation: Operation = self._room.record.begin("", op, **fields)
        self._room.record.sending(operation)
        answer = await self.page.ask(component, op, op_id=operation.id, **fields)
        self._room.record.answered(operation, answer)
        return answer

    async def _again(self) -> None:
        if self.page is not None:
            await self.page.close()
        self.page = await Page.open(self.browser, self._address, "Desk", "Wall", heard=self._heard)

    async def _through(self, act: Callable[[], Any]) -> None:
        with contextlib.suppress(Lost):
            await act()

    def _heard(self, component: str, patch: Row) -> None:
        if component == "Wall":
            for key, card in patch.items():
                if key.startswith("card:") and card:
                    self._room.record.seen(card["text"])
