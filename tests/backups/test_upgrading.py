"""A new version saves what it is about to migrate."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from flashcards import prepare
from flashcards.backups import upgrading
from flashcards.backups.opening import opened
from flashcards.backups.restoring import restore
from flashcards.backups.upgrading import NoRoom, save_before_migrating, tidy
from flashcards.environment import WrongSetting
from tests.backups.places import connected
from tests.factories import NOW, make_user


@pytest.fixture
def not_yet_migrated(transactional_db):
    """A site with an account, a version behind: one migration is to come."""
    make_user()
    last = ("sessions", "0001_initial")
    with connected(connection, autocommit=True) as other:
        other.execute(
            "DELETE FROM django_migrations WHERE (app, name) = (%s, %s)", last
        )
    yield
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " SELECT %s, %s, applied FROM django_migrations LIMIT 1",
            last,
        )


@pytest.mark.parametrize(
    "command",
    ["check_data", "replay", "purge_deleted", "import_lambda_deck", "make_demo"],
)
def test_commands_say_that_the_database_is_not_ready(not_yet_migrated, command):
    with pytest.raises(CommandError, match=r"run `python -m flashcards\.prepare`"):
        call_command(command)


def test_a_file_of_cards_may_be_looked_at_before(not_yet_migrated, tmp_path, capsys):
    file = tmp_path / "cards.txt"
    file.write_text("What?\tThat.\n")
    with pytest.raises(CommandError, match="not ready"):
        call_command("import_deck", file)
    call_command("import_deck", file, dry_run=True)
    assert "1 card (csv)" in capsys.readouterr().out


def saved_in(folder):
    return sorted(path.name for path in folder.glob("*.zip"))


def test_it_is_saved_before_and_the_last_three_are_kept(not_yet_migrated, tmp_path):
    (tmp_path / "flashcards-20200101T000000Z.zip").write_text("a regular one")
    for _ in range(4):
        saved = save_before_migrating(connection, tmp_path, now=NOW)
    # An upgrade that fails again and again keeps what was before its first try.
    assert len(saved_in(tmp_path)) == 5
    assert saved is not None
    tidy(tmp_path, saved)
    assert saved_in(tmp_path) == [
        *(f"before-upgrade-20260302T090000Z-{number}.zip" for number in (2, 3, 4)),
        "flashcards-20200101T000000Z.zip",
    ]
    with opened(saved.path) as backup:
        assert ("sessions", "0001_initial") not in backup.manifest.migrations


def test_what_was_saved_before_an_upgrade_says_that_it_is_older(
    not_yet_migrated, empty, tmp_path
):
    saved = save_before_migrating(connection, tmp_path, now=NOW)
    assert saved is not None
    restored = restore(empty, saved.path, replaces=False)
    assert restored.is_older
    assert restored.summary().endswith("The next start brings them up to date.")


@pytest.mark.django_db(transaction=True)
def test_nothing_is_saved_where_nothing_is_to_come(tmp_path):
    make_user()
    assert save_before_migrating(connection, tmp_path, now=NOW) is None
    assert saved_in(tmp_path) == []


def test_a_new_site_has_nothing_to_save(empty, tmp_path):
    assert save_before_migrating(empty, tmp_path, now=NOW) is None


def test_a_disk_without_room_is_said(not_yet_migrated, tmp_path, monkeypatch):
    monkeypatch.setattr(upgrading, "ROOM_OF_DATABASE", 1e9)
    with pytest.raises(NoRoom, match="MB free, a backup may need"):
        save_before_migrating(connection, tmp_path / "shelf", now=NOW)
    assert not (tmp_path / "shelf").exists()


def test_a_start_goes_on_without_room_and_says_so(
    not_yet_migrated, tmp_path, settings, monkeypatch, capsys
):
    settings.BACKUPS_DIR = tmp_path
    monkeypatch.setattr(upgrading, "ROOM_OF_DATABASE", 1e9)
    prepare.save_before_upgrade()
    said = capsys.readouterr().err
    assert said.startswith("flashcards: upgrading without a backup: ")


def test_a_start_says_where_it_saved_to(not_yet_migrated, tmp_path, settings, capsys):
    settings.BACKUPS_DIR = tmp_path
    prepare.save_before_upgrade()
    said = capsys.readouterr().err
    assert said.startswith("flashcards: before the upgrade: Saved ")
    assert str(tmp_path / saved_in(tmp_path)[0]) in said


def test_a_start_ends_where_no_backup_can_be_made(not_yet_migrated, tmp_path, settings):
    settings.BACKUPS_DIR = tmp_path / "file"
    settings.BACKUPS_DIR.write_text("")
    with pytest.raises(WrongSetting, match="not upgraded, for want of a backup"):
        prepare.save_before_upgrade()


@pytest.mark.django_db(transaction=True)
def test_an_upgrade_that_is_done_tidies_what_earlier_ones_saved(tmp_path, settings):
    make_user()
    settings.BACKUPS_DIR = tmp_path
    for year in (2001, 2002, 2003):
        (tmp_path / f"before-upgrade-{year}0101T000000Z.zip").write_text("")
    with connected(connection, autocommit=True) as other:
        # Changes nothing but Django's own idea of a column: it can be applied again.
        last = ("admin", "0003_logentry_add_action_flag_choices")
        other.execute(
            "DELETE FROM django_migrations WHERE (app, name) = (%s, %s)", last
        )
    prepare.prepare_database()
    names = saved_in(tmp_path)
    assert names[:2] == [
        f"before-upgrade-{year}0101T000000Z.zip" for year in (2002, 2003)
    ]
    assert len(names) == 3


def test_a_folder_that_cannot_be_tidied_stops_no_start(
    not_yet_migrated, tmp_path, settings, capsys
):
    settings.BACKUPS_DIR = tmp_path / "shelf"
    saved = prepare.save_before_upgrade()
    assert saved is not None
    settings.BACKUPS_DIR = tmp_path / "file"
    settings.BACKUPS_DIR.write_text("")
    prepare.tidy_backups(saved)
    assert "cannot tidy" in capsys.readouterr().err


@pytest.mark.django_db(transaction=True)
def test_a_start_with_nothing_to_migrate_saves_nothing(tmp_path, settings):
    make_user()
    settings.BACKUPS_DIR = tmp_path
    prepare.prepare_database()
    call_command("migrate", check=True, verbosity=0)
    assert saved_in(tmp_path) == []
