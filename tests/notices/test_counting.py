"""`unread_notices` is the number of unread rows, whatever happens and in what order."""

import datetime as dt
import io
import random
import threading
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from decks.models import Notice, User
from decks.notices.models import NoticeKind
from decks.notices.reading import mark_all_read, mark_read, notices_of
from decks.notices.telling import tell
from tests.factories import NOW, make_user

KINDS = (NoticeKind.CHANGED, NoticeKind.REPLIED)


def say(*people: User, kind: str = KINDS[0], about: str = "deck 1", **more) -> None:
    given = {"words": "changed", "path": "/", "actor": None, "now": NOW, **more}
    tell([one.pk for one in people], kind, about=about, **given)


def unread(user: User) -> int:
    user.refresh_from_db()
    assert user.unread_notices == Notice.objects.filter(user=user, read_at=None).count()
    return user.unread_notices


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("tell"), st.sampled_from(KINDS), st.integers(1, 3)),
        st.tuples(st.just("open"), st.integers(0, 5), st.integers(0, 1)),
        st.tuples(st.just("all"), st.integers(0, 40), st.integers(0, 1)),
        st.tuples(st.just("mute"), st.sampled_from([*KINDS, ""]), st.integers(0, 1)),
    ),
    max_size=40,
)


class AnyOrder(TestCase):
    """Of hypothesis: each example begins without rows."""

    @given(STEPS)
    def test_the_count_is_that_of_the_rows(self, steps) -> None:
        people = [make_user(), make_user()]
        for minute, (what, first, second) in enumerate(steps):
            now = NOW + dt.timedelta(minutes=minute)
            if what == "tell":
                say(*people, kind=first, about=f"deck {second}", now=now)
            elif what == "open":
                told = list(notices_of(people[second]))
                if told:
                    mark_read(people[second], told[first % len(told)].id, now=now)
            elif what == "all":
                until = NOW + dt.timedelta(minutes=first)
                mark_all_read(people[second], until=until, now=now)
            else:
                muted = [first] if first else []
                User.objects.filter(pk=people[second].pk).update(muted_notices=muted)
            assert [unread(one) >= 0 for one in people] == [True, True]


def in_threads(*tasks: Callable[[], None]) -> None:
    failures: list[BaseException] = []

    def run(task: Callable[[], None]) -> None:
        try:
            task()
        except BaseException as error:  # told below, in the test's own thread
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[task]) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(3))
def test_the_count_holds_where_several_tell_and_read_at_once(seed: int) -> None:
    people = [make_user() for _ in range(4)]

    def act(seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(60):
            some = chance.sample(people, 3)
            match chance.randrange(4):
                case 0 | 1:
                    about = f"deck {chance.randrange(3)}"
                    say(*some, kind=chance.choice(KINDS), about=about)
                case 2:
                    told = list(notices_of(some[0])[:3])
                    if told:
                        mark_read(some[0], chance.choice(told).id, now=NOW)
                case 3:
                    mark_all_read(some[0], until=NOW, now=NOW)

    in_threads(*(lambda one=seed * 10 + n: act(one) for n in range(3)))
    assert Notice.objects.exists()
    for one in people:
        unread(one)


def test_the_same_told_twice_is_one_notice(learner: User) -> None:
    say(learner)
    say(learner, words="changed again")
    assert unread(learner) == 1
    notice = notices_of(learner).get()
    assert (notice.count, notice.words) == (2, "changed again")


def test_what_was_read_is_told_anew(learner: User) -> None:
    say(learner)
    mark_read(learner, notices_of(learner).get().id, now=NOW)
    say(learner)
    assert unread(learner) == 1
    assert notices_of(learner).count() == 2


def test_nobody_hears_of_what_they_did_themselves(learner: User) -> None:
    say(learner, actor=learner)
    assert unread(learner) == 0


def test_somebody_who_is_gone_is_passed_by(learner: User) -> None:
    gone = make_user()
    User.objects.filter(pk=gone.pk).delete()
    say(gone, learner)
    assert unread(learner) == 1


def test_five_hundred_are_told_in_one_statement(
    db: None, django_assert_num_queries
) -> None:
    people = [make_user() for _ in range(500)]
    with django_assert_num_queries(3):  # with the beginning and end of a savepoint
        say(*people)
    assert [unread(one) for one in people[::100]] == [1] * 5


# --- manage.py check_data ------------------------------------------------------------


def check_data(*options: str) -> tuple[str, int]:
    out = io.StringIO()
    try:
        call_command("check_data", *options, stdout=out)
    except SystemExit as end:
        return out.getvalue(), int(str(end.code))
    return out.getvalue(), 0


def test_a_wrong_count_is_found_and_repaired(learner: User) -> None:
    say(learner)
    User.objects.filter(pk=learner.pk).update(unread_notices=7)
    said, code = check_data()
    assert f"learner {learner.pk} says 7, has 1" in said
    assert code == 1
    said, code = check_data("--fix")
    assert "unread notices that are wrong: 1 found, 1 repaired, 0 left" in said
    assert (unread(learner), code) == (1, 0)


def test_a_right_count_is_not_spoken_of(learner: User) -> None:
    say(learner)
    said, code = check_data()
    assert "notices" not in said
    assert code == 0
