"""Write the data dictionary pages from the schema: ``python -m tools.dictionary``."""

from __future__ import annotations

from pathlib import Path

from minga import i18n, tables

ROOT = Path(__file__).resolve().parents[1]


def pages() -> dict[Path, str]:
    """The text of each language's page."""
    made = {}
    for code in i18n.LANGUAGES:
        with i18n.speaking(code):
            made[ROOT / "docs" / f"data-dictionary.{code}.md"] = tables.dictionary().rstrip() + "\n"
    return made


if __name__ == "__main__":
    for file, text in pages().items():
        file.write_text(text, encoding="utf-8")
        print(file.relative_to(ROOT))
