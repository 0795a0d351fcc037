"""In and out: the CSV data package, spreadsheets' CSV, and the plan document.

- ``export_package(store, plan_id, folder)`` writes ``outputs/<plan>/data``; ``read_package(folder_or_zip)`` reads
  it back with every fault at once; ``load_plan(store, rows, plan_id=…, update=…)`` puts rows in the store in one
  transaction. Importers of other formats make the same rows and hand them to ``load_plan``.
- ``export_excel_csv(store, plan_id, country=…)`` writes the same tables for the spreadsheets of a country.
- ``write_documents(store, plan_id)`` writes ``outputs/<plan>/plan.{docx,html,md,xlsx}``.
"""

from minga.exchange.excel_csv import export_excel_csv
from minga.exchange.load import LoadReport, load_plan
from minga.exchange.package_in import read_package
from minga.exchange.package_out import export_package, read_plan
from minga.exchange.write import FORMATS, write_documents

__all__ = ["FORMATS", "LoadReport", "export_excel_csv", "export_package", "load_plan", "read_package", "read_plan",
           "write_documents"]
