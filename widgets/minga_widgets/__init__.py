"""What people touch: the pages that the notebooks show, made of anywidget components."""

from minga_widgets.calendar_page import calendar_page
from minga_widgets.dashboard_page import dashboard_page
from minga_widgets.pages import document_page, participate_page, stage_page, start_page
from minga_widgets.pages_chain import chain_page
from minga_widgets.pages_paper import paper_page
from minga_widgets.report_page import report_page
from minga_widgets.reporting_desk_page import reporting_desk_page
from minga_widgets.results_page import results_page

__all__ = ["calendar_page", "chain_page", "dashboard_page", "document_page", "paper_page", "participate_page",
           "report_page", "reporting_desk_page", "results_page", "stage_page", "start_page"]
