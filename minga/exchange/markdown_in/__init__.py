"""Import of a plan written as Markdown tables: text in, typed rows and a list of what was noticed out."""

from minga.exchange.markdown_in.again import only_said
from minga.exchange.markdown_in.draft import Draft, Issue, issues_table
from minga.exchange.markdown_in.read import read_markdown

__all__ = ["Draft", "Issue", "issues_table", "only_said", "read_markdown"]
