"""What was saved is what is restored, row for row."""

import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from decks.models import Card, Deck, User
from flashcards.backups.faults import BackupFault
from flashcards.backups.restoring import restore
from flashcards.backups.saving import save
from tests.backups.places import address_of, connected, run_manage, sums_of
from tests.factories import NOW, make_deck, make_user


def test_a_restored_database_holds_the_same(saved, empty):
    before = sums_of(connection)
    assert before["decks_review"][0] > 10
    assert before["decks_searchword"][0] > 50
    restored = restore(empty, saved.path, replaces=False)
    assert sums_of(empty) == before
    assert not restored.is_older
    assert {table.name: table.rows for table in saved.manifest.tables} == {
        name: rows for name, (rows, _) in before.items()
    }


@pytest.mark.full
def test_a_restored_site_is_sound(saved, empty):
    restore(empty, saved.path, replaces=False)
    url = address_of(empty)
    checked = run_manage("check_data", DATABASE_URL=url)
    assert "12 kinds of damage looked for: 0 found" in checked.stdout
    replayed = run_manage("replay", DATABASE_URL=url)
    assert "0 differ" in replayed.stdout
    assert run_manage("migrate", "--check", DATABASE_URL=url).returncode == 0


def test_a_sum_tells_of_one_changed_letter(saved):
    before = sums_of(connection)
    card = Card.objects.earliest("pk")
    Card.objects.filter(pk=card.pk).update(answer=card.answer + ".")
    after = sums_of(connection)
    assert {name for name in before if before[name] != after[name]} == {"decks_card"}


def test_a_backup_is_its_owners_alone(saved):
    assert saved.path.stat().st_mode & 0o777 == 0o600
    assert saved.path.parent.stat().st_mode & 0o777 == 0o700
    assert saved.path.name == "flashcards-20260302T090000Z.zip"


@pytest.mark.full
def test_what_is_written_meanwhile_does_not_part_rows_from_sums(
    small_world, empty, tmp_path
):
    done = threading.Event()

    def write():
        with connected(connection, autocommit=True) as other:
            while not done.wait(0.01):
                other.execute("UPDATE decks_deck SET title = title || '.'")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        saved = save(connection, tmp_path, now=NOW)
    finally:
        done.set()
        writer.join()
    restore(empty, saved.path, replaces=False)
    sums = {t.name: (t.rows, t.checksum) for t in saved.manifest.tables}
    assert sums_of(empty) == sums != sums_of(connection)


def test_a_database_that_holds_something_is_refused(saved):
    make_user(email="new@example.com")
    before = sums_of(connection)
    with pytest.raises(BackupFault, match="the database is not empty: it has"):
        restore(connection, saved.path, replaces=False)
    assert sums_of(connection) == before


def test_by_force_all_that_was_there_is_replaced(saved, empty):
    restore(empty, saved.path, replaces=False)
    with connected(empty) as other:
        other.execute("DELETE FROM decks_review")
        other.execute("CREATE TABLE odd (id int)")
        other.execute("CREATE VIEW odd_view AS SELECT * FROM odd")
    restore(empty, saved.path, replaces=True)
    assert sums_of(empty) == sums_of(connection)


def test_an_empty_database_is_not_saved(empty, tmp_path):
    with pytest.raises(BackupFault, match="there is nothing to save"):
        save(empty, tmp_path / "shelf", now=NOW)
    assert [path.name for path in (tmp_path / "shelf").iterdir()] == [".lock"]


@pytest.mark.django_db(transaction=True)
def test_the_commands_save_keep_and_put_back(tmp_path, capsys):
    make_deck(title="Kept")
    for _ in range(3):
        call_command("backup", to=tmp_path, keep=2)
    printed = capsys.readouterr().out
    assert printed.count("Saved ") == 3
    assert "Removed 1 older." in printed
    newest = sorted(tmp_path.glob("*.zip"))[-1]
    Deck.objects.update(title="Lost")
    with pytest.raises(CommandError, match="--force puts the backup"):
        call_command("restore", newest)
    call_command("restore", newest, force=True)
    assert "Restored " in capsys.readouterr().out
    assert Deck.objects.get().title == "Kept"
    assert not User.objects.exists()
