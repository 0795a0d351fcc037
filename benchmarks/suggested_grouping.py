"""Suggested groups beside the groups that people made, beside TF-IDF k-means and beside chance, in one run.

    python benchmarks/suggested_grouping.py [PACKAGE ...] [--seeds 20] [--language es]

Without packages: every wall with two groups or more of the example plans, and the actions by direction, which
are grouped by their intent. Other plans are given as folders of their CSV package. k-means is told how many
groups people made; what Minga suggests has to find out by itself.
"""

from __future__ import annotations

import argparse
import csv
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_rand_score
from sklearn.metrics.pairwise import cosine_similarity

from minga import paths
from minga.grouping import Card, propose

FIRST = (5, 10, 20)


class Wall(NamedTuple):
    """A wall that people grouped: its name, what the cards say, and the group of each."""

    name: str
    texts: list[str]
    groups: list[str]

    def alike(self, one: int, other: int) -> bool:
        """Whether people put two cards together."""
        return self.groups[one] == self.groups[other]


def walls(package: Path) -> Iterator[Wall]:
    """The walls of a plan with two groups or more."""
    def read(name: str) -> list[dict[str, str]]:
        with (package / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    cards = [card for card in read("cards") if card["status"] == "active" and card["cluster_id"]]
    for stage in read("stages"):
        here = [card for card in cards if card["stage_id"] == stage["stage_id"]]
        yield Wall(stage["key"], [card["text"] for card in here], [card["cluster_id"] for card in here])
    actions = read("actions")
    yield Wall("actions", [action["text"] for action in actions], [action["direction_id"] for action in actions])


def labels(wall: Wall, language: str) -> list[str]:
    """The groups that Minga suggests; each card that is in none stays alone."""
    found = [f"alone {n}" for n in range(len(wall.texts))]
    for one in suggested(wall, "group", language):
        for place in one:
            found[place] = f"group {one[0]}"
    return found


def suggested(wall: Wall, kind: str, language: str) -> list[list[int]]:
    """What Minga suggests of one kind for the wall with all its cards loose, as places of cards."""
    cards = [Card(str(n), text) for n, text in enumerate(wall.texts)]
    return [list(map(int, one.card_ids)) for one in propose(cards, language) if one.kind == kind]


def nearest_pairs(wall: Wall) -> list[list[int]]:
    """All pairs, those first whose plain TF-IDF vectors are nearest."""
    alike = cosine_similarity(TfidfVectorizer().fit_transform(wall.texts))
    pairs = ([a, b] for a in range(len(alike)) for b in range(a + 1, len(alike)))
    return sorted(pairs, key=lambda pair: -alike[pair[0], pair[1]])


def hits(wall: Wall, pairs: Sequence[Sequence[int]], first: int) -> str:
    """The part of the first pairs that people put together too."""
    return f"{fmean(wall.alike(*pair) for pair in pairs[:first]):4.2f}" if pairs else "   –"


def joined(wall: Wall, language: str, seeds: int) -> tuple[float, float]:
    """With 40 % of the cards loose: the part of suggested joins that people made too, and of loose cards with one."""
    right = asked = told = 0
    for seed in range(seeds):
        loose = {n for n in range(len(wall.texts)) if random.Random(f"{seed} {n}").random() < 0.4}
        cards = [Card(str(n), text, "" if n in loose else wall.groups[n]) for n, text in enumerate(wall.texts)]
        found = [one for one in propose(cards, language) if one.kind == "join"]
        right += sum(wall.groups[int(one.card_ids[0])] == one.group for one in found)
        asked, told = asked + len(loose), told + len(found)
    return right / max(1, told), told / max(1, asked)


def report(wall: Wall, language: str, seeds: int) -> None:
    """Print the figures of one wall."""
    count = len(set(wall.groups))
    chance = fmean(wall.alike(a, b) for a in range(len(wall.texts)) for b in range(a))
    vectors = TfidfVectorizer().fit_transform(wall.texts)
    means = fmean(adjusted_rand_score(wall.groups, KMeans(count, n_init=1, random_state=seed).fit_predict(vectors))
                  for seed in range(seeds))
    blind = fmean(adjusted_rand_score(wall.groups, random.Random(seed).choices(range(count), k=len(wall.texts)))
                  for seed in range(seeds))
    begun = time.perf_counter()
    ours = adjusted_rand_score(wall.groups, labels(wall, language))
    took = time.perf_counter() - begun
    pairs, plain = suggested(wall, "pair", language), nearest_pairs(wall)
    right, told = joined(wall, language, seeds)
    print(f"{wall.name[:14]:14} {len(wall.texts):5} {count:6}  {ours:5.2f} {means:8.2f} {blind:7.2f}   {len(pairs):3} "
          f"{' '.join(hits(wall, pairs, n) for n in FIRST)}   {' '.join(hits(wall, plain, n) for n in FIRST)}   "
          f"{chance:4.2f}   {right:4.2f} of {told:4.0%}  {took:5.2f} s")


def main() -> None:
    """Print a table, one line a wall."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packages", nargs="*", type=Path)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--language", default="es")
    given = parser.parse_args()
    propose([Card("a", "uno"), Card("b", "dos")], given.language)  # the libraries are loaded once
    print(f"{'':27}  adjusted Rand index      pairs: of the first {'/'.join(map(str, FIRST))}, both in one group")
    print("wall           cards groups   ours  k-means  random   ours                TF-IDF           chance   joins")
    for package in given.packages or sorted(folder for folder in paths.examples().iterdir() if folder.is_dir()):
        for wall in walls(package):
            if len(set(wall.groups)) > 1:
                report(wall, given.language, given.seeds)
    ideas = ("El fondo común de cada país crece con la colecta", "Talleres de agua para docentes rurales")
    many = [Card(str(n), f"{ideas[n % 2]} {n * 7 % 31}") for n in range(300)]
    begun = time.perf_counter()
    propose(many, "es")
    print(f"300 cards: {time.perf_counter() - begun:.2f} s")


if __name__ == "__main__":
    main()
