"""A plan written as Markdown and read back has the same cells."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from minga.errors import InputError
from minga.exchange.markdown_in import read_markdown

_LETTERS = "abcdefghijklmnñopqrstuvwxyzáéíóúçãõABCDEFÑÁ"
word = st.text(_LETTERS, min_size=1, max_size=8)
sign = st.sampled_from(["|", "*", "_", "<b>", "<img onerror=x>", "&amp;", "=1+1", "\\", "#", "`", "[x](y)", "“", "12",
                        "(", ")"])
sentence = st.tuples(word, st.lists(st.one_of(word, sign), max_size=5)).map(
    lambda parts: " ".join(["Zona", parts[0], *parts[1], "fin."]))
title = st.lists(word, min_size=1, max_size=3).map(lambda words: "Grupo " + " ".join(words))
grid = st.lists(st.tuples(title, st.lists(sentence, max_size=4)), min_size=1, max_size=4).filter(
    lambda columns: any(cards for _title, cards in columns))
person = st.tuples(st.sampled_from(["Abel", "Berta", "Ciro Paz", "Inés"]),
                   st.sampled_from([("Perú", "PE"), ("Brasil", "BR"), ("Ireland", "IE"), ("El Salvador", "SV")]))
action = st.tuples(sentence, st.sampled_from(["", "mayo de 2021", "Desde enero de 2020", "Durante el año 2022"]),
                   st.lists(person, max_size=3, unique=True))
directions = st.lists(st.tuples(title, st.lists(action, min_size=1, max_size=4)), min_size=1, max_size=3)


def escaped(text: str) -> str:
    """Text as somebody careful would write it in a Markdown cell."""
    return re.sub(r"([\\`*_\[\]<>&|#])", r"\\\1", text)


def row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |\n"


def ruled(cells: list[str]) -> str:
    return row(cells) + "|" + "--|" * len(cells) + "\n"


def grid_text(columns: list[tuple[str, list[str]]], breaks: set[int]) -> str:
    text = ruled([escaped(t) for t, _cards in columns])
    for i in range(max(len(cards) for _t, cards in columns)):
        if i and i in breaks:
            text += "\n" + ruled([""] * len(columns))
        text += row([escaped(cards[i]) if i < len(cards) else "" for _t, cards in columns])
    return text


@settings(max_examples=60, deadline=None)
@given(vision=grid, plan=directions, breaks=st.sets(st.integers(1, 3)))
def test_a_plan_written_as_markdown_reads_back_cell_by_cell(vision, plan, breaks) -> None:
    text = "# Plan Red Sur 2020 - 2022\n\n## Visión\n\n" + grid_text(vision, breaks) + "\n## Direcciones\n\n"
    for number, (name, actions) in enumerate(plan, 1):
        text += ruled([f"Dirección {number}: {escaped(name)}", "", ""]) + row(["Acciones", "Fecha", "Responsables"])
        for i, (what, when, who) in enumerate(actions, 1):
            if i > 1 and i in breaks:
                text += "\n" + ruled(["", "", ""])
            text += row([f"{i} - {escaped(what)}", when, "<br>".join(f"{n} ({c})" for n, (c, _code) in who)])
        text += "\n"
    draft = read_markdown(text)
    stage = next(s["stage_id"] for s in draft.rows["stages"] if s["key"] == "vision")
    clusters = [c for c in draft.rows["clusters"] if c["stage_id"] == stage]
    assert [(c["title"], [k["text"] for k in draft.rows["cards"] if k["cluster_id"] == c["cluster_id"]])
            for c in clusters] == vision
    assert [d["title"] for d in draft.rows["directions"]] == [name for name, _actions in plan]
    read = [(a["code"], a["text"], a["schedule_text"],
             [(p["name"], p["country"]) for p in draft.rows["assignments"] if p["action_id"] == a["action_id"]])
            for a in draft.rows["actions"]]
    assert read == [(str(i), what, when, [(n, code) for n, (_c, code) in who])
                    for _name, actions in plan for i, (what, when, who) in enumerate(actions, 1)]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(
    st.sampled_from(["# Plan 2020", "## Visión", "## Direcciones", "| a | b |", "|--|--|", "| | |", "|", "||", "|--|",
                     "| Acciones |", "Eje 1: x", "| Eje 1: x | |", "| Acciones | Fecha |", "| 1 - Abrir | 2020 |",
                     "---", "> | a |", "- | a | b |", "```", "    | a |", "<table>", "\t", "¿Qué?", "| Retos | Quién |",
                     "| (Perú) | () |"]),
    st.text(max_size=30)), max_size=25).map("\n".join))
def test_any_text_is_read_or_refused_and_never_breaks(text: str) -> None:
    try:
        draft = read_markdown(text, file_name="plan.md")
    except InputError as wrong:
        draft, faults = None, wrong.faults
    assert all(f.file == "plan.md" for f in faults) if draft is None else draft.rows["plans"]
    assert draft is None or all(1 <= i.line <= text.count("\n") + text.count("\r") + 1 for i in draft.issues)


_HEADINGS = ["## Visión", "## Obstáculos", "## Contexto", "## Direcciones estratégicas", "### Eje 1: Tierra",
             "## Firmas", "Página 3", "---", "### Eje 2: Agua", "¿Qué?", ""]
_CELLS = ["{}", "1 - {}", "1.1 {}", "**{}**", "{} y", "{} (Perú)", "Coordina {} (Chile), cada mes", "{}.", "mayo {}",
          "{}<br>otra", "• {}<br>• Uno", "Eje 3: {}", "Acciones {}", "Responsable {}", "Fecha {}", "N° {}", "", "",
          "Acciones", "Responsables", "Fecha", "Retos", "Oportunidades", "Estado", "-", "Costo", "País"]
table = st.integers(1, 4).flatmap(lambda width: st.lists(
    st.lists(st.sampled_from(_CELLS), min_size=width, max_size=width), min_size=1, max_size=6))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(_HEADINGS), table), min_size=1, max_size=4))
def test_no_word_of_a_cell_is_ever_lost(parts) -> None:
    text, words = "# Plan Red Sur 2020\n\n", []
    for heading, rows in parts:
        text += heading + "\n\n"
        for number, cells in enumerate(rows):
            words += [f"Zq{len(words) + i}x" for i in range(len(cells))]
            filled = [cell.format(word) for cell, word in zip(cells, words[-len(cells):], strict=True)]
            text += row(filled) if number else ruled(filled)
        text += "\n"
    words = [w for w in words if re.search(rf"\b{w}\b", text)]
    try:
        draft = read_markdown(text)
    except InputError:
        return
    kept = [str(value) for rows in draft.rows.values() for line in rows for value in line.values()]
    kept += [i.text + i.done for i in draft.issues]
    everything = " ".join(kept)
    assert [w for w in words if not re.search(rf"{w}", everything)] == []


_LINES = ["# {}", "## Visión", "## Visión {}", "### {}", "### Eje 1: {}", "## Direcciones estratégicas", "## Contexto",
          "**Retos {}:**", "**{}**", "{}:", "{}", "{}.", "¿{}?", "- {}", "- {}", "- {}", "  - {}", "    - {}", "1. {}",
          "2. **{}**", "   - Responsable: {} (Perú)", "   - Fecha: mayo de 2021 {}", "   - {} (Chile)", "- [{}](#x)",
          "{} ..... 3", "## Índice", "Contenido", "## Resultados {}", "## Anexos", "Página 3", "---", "{}\n===", "> {}",
          "<table><tr><th>{}</th><th></th></tr><tr><td>{}</td><td rowspan=2>{}<br>{}</td></tr></table>",
          "+---+---+\n| {} | {} |\n+===+===+\n| {} | b |\n+---+---+", "| Acciones | Fecha |\n|--|--|\n| 1 - {} | {} |",
          "| **{}** | {} |\n|--|--|\n| {} | {} |", "- {}\n  {}", "- # {}"]


@settings(max_examples=120, deadline=None)
@given(st.lists(st.sampled_from(_LINES), min_size=1, max_size=14), st.booleans())
def test_no_word_of_a_list_or_of_another_table_is_ever_lost(lines: list[str], tight: bool) -> None:
    total = 0
    made = []
    for line in lines:
        while "{}" in line:
            line, total = line.replace("{}", f"Zq{total}x", 1), total + 1
        made.append(line)
    text = "# Plan Red Sur 2020\n\n" + ("\n" if tight else "\n\n").join(made) + "\n"
    try:
        draft = read_markdown(text)
    except InputError:
        return
    kept = [str(value) for rows in draft.rows.values() for row in rows for value in row.values()]
    everything = " ".join(kept + [f"{i.text} {i.done}" for i in draft.issues])
    assert [f"Zq{i}x" for i in range(total) if f"Zq{i}x" not in everything] == []
