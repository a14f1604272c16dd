"""The shipped settings, with one page more to measure the rating against."""

from pathlib import Path

from flashcards.settings import *  # noqa: F403

ROOT_URLCONF = "tests.benchmarks.urls"
TEMPLATES[0]["DIRS"].append(Path(__file__).parent / "templates")  # noqa: F405
