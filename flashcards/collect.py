"""Collects the static files and needs no database: `python -m flashcards.collect`."""

import os

import django

from flashcards.prepare import prepare_static_files


def main() -> None:
    """Collect, hash and compress them, where any has changed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "flashcards.settings")
    django.setup()
    prepare_static_files()


if __name__ == "__main__":
    main()
