"""Static files are collected when they changed, and only then."""

import os
from pathlib import Path
from typing import Any

import pytest

from flashcards.prepare import prepare_static_files


@pytest.fixture
def source(tmp_path: Path, settings: Any) -> Path:
    """The only static file; it is collected into `tmp_path/collected`."""
    folder = tmp_path / "static"
    folder.mkdir()
    (folder / "a.css").write_text("a { color: red }")
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STATICFILES_DIRS = [folder]
    settings.STATICFILES_FINDERS = [
        "django.contrib.staticfiles.finders.FileSystemFinder"
    ]
    return folder / "a.css"


def collected(settings: Any) -> str:
    text: str = (settings.STATIC_ROOT / "a.css").read_text()
    return text


def test_a_changed_file_is_collected_again(source: Path, settings: Any) -> None:
    prepare_static_files()
    source.write_text("a { color: tan }")
    prepare_static_files()
    assert collected(settings) == "a { color: tan }"


def test_a_file_of_another_time_and_place_is_not(source: Path, settings: Any) -> None:
    """As in a container, whose files' times lost their fractions of a second."""
    prepare_static_files()
    (settings.STATIC_ROOT / "a.css").write_text("collected before")
    moved = source.parent.rename(source.parent.with_name("moved"))
    os.utime(moved / "a.css", (2_000_000_000, 2_000_000_000))
    settings.STATICFILES_DIRS = [moved]
    prepare_static_files()
    assert collected(settings) == "collected before"
