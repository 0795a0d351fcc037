"""What people were told before they wrote, held against a file: nobody is named afterwards in an anonymous stage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from minga.errors import Fault
from minga.i18n import gettext as _

Keyed = Mapping[str, Mapping[str, Mapping[str, Any]]]

_TRACES = {"cards": ("author_id", "team", "created_at"), "votes": ("participant_id",),
           "proposals": ("participant_id",), "consents": ("participant_id",)}
"""Columns that would say who or when, by table."""


def broken_promises(there: Keyed, coming: Keyed) -> Iterator[Fault]:
    """Rows that name somebody in an anonymous stage, and stages that would change what was promised.

    Args:
        there: the plan's rows that the store has, by table and key.
        coming: those that are being imported.
    """
    stages = {**there["stages"], **coming["stages"]}
    for name, columns in _TRACES.items():
        for key, row in coming[name].items():
            if stages.get(row["stage_id"], {}).get("anonymity") != "anonymous":
                continue
            for column in columns:
                if row[column]:
                    yield Fault(_("«{row}» está en una etapa anónima y trae un dato que dice quién o cuándo.").format(
                        row=key[:60]), file=f"{name}.csv", column=column,
                        advice=_("Deje vacía esa celda: a las personas se les prometió el anonimato."))
    spoken = {row["stage_id"] for name in _TRACES for row in there[name].values()}
    for key, stage in coming["stages"].items():
        if key in spoken and key in there["stages"] and stage["anonymity"] != there["stages"][key]["anonymity"]:
            yield Fault(_("Ya hay aportes en la etapa «{stage}»; quienes escribieron lo hicieron con otra promesa.")
                        .format(stage=str(stage["title"])[:60]), file="stages.csv", column="anonymity",
                        advice=_("Deje en el archivo «{value}».").format(value=there["stages"][key]["anonymity"]))
