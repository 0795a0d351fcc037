"""The conversation of a page with Python, wherever the page is hosted: in a kernel's widget or behind a WebSocket.

``conversation.py`` says how pages and Python talk; ``participant.py`` what a phone may see and do.
"""
