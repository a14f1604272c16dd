"""Reports and groups and jobs in the administration: who sees them, what they do."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from decks.jobs.models import Job
from decks.models import Deck, DeckReport, Membership, Notice, StudyGroup, User
from tests.admin.pages import SECRET, signed_in
from tests.factories import (
    NOW,
    make_deck,
    make_group,
    make_member,
    make_public_deck,
    make_staff,
    make_user,
)

pytestmark = pytest.mark.django_db
LIST = "admin:decks_deckreport_changelist"


@pytest.fixture
def report() -> DeckReport:
    deck = make_public_deck(owner=make_user(), title="Borrowed")
    reporter = make_user(display_name="The whistle", email="whistle@example.com")
    return DeckReport.objects.create(
        deck=deck, reporter=reporter, reason="spam", words="Page 3", reported_at=NOW
    )


def url(report: DeckReport) -> str:
    return reverse("admin:decks_deckreport_change", args=[report.pk])


def decide(client: Client, report: DeckReport, decision: str, said: str = "") -> Any:
    given = {"decision": decision, "said": said}
    response = client.post(url(report), given, follow=True)
    report.refresh_from_db()
    report.deck.refresh_from_db()
    return response


def test_staff_read_a_report_and_not_who_sent_it(
    staff: Client, superuser: Client, report: DeckReport
) -> None:
    assert "Borrowed" in staff.get(reverse(LIST)).content.decode()
    page = staff.get(url(report)).content.decode()
    assert reverse("deck", args=[report.deck_id]) in page
    assert "Page 3" in page
    assert "whistle" not in page
    assert "The whistle" in superuser.get(url(report)).content.decode()


def test_only_superusers_read_who_decided(
    staff: Client, superuser: Client, report: DeckReport
) -> None:
    decide(superuser, report, "dismiss", "It is fine.")
    history = reverse("admin:decks_deckreport_history", args=[report.pk])
    assert staff.get(history).status_code == 403
    assert superuser.get(history).status_code == 200


def test_staff_see_no_report_of_a_deck_that_is_private_by_now(
    staff: Client, superuser: Client, report: DeckReport
) -> None:
    Deck.objects.update(visibility="private", title=SECRET)
    assert SECRET not in staff.get(reverse(LIST)).content.decode()
    assert SECRET not in staff.get(url(report), follow=True).content.decode()
    assert SECRET in superuser.get(reverse(LIST)).content.decode()


@pytest.mark.parametrize("who", ["reporter", "answered_by"])
@pytest.mark.parametrize("how", ["", "__id__exact", "__exact", "__in", "__isnull"])
def test_staff_do_not_find_by_the_address_who_sent_it(
    staff: Client, superuser: Client, report: DeckReport, who: str, how: str
) -> None:
    asked = {who + how: "0" if how == "__isnull" else str(report.reporter_id)}
    assert staff.get(reverse(LIST), asked).status_code == 400
    assert superuser.get(reverse(LIST), asked).status_code == 200


def test_staff_neither_read_nor_decide_a_report_of_their_own_deck(
    report: DeckReport,
) -> None:
    owner, ownerless = make_staff(), make_public_deck(title="Kept by staff")
    Deck.objects.filter(pk=report.deck_id).update(owner=owner)
    DeckReport.objects.create(
        deck=ownerless, reporter=owner, reason="spam", words="", reported_at=NOW
    )
    client = signed_in(owner)
    page = client.get(reverse(LIST)).content.decode()
    assert "Kept by staff" in page
    assert "Borrowed" not in page
    response = decide(client, report, "dismiss")
    assert "Page 3" not in response.content.decode()
    assert report.state == "open"
    User.objects.filter(pk=owner.pk).update(is_superuser=True)
    decide(client, report, "dismiss")
    assert report.state == "dismissed"


def test_staff_leave_a_deck_as_it_is(staff: Client, report: DeckReport) -> None:
    decide(staff, report, "dismiss", "It is free.")
    assert (report.state, report.answer) == ("dismissed", "It is free.")
    assert report.deck.visibility == "public"
    assert Notice.objects.get().user == report.reporter


def test_staff_take_a_deck_down_and_lift_that(
    staff: Client, report: DeckReport
) -> None:
    decide(staff, report, "take_down", "A claim.")
    assert report.state == "taken_down"
    assert report.deck.visibility == "private"
    assert "Let its owner open it again" in staff.get(url(report)).content.decode()
    decide(staff, report, "lift", "The claim was withdrawn.")
    assert report.deck.taken_down_at is None
    notices = Notice.objects.filter(user=report.deck.owner)
    assert "The claim was withdrawn." in notices.get(words__startswith="lets").words
    assert report.deck.visibility == "private"


def test_taking_down_needs_a_word(staff: Client, report: DeckReport) -> None:
    response = decide(staff, report, "take_down", "  ")
    assert "Say why: its owner reads it." in response.content.decode()
    assert report.deck.visibility == "public"


def test_what_is_decided_is_not_decided_again(
    staff: Client, superuser: Client, report: DeckReport
) -> None:
    decide(staff, report, "dismiss")
    response = decide(superuser, report, "take_down", "A claim.")
    assert response.status_code == 200
    assert report.deck.visibility == "public"


def test_later_decides_nothing(staff: Client, report: DeckReport) -> None:
    decide(staff, report, "later")
    assert (report.state, report.answer) == ("open", "")
    assert not Notice.objects.exists()


def test_words_that_nobody_would_read_are_refused_and_kept(
    staff: Client, report: DeckReport
) -> None:
    page = decide(staff, report, "later", "Hm, a book").content.decode()
    assert "nobody would read your words" in page
    assert "Hm, a book</textarea>" in page


def test_more_than_fits_the_owners_notice_is_refused_and_kept(
    staff: Client, report: DeckReport
) -> None:
    decide(staff, report, "take_down", "A claim.")
    page = decide(staff, report, "lift", "x" * 141).content.decode()
    assert "has room for 140 characters of these 141" in page
    assert report.deck.taken_down_at is not None
    title = "T" * 200
    Deck.objects.update(title=title)
    decide(staff, report, "lift", "x" * 140)
    words = Notice.objects.get(words__startswith="lets").words
    assert words.endswith("x" * 140)


def test_a_decision_that_came_too_late_is_not_in_the_history_as_made(
    superuser: Client, report: DeckReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("decks.administration.reports.dismiss", lambda *_, **__: False)
    decide(superuser, report, "dismiss", "It is free.")
    message = LogEntry.objects.get().get_change_message()
    assert message == "Somebody else had decided before."


def test_the_history_has_the_decision_and_its_words(
    superuser: Client, report: DeckReport
) -> None:
    decide(superuser, report, "dismiss", "It is free.")
    entry = LogEntry.objects.get()
    assert entry.get_change_message() == "Leave the deck as it is. It is free."


def test_a_taken_down_deck_is_not_opened_by_its_form(
    superuser: Client, report: DeckReport
) -> None:
    decide(superuser, report, "take_down", "A claim.")
    form = {"title": "T", "description": "", "visibility": "public", "owner": ""}
    change = reverse("admin:decks_deck_change", args=[report.deck_id])
    assert superuser.post(change, form).status_code == 302
    report.deck.refresh_from_db()
    assert (report.deck.title, report.deck.visibility) == ("T", "private")


# --- Groups and jobs, for superusers -------------------------------------------------


@pytest.mark.parametrize("model", ["studygroup", "job"])
def test_staff_see_neither_groups_nor_jobs(staff: Client, model: str) -> None:
    listed = reverse(f"admin:decks_{model}_changelist")
    assert staff.get(listed).status_code == 403


def test_groups_are_listed_with_owners_and_members(
    superuser: Client, django_assert_max_num_queries: Any
) -> None:
    for _ in range(5):
        owner = make_user()
        make_member(make_group(owner=owner, name="Bees"))
    with django_assert_max_num_queries(8):
        page = superuser.get(reverse("admin:decks_studygroup_changelist"))
    assert owner.email in page.content.decode()
    assert '<td class="field-member_count">2</td>' in page.content.decode()


def test_a_group_that_ends_leaves_decks_and_tells_its_members(
    superuser: Client,
) -> None:
    group, deck = make_group(name="Bees"), make_deck(owner=make_user())
    member = make_member(group).user
    gone = reverse("admin:decks_studygroup_delete", args=[group.pk])
    assert "Memberships: 2" in superuser.get(gone).content.decode()
    superuser.post(gone, {"post": "yes"})
    assert not StudyGroup.objects.exists()
    assert not Membership.objects.exists()
    assert Deck.objects.filter(pk=deck.pk).exists()
    assert "deleted the group Bees" in Notice.objects.get(user=member).words


def make_job(state: str) -> Job:
    return Job.objects.create(
        kind="digest",
        state=state,
        tries=3,
        payload={"said": SECRET},
        run_at=NOW,
        created_at=NOW,
    )


def act(client: Client, action: str) -> None:
    jobs = list(Job.objects.values_list("pk", flat=True))
    given = {"action": action, "_selected_action": jobs}
    client.post(reverse("admin:decks_job_changelist"), given)


def test_a_job_is_tried_again_and_put_aside(superuser: Client) -> None:
    failed, running = make_job("failed"), make_job("running")
    act(superuser, "run_again")
    failed.refresh_from_db()
    running.refresh_from_db()
    assert (failed.state, failed.tries, running.state) == ("waiting", 0, "running")
    act(superuser, "put_aside")
    failed.refresh_from_db()
    assert failed.state == "failed"


def test_what_a_job_is_given_is_not_shown(superuser: Client) -> None:
    job = make_job("failed")
    page = superuser.get(reverse("admin:decks_job_change", args=[job.pk]))
    assert page.status_code == 200
    assert SECRET not in page.content.decode()
    assert 'name="payload"' not in page.content.decode()
