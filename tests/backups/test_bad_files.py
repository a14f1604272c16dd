"""What is damaged, newer or no backup is refused in words and changes nothing."""

import hashlib
import zipfile

import pytest
from django.db import connection

from flashcards.backups.faults import BackupFault
from flashcards.backups.opening import opened
from flashcards.backups.restoring import restore
from flashcards.backups.saving import DUMP
from tests.backups.places import dump_of, rewritten, sums_of
from tests.factories import make_deck


def refusal(place, path, *, replaces=False):
    """What is said of the file; nothing may come of it."""
    before = sums_of(place)
    with pytest.raises(BackupFault) as caught:
        restore(place, path, replaces=replaces)
    assert sums_of(place) == before
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_no_file_and_a_folder(empty, tmp_path):
    assert "there is no file" in refusal(empty, tmp_path / "not here.zip")
    assert "Is a directory" in refusal(empty, tmp_path)


@pytest.mark.parametrize("content", [b"", b"SELECT 1;", b"PK\x03\x04" + b"\0" * 500])
def test_what_is_no_backup(empty, tmp_path, content):
    (tmp_path / "odd.zip").write_bytes(content)
    assert "is damaged, or no backup" in refusal(empty, tmp_path / "odd.zip")


def test_a_zip_of_something_else(empty, tmp_path):
    with zipfile.ZipFile(tmp_path / "odd.zip", "w") as archive:
        archive.writestr("photo.jpg", b"x")
    assert "no dump or no manifest" in refusal(empty, tmp_path / "odd.zip")


def test_a_damaged_byte_anywhere(kept, empty, tmp_path):
    """But for the zip's own few that mean nothing, as a file's date."""
    whole = kept.path.read_bytes()
    begin = whole.index(b"PGDMP")
    damaged = tmp_path / "damaged.zip"
    for place in range(begin, len(whole) - 5000, len(whole) // 12):
        flipped = bytes([whole[place] ^ 0x10])
        damaged.write_bytes(whole[:place] + flipped + whole[place + 1 :])
        assert "damaged" in refusal(empty, damaged)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.999])
def test_a_file_that_was_cut_off(kept, empty, tmp_path, share):
    whole = kept.path.read_bytes()
    cut = tmp_path / "cut.zip"
    cut.write_bytes(whole[: int(len(whole) * share)])
    assert "is damaged, or no backup" in refusal(empty, cut)


def test_another_dump_than_the_manifests(kept, empty):
    changed = rewritten(kept.path, dump=dump_of(kept.path) + b"\0")
    assert "not the one that its manifest describes" in refusal(empty, changed)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"format": "other"}, "it is no backup of Flashcards"),
        ({"version": 2}, "made by a newer version of Flashcards"),
        ({"dump_sha256": "?"}, "its manifest cannot be read"),
        ({"tables": [1]}, "its manifest cannot be read"),
        ({"postgres": 99}, "made by PostgreSQL 99"),
        (
            {"app_version": "7.1", "migrations": [["decks", "0999_later"]]},
            "made by Flashcards 7.1, which is newer than this (it knows decks.0999",
        ),
    ],
)
def test_a_manifest_that_cannot_be_gone_by(kept, empty, said, words):
    assert words in refusal(empty, rewritten(kept.path, **said))


def test_rows_that_are_not_those_that_were_saved(kept, empty):
    with opened(kept.path) as backup:
        tables = [vars(table) for table in backup.manifest.tables]
    short = next(t for t in tables if t["name"] == "decks_card")
    said = refusal(
        empty,
        rewritten(
            kept.path,
            tables=[
                table | ({"rows": table["rows"] + 1} if table is short else {})
                for table in tables
            ],
        ),
    )
    rows = short["rows"]
    assert f"decks_card has {rows} rows, {rows + 1} were saved" in said
    assert said.endswith("Nothing was changed")


def test_words_that_are_not_those_that_were_saved(kept, empty):
    with opened(kept.path) as backup:
        tables = [vars(table) for table in backup.manifest.tables]
    changed = [table | {"checksum": "1"} for table in tables]
    said = refusal(empty, rewritten(kept.path, tables=changed))
    assert "decks_card has other words" in said


@pytest.mark.django_db(transaction=True)
def test_a_dump_that_ends_midway_leaves_what_was_there(kept):
    """As where the disk lost its end before the checksum was taken."""
    half = dump_of(kept.path)
    half = half[: len(half) * 3 // 4]
    make_deck(title="Still here")
    changed = rewritten(kept.path, dump=half, **sums_of_dump(half))
    said = refusal(connection, changed, replaces=True)
    assert said.endswith("Nothing was changed")


def sums_of_dump(dump):
    return {"dump_bytes": len(dump), "dump_sha256": hashlib.sha256(dump).hexdigest()}


def test_the_dump_is_stored_as_pg_restore_reads_it(kept):
    with zipfile.ZipFile(kept.path) as archive:
        assert archive.read(DUMP).startswith(b"PGDMP")
