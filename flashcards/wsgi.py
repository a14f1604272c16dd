"""The WSGI application that granian serves."""

import multiprocessing
import os
import signal
import threading
from multiprocessing import connection

import django

from flashcards.plain_requests import PlainHandler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "flashcards.settings")


def _follow(parent_sentinel: int) -> None:
    """Have this worker end when its server says so or is gone, and at no other time."""
    # A terminal's Ctrl-C reaches the workers too; with it and the server's own signal
    # together a worker hangs until it is killed, ten seconds later.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    threading.Thread(target=_end_with, args=(parent_sentinel,), daemon=True).start()


def _end_with(parent_sentinel: int) -> None:
    # Workers of a server killed -9 would keep the port, and with it the next start.
    connection.wait([parent_sentinel])
    os._exit(1)


if parent := multiprocessing.parent_process():
    _follow(parent.sentinel)

django.setup(set_prefix=False)
application = PlainHandler()
