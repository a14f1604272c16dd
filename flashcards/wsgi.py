"""The WSGI application that granian serves."""

import multiprocessing
import os
import threading
from multiprocessing import connection

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "flashcards.settings")


def _end_with(parent_sentinel: int) -> None:
    connection.wait([parent_sentinel])
    os._exit(1)


# Workers whose server was killed -9 would keep the port, and with it the next start.
if parent := multiprocessing.parent_process():
    threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()

application = get_wsgi_application()
