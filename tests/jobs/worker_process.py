"""A worker in a process of its own: on the tests' database, with a module's KINDS."""

import importlib
import os
import sys


def main(database: str, kinds: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    import django

    django.setup()
    from decks.jobs.running import Worker

    Worker(importlib.import_module(kinds).KINDS).work()


if __name__ == "__main__":
    main(*sys.argv[1:])
