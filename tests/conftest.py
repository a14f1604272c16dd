"""What every test can count on: hypothesis profiles and the browser's path.

`make test` runs the profile "quick" (seeded, so that it fails the same way twice),
`make test-full` the profile "full".
"""

import os
import shutil

import pytest
from hypothesis import settings

settings.register_profile(
    "quick", max_examples=50, derandomize=True, deadline=None, database=None
)
settings.register_profile(
    "full", max_examples=1000, deadline=None, database=None, print_blob=True
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The installed Chromium. A missing one fails the test, it never skips it."""
    for name in CHROMIUMS:
        if path := shutil.which(name):
            return path
    pytest.fail("no Chromium found; run: apt-get update && apt-get install -y chromium")
