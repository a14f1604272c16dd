"""A worker in a process of its own, on the tests' database (its name is given)."""

import os
import sys


def main(database: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    import django

    django.setup()
    from decks.jobs.running import Worker
    from tests.jobs.kinds_at_work import KINDS

    Worker(KINDS).work()


if __name__ == "__main__":
    main(sys.argv[1])
