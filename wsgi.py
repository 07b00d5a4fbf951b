"""The WSGI application: `gunicorn wsgi:app`, `flask --app wsgi …`."""

import sys
from itertools import pairwise

from app import create_app, create_checker

# An edition is checked after every few sentences of it: that command starts without the pages.
only_checks = ("editions", "check") in pairwise(sys.argv)
app = create_checker() if only_checks else create_app()
