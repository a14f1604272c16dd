"""The shipped settings, with one page more to measure the rating against."""

from pathlib import Path

from flashcards.settings import *  # noqa: F403
from flashcards.settings import BASE_DIR, TEMPLATES

ROOT_URLCONF = "tests.benchmarks.urls"
TEMPLATES[0] |= {
    "DIRS": [BASE_DIR / "templates", Path(__file__).parent / "templates"],
}
