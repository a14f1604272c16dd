"""The site's settings with a worker that takes long to start."""

import time
from typing import Any

from flashcards.settings import *  # noqa: F403
from flashcards.settings import MIDDLEWARE as USUAL

STARTING = "a worker is starting"
START_SECONDS = 60


def slow(get_response: Any) -> Any:
    """A middleware of this kind: it says that it starts, and does so for a minute."""
    print(STARTING, flush=True)  # noqa: T201
    time.sleep(START_SECONDS)
    return get_response


MIDDLEWARE = [*USUAL, "tests.slow_settings.slow"]
