"""A synthetic workshop played against a running server, by the same web path as the phones of a room.

``rehearse`` is the whole of it: people come in, do what the moment of the stage allows, and at the end what was
acknowledged is looked for in the plan. Nothing here writes around a page: no verb and no table is called.
"""

from minga.rehearsal.rehearse import Rehearsal, Report, rehearse

__all__ = ["Rehearsal", "Report", "rehearse"]
