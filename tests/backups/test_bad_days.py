"""Full disks, kills at any point, two at once: never half a backup, half a database."""

import contextlib
import os
import resource
import signal
import subprocess
import sys
import threading
import time

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from flashcards.backups.faults import BackupFault
from flashcards.backups.opening import opened
from flashcards.backups.restoring import restore
from flashcards.backups.saving import save
from tests.backups.places import ROOT, address_of, connected, run_manage, sums_of
from tests.factories import NOW


@contextlib.contextmanager
def files_of_at_most(size):
    """No file grows past `size` bytes: a write fails as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def names_in(folder):
    return sorted(path.name for path in folder.iterdir() if path.name != ".lock")


def started(*args, **environment):
    """`manage.py` in a group of its own, so that all of it can be killed."""
    return subprocess.Popen(
        [sys.executable, "manage.py", *map(str, args)],
        cwd=ROOT,
        env=os.environ | environment,
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def ended(process, *, whole_group):
    """The process, killed by kill -9: with all it has started, or alone."""
    if whole_group:
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.communicate(timeout=30)


def waited_for(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.parametrize("size", [0, 20_000])
def test_a_full_disk_leaves_nothing_and_says_so(small_world, tmp_path, size):
    earlier = save(connection, tmp_path, now=NOW).path.name
    with files_of_at_most(size), pytest.raises(BackupFault) as caught:
        save(connection, tmp_path, now=NOW)
    said = str(caught.value)
    assert said.startswith(f"cannot write into {tmp_path}: ")
    assert said.endswith("Nothing is left of this backup")
    assert names_in(tmp_path) == [earlier]


@pytest.mark.django_db(transaction=True)
def test_a_folder_that_cannot_be_one(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="No backup: cannot write into"):
        call_command("backup", to=tmp_path / "file" / "inside")


@pytest.mark.django_db(transaction=True)
def test_one_must_be_kept(tmp_path):
    with pytest.raises(CommandError, match="--keep must be 1 or more"):
        call_command("backup", to=tmp_path, keep=0)
    assert names_in(tmp_path) == []


def test_only_backups_are_removed_and_the_oldest_first(small_world, tmp_path):
    others = ["flashcards-old.zip", "notes.txt", "before-upgrade-20200101T000000Z.zip"]
    for name in [*others, "flashcards-20200101T000000Z.zip"]:
        (tmp_path / name).write_text("")
    call_command("backup", to=tmp_path, keep=1)
    left = names_in(tmp_path)
    assert set(others) < set(left)
    assert len(left) == len(others) + 1
    assert "flashcards-20200101T000000Z.zip" not in left


def test_with_the_clock_set_back_the_one_just_made_stays(small_world, tmp_path):
    for year in (2101, 2102):
        (tmp_path / f"flashcards-{year}0101T000000Z.zip").write_text("")
    call_command("backup", to=tmp_path, keep=2)
    assert names_in(tmp_path)[1:] == ["flashcards-21020101T000000Z.zip"]
    assert len(names_in(tmp_path)) == 2


@pytest.mark.full
def test_a_database_that_is_away_is_said_in_a_line(kept, tmp_path):
    for command in (("backup", "--to", tmp_path), ("restore", kept.path)):
        away = run_manage(*command, DATABASE_URL="postgres://me@127.0.0.1:1/none")
        assert away.returncode == 1
        assert "the database cannot be reached: " in away.stderr
        assert "Traceback" not in away.stderr


@pytest.mark.full
def test_a_killed_backup_leaves_no_name_and_the_next_sweeps(small_world, tmp_path):
    with connected(connection) as other:
        # pg_dump waits for it, midway.
        other.execute("LOCK TABLE decks_review IN ACCESS EXCLUSIVE MODE")
        process = started(
            "backup", "--to", tmp_path, DATABASE_URL=address_of(connection)
        )
        waited_for(lambda: (tmp_path / ".flashcards.part").exists())
        ended(process, whole_group=True)
    assert names_in(tmp_path) == [".flashcards.part"]
    saved = save(connection, tmp_path, now=NOW)
    assert names_in(tmp_path) == [saved.path.name]


@pytest.mark.full
@pytest.mark.parametrize("whole_group", [True, False])
def test_a_killed_restore_leaves_the_database_as_it_was(saved, empty, whole_group):
    """Killed alone, what it has started sees its input end, and must not commit it."""
    url = address_of(empty)
    with connected(empty) as other:
        # The restore's own waits for it, with other tables made already.
        other.execute("CREATE TABLE decks_user (id int)")
        process = started("restore", saved.path, DATABASE_URL=url)
        waited_for(lambda: is_waited_for(other))
        ended(process, whole_group=whole_group)
        other.rollback()
    waited_for(lambda: others_in(empty) == 0)
    assert sums_of(empty) == {}


def is_waited_for(other):
    (waiting,) = other.execute(
        "SELECT count(*) FROM pg_locks"
        " WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    ).fetchone()
    return waiting > 0


def others_in(place):
    with connected(place) as own:
        found = own.execute(
            "SELECT pid FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return len(found.fetchall())


@pytest.mark.full
def test_a_site_that_holds_its_tables_is_named(saved, empty):
    restore(empty, saved.path, replaces=False)
    before = sums_of(empty)
    with connected(empty) as other:
        other.execute("LOCK TABLE decks_card IN ACCESS SHARE MODE")
        with pytest.raises(BackupFault, match="the database is in use; stop the site"):
            restore(empty, saved.path, replaces=True)
    assert sums_of(empty) == before


@pytest.mark.full
def test_two_backups_at_once_are_both_whole(small_world, tmp_path):
    url = address_of(connection)
    two = [started("backup", "--to", tmp_path, DATABASE_URL=url) for _ in range(2)]
    assert [process.wait(120) for process in two] == [0, 0]
    for process in two:
        process.communicate()
    names = names_in(tmp_path)
    assert len(names) == 2
    for name in names:
        with opened(tmp_path / name) as backup:
            assert backup.manifest.tables


@pytest.mark.full
def test_of_two_restores_at_once_one_is_whole(saved, empty):
    faults = []

    def run():
        own = empty.copy()
        try:
            restore(own, saved.path, replaces=False)
        except BackupFault as fault:
            faults.append(str(fault))
        finally:
            own.close()

    two = [threading.Thread(target=run) for _ in range(2)]
    for thread in two:
        thread.start()
    for thread in two:
        thread.join()
    assert len(faults) == 1
    assert sums_of(empty) == sums_of(connection)
