"""Sharing a deck with a group, no longer sharing it, what its members hear of it."""

import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from decks.groups import sharing
from decks.groups.models import Role
from decks.groups.sharing import (
    Full,
    NotTheirs,
    share_deck,
    shares_of,
    unshare_deck,
)
from decks.models import (
    Deck,
    GroupDeck,
    GroupEvent,
    Notice,
    Review,
    ReviewState,
    User,
)
from decks.study.models import Enrolment
from decks.study.sessions import enrol
from tests.factories import (
    NOW,
    make_deck,
    make_group,
    make_member,
    make_review_state,
    make_user,
    share,
)

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def reads(user: User, deck: Deck) -> bool:
    return Deck.objects.readable_by(user).filter(pk=deck.pk).exists()


def give(learner, deck, group, *, editors_may_edit=False) -> bool:
    return share_deck(
        learner, deck.pk, group.pk, editors_may_edit=editors_may_edit, now=NOW
    )


# --- sharing -------------------------------------------------------------------------


def test_members_may_study_a_deck_that_is_shared(learner, deck, group):
    member, outsider = make_member(group).user, make_user()
    assert not reads(member, deck)
    assert give(learner, deck, group)
    assert reads(member, deck)
    assert not reads(outsider, deck)
    assert not Deck.objects.editable_by(member).exists()


def test_editors_may_edit_where_the_share_says_so(learner, deck, group):
    editor = make_member(group, role=Role.EDITOR).user
    give(learner, deck, group, editors_may_edit=True)
    assert Deck.objects.editable_by(editor).get() == deck
    assert not Deck.objects.kept_by(editor).exists()


def test_members_are_told_but_not_who_shared_it(learner, deck, group):
    member = make_member(group).user
    give(learner, deck, group)
    notice = Notice.objects.get(user=member)
    assert notice.kind == "shared"
    assert notice.words == "shared AWS Lambda with Cloud Certs"
    assert notice.path == reverse("deck", args=[deck.pk])
    assert notice.actor == learner
    assert not Notice.objects.filter(user=learner).exists()


def test_it_stands_in_the_groups_activity(learner, deck, group):
    give(learner, deck, group)
    event = GroupEvent.objects.get(group=group)
    assert (event.kind, event.actor, event.deck) == ("shared", learner, deck)


def test_sharing_twice_is_sharing_once(learner, deck, group):
    assert give(learner, deck, group)
    assert not give(learner, deck, group, editors_may_edit=True)
    row = GroupDeck.objects.get()
    assert not row.editors_may_edit
    assert GroupEvent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_sharing_at_one_moment_is_sharing_once():
    owner = make_user()
    group, deck = make_group(owner=owner), make_deck(owner=owner, cards=1)
    together, done = threading.Barrier(2, timeout=10), []

    def press() -> None:
        try:
            together.wait()
            done.append(give(owner, deck, group))
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == [False, True]
    assert GroupDeck.objects.count() == 1


def test_a_deck_goes_to_several_groups_and_a_group_has_several(learner, deck, group):
    other, second = make_group(owner=learner), make_deck(owner=learner)
    for there in (group, other):
        give(learner, deck, there)
    give(learner, second, group)
    assert [row.deck for row in shares_of(group)] == [deck, second]
    assert GroupDeck.objects.filter(deck=deck).count() == 2


def test_nobody_shares_what_they_do_not_keep_or_with_strangers(learner, deck, group):
    editor = make_member(group, role=Role.EDITOR).user
    give(learner, deck, group, editors_may_edit=True)
    theirs = make_group(owner=editor)
    with pytest.raises(NotTheirs):
        give(editor, deck, theirs)
    with pytest.raises(NotTheirs):
        give(learner, deck, theirs)
    assert GroupDeck.objects.count() == 1


def test_a_group_holds_so_many_decks(learner, deck, group, monkeypatch):
    monkeypatch.setattr(sharing, "DECKS_MAX", 2)
    for _ in range(2):
        share(make_deck(), group)
    with pytest.raises(Full):
        give(learner, deck, group)


def test_the_groups_options_hold_from_then_on(learner, deck, group):
    deck.visibility = "public"
    deck.save()
    member = make_member(group).user
    enrol(member, deck, now=NOW)
    give(learner, deck, group)
    assert Enrolment.objects.get(user=member).group == group


# --- no longer -----------------------------------------------------------------------


def test_members_lose_the_deck_and_keep_what_they_learned(learner, deck, group):
    member = make_member(group).user
    row = share(deck, group)
    enrol(member, deck, now=NOW)
    make_review_state(user=member, card=deck.cards.first())
    assert unshare_deck(row, by=learner, now=NOW)
    assert not reads(member, deck)
    assert ReviewState.objects.filter(user=member).count() == 1
    assert Enrolment.objects.get(user=member).group is None
    assert not unshare_deck(row, by=learner, now=NOW)


def test_shared_again_their_progress_is_back(learner, deck, group):
    member = make_member(group).user
    row = share(deck, group)
    enrol(member, deck, now=NOW)
    make_review_state(user=member, card=deck.cards.first())
    unshare_deck(row, by=learner, now=NOW)
    give(learner, deck, group)
    page = signed_in(member).get(reverse("deck", args=[deck.pk]))
    assert page.context["row"].standing.counts[3] == 1


def test_members_are_told_that_it_went(learner, deck, group):
    member = make_member(group).user
    unshare_deck(share(deck, group), by=learner, now=NOW)
    told = Notice.objects.get(user=member).words
    assert (
        told == "no longer shares AWS Lambda with Cloud Certs. Your progress is kept."
    )


def test_who_has_it_by_another_group_keeps_it(learner, deck, group):
    member = make_member(group).user
    other = make_group(owner=member)
    share(deck, other)
    row = share(deck, group)
    enrol(member, deck, now=NOW)
    unshare_deck(row, by=learner, now=NOW)
    assert reads(member, deck)
    assert Enrolment.objects.get(user=member).group == other


def test_ratings_of_a_deck_that_went_stay_in_the_log(learner, deck, group):
    member = make_member(group).user
    row = share(deck, group)
    enrol(member, deck, now=NOW)
    card = deck.cards.first()
    Review.objects.create(
        user=member,
        card=card,
        deck_id=deck.pk,
        rating_id="00000000-0000-0000-0000-000000000001",
        sequence=1,
        level=3,
        reviewed_at=NOW,
        study_day=NOW.date(),
        answer_ms=1000,
        due_at=NOW,
        interval_days=1,
    )
    unshare_deck(row, by=learner, now=NOW)
    assert Review.objects.filter(user=member).count() == 1


# --- put away, deleted ---------------------------------------------------------------


def test_a_deleted_deck_is_there_for_no_group_and_comes_back_shared(
    browser, deck, group
):
    member = make_member(group).user
    share(deck, group)
    browser.post(reverse("deck_delete", args=[deck.pk]))
    assert not reads(member, deck)
    assert list(shares_of(group)) == []
    browser.post(reverse("deck_restore", args=[deck.pk]))
    assert reads(member, deck)
    assert [row.deck for row in shares_of(group)] == [deck]


def test_an_archived_deck_stays_with_the_group(browser, deck, group):
    member = make_member(group).user
    share(deck, group)
    browser.post(reverse("deck_archive", args=[deck.pk]))
    assert reads(member, deck)
    assert [row.deck for row in shares_of(group)] == [deck]
