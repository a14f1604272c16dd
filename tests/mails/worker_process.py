"""The site's worker in a process of its own: mail goes into a folder.

Given the tests' database and the folder.
"""

import os
import sys


def main(database: str, folder: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    settings.EMAIL_BACKEND = "flashcards.mail.FileAndLogBackend"
    settings.EMAIL_FILE_PATH = folder
    import django

    django.setup()
    from decks.jobs.running import Worker
    from decks.work import KINDS

    Worker(KINDS).work()


if __name__ == "__main__":
    main(*sys.argv[1:])
