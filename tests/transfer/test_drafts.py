import datetime as dt
import uuid

import pytest
from django.db import transaction

from decks.transfer import drafts
from decks.transfer.models import ImportDraft
from tests.factories import NOW, make_user
from tests.study.test_recording import in_threads

pytestmark = pytest.mark.django_db

SOON, LATER = NOW + dt.timedelta(hours=23), NOW + dt.timedelta(hours=25)


def keep(user, name="rivers.csv", now=NOW, data=b"Nile\tlong"):
    return drafts.keep_file(user, name, data, now=now)


def test_a_file_is_found_as_it_was_given():
    user = make_user()
    draft = keep(user)
    found = drafts.find_file(user, draft.pk)
    assert found is not None
    assert (found.name, bytes(found.data)) == ("rivers.csv", b"Nile\tlong")


def test_a_very_long_name_is_cut():
    assert len(keep(make_user(), name="x" * 300).name) == 255


def test_nobody_else_finds_it():
    draft = keep(make_user())
    assert (
        drafts.find_file(make_user(is_staff=True, is_superuser=True), draft.pk) is None
    )


def test_one_that_never_was_is_none():
    assert drafts.find_file(make_user(), uuid.uuid4()) is None


def test_the_newest_few_are_kept_and_only_ones_own_make_way():
    user, other = make_user(), make_user()
    strange = keep(other)
    kept = [
        keep(user, f"{n}.csv", NOW + dt.timedelta(minutes=n))
        for n in range(drafts.DRAFTS_MAX + 2)
    ]
    left = ImportDraft.objects.filter(user=user).values_list("name", flat=True)
    assert sorted(left) == [draft.name for draft in kept[-drafts.DRAFTS_MAX :]]
    assert drafts.find_file(other, strange.pk) is not None


def test_after_a_day_whoever_comes_by_clears_it_away():
    user = make_user()
    draft = keep(user)
    keep(make_user(), now=SOON)
    assert drafts.find_file(user, draft.pk) is not None
    keep(make_user(), now=LATER)
    assert not ImportDraft.objects.filter(pk=draft.pk).exists()


def test_a_sent_form_is_no_file_and_takes_no_files_place():
    user, form_id = make_user(), uuid.uuid4()
    for n in range(drafts.DRAFTS_MAX):
        keep(user, now=NOW + dt.timedelta(minutes=n))
    claimed, is_first = drafts.claim(user, form_id, now=NOW)
    assert is_first
    assert drafts.find_file(user, claimed.pk) is None
    assert ImportDraft.objects.filter(user=user).count() == drafts.DRAFTS_MAX + 1


def test_a_form_is_claimed_once_by_each_person():
    user, other, form_id = make_user(), make_user(), uuid.uuid4()
    first, is_first = drafts.claim(user, form_id, now=NOW)
    again, is_first_again = drafts.claim(user, form_id, now=NOW)
    _, is_others_first = drafts.claim(other, form_id, now=NOW)
    assert (is_first, is_first_again, is_others_first) == (True, False, True)
    assert again.pk == first.pk


def test_the_statements_are_counted(django_assert_num_queries):
    user = make_user()
    for _ in range(drafts.DRAFTS_MAX):
        keep(user)
    with django_assert_num_queries(4):
        keep(user, now=SOON)


@pytest.mark.django_db(transaction=True)
def test_claimed_by_two_at_once_one_is_first():
    user, form_id = make_user(), uuid.uuid4()
    claim = transaction.atomic(lambda: drafts.claim(user, form_id, now=NOW))
    claims = in_threads(4, claim)
    assert sorted(is_first for _, is_first in claims) == [False, False, False, True]
