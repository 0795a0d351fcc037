"""The plan document as a tree of blocks, made from the method and the rows of a plan."""

from minga.exchange.document.build import build_document

__all__ = ["build_document"]
