"""The same plan read once more: only what the document says, so that what was added since is kept."""

from __future__ import annotations

from minga.exchange.markdown_in.draft import Draft, Row

# What happens in the workshop and no document says; the rest of a row follows the document.
_UNSAID = {
    "stages": {"phase", "anonymity"},
    "clusters": {"parent_id"},
    "cards": {"source", "status", "round"},
}
# These are understood together from one phrase, so they change together or not at all.
_SCHEDULE = ("schedule_text", "starts", "ends", "precision", "open_ended", "recurrence")


def only_said(draft: Draft) -> dict[str, list[Row]]:
    """The rows without the columns that the document leaves blank or says nothing about.

    A column that a row lacks stays as it is in the store when a plan is brought up to date.
    """
    return {name: [_said(name, row) for row in some] for name, some in draft.rows.items()}


def _said(name: str, row: Row) -> Row:
    said = {k: v for k, v in row.items() if v not in (None, "") and k not in _UNSAID.get(name, ())}
    if name == "actions":
        for column in _SCHEDULE:
            said.pop(column, None)
        if row["schedule_text"]:
            said |= {column: row[column] for column in _SCHEDULE}
        said["parent_id"] = row["parent_id"]
    return said
