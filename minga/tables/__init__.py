"""One schema, four faces: SQL, CSV, ``datapackage.json`` and the data dictionary."""

from minga.tables import schema
from minga.tables.declare import METADATA, new_id, now
from minga.tables.faces import (
    check_tables,
    column_kind,
    columns,
    datapackage,
    dictionary,
    exported_tables,
    format_cell,
    id_column,
    parse_cell,
    plan_path,
    table,
)

__all__ = [
    "METADATA", "check_tables", "column_kind", "columns", "datapackage", "dictionary", "exported_tables",
    "format_cell", "id_column", "new_id", "now", "parse_cell", "plan_path", "schema", "table",
]
