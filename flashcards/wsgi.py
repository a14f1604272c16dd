"""The WSGI application that granian serves."""

import multiprocessing
import os
import threading
from multiprocessing import connection

import django

from flashcards.plain_requests import PlainHandler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "flashcards.settings")


def _end_with(parent_sentinel: int) -> None:
    # Workers of a server killed -9 would keep the port, and with it the next start.
    connection.wait([parent_sentinel])
    os._exit(1)


if parent := multiprocessing.parent_process():
    threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()

django.setup(set_prefix=False)
application = PlainHandler()
