"""Invitations by mail: what is sent, to how many, and what nobody learns by it."""

import re
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client, override_settings
from django.urls import reverse

from decks.groups.invitations import invitations_to
from decks.groups.invite_mail import (
    forget_addresses,
)
from decks.groups.joining import Entry
from decks.groups.models import Block, Invitation, Role
from decks.models import StudyGroup
from decks.notices.models import Notice, NoticeKind
from tests.factories import NOW, make_group, make_member, make_user
from tests.groups.invites import (
    DAY,
    HOUR,
    confirmed_user,
    invite,
    make_invitation,
    make_mail,
    owner_of,
    send,
    use,
)

pytestmark = pytest.mark.django_db

REFUSED = "refused@example.com"


class ChoosyBackend(EmailBackend):
    """A mail server that knows one address not to be there."""

    def send_messages(self, messages: Any) -> int:
        for message in messages:
            if REFUSED in message.to:
                raise SMTPRecipientsRefused({REFUSED: (550, b"No such user")})
        return super().send_messages(messages)


@pytest.fixture
def group() -> StudyGroup:
    owner = make_user(display_name="Ada", email="ada@example.com")
    return make_group(name="Cloud Certs", owner=owner)


@pytest.fixture
def owner(client: Client, group: StudyGroup) -> Client:
    """The owner's browser."""
    client.force_login(owner_of(group))
    return client


def test_each_address_gets_a_mail_and_a_link_of_its_own(
    owner: Client, group: StudyGroup
) -> None:
    response = send(owner, group, "Grace@Example.com\nb@example.com", role="editor")
    assert (response.status_code, len(mail.outbox)) == (302, 2)
    for message, invitation in zip(
        mail.outbox, Invitation.objects.order_by("pk"), strict=True
    ):
        assert message.to == [invitation.email]
        assert message.subject == "Invitation to Cloud Certs"
        assert (invitation.max_uses, invitation.role) == (1, "editor")
        links = re.findall(r"http://testserver(\S+)", str(message.body))
        assert links == [reverse("join", args=[invitation.token])]
    assert [m.to[0] for m in mail.outbox] == ["grace@example.com", "b@example.com"]


def test_a_mail_is_plain_text_with_the_senders_name_but_no_address(
    owner: Client, group: StudyGroup
) -> None:
    send(owner, group, "b@example.com")
    (message,) = mail.outbox
    body = str(message.body)
    assert message.content_subtype == "plain"
    assert not getattr(message, "alternatives", [])
    assert body.startswith("Ada invites you to the study group “Cloud Certs”:")
    assert "ada@example.com" not in body + str(message.extra_headers)
    assert "!" not in body


@pytest.mark.parametrize("is_open", [True, False])
def test_an_account_is_offered_only_where_one_can_be_made(
    owner: Client, group: StudyGroup, is_open: bool
) -> None:
    with override_settings(SIGNUP_OPEN=is_open):
        send(owner, group, "b@example.com")
    body = str(mail.outbox[0].body)
    assert "You need an account here" in body
    assert ("create one" in body) == is_open


def test_names_in_mails_are_neither_escaped_nor_broken_into_headers(
    owner: Client, group: StudyGroup
) -> None:
    name = "R&D <b>λ\r\nBcc: x@evil.example\u2028グループ"
    StudyGroup.objects.update(name=name)
    send(owner, group, "b@example.com")
    (message,) = mail.outbox
    assert message.subject == "Invitation to R&D <b>λ Bcc: x@evil.example グループ"
    assert "“R&D <b>λ Bcc: x@evil.example グループ”" in str(message.body)
    assert message.message()["Bcc"] is None
    assert message.recipients() == ["b@example.com"]


def test_a_known_address_is_told_in_the_page_and_the_answer_is_the_same(
    owner: Client, group: StudyGroup
) -> None:
    known = confirmed_user("known@example.com")
    replies = []
    for address in ("known@example.com", "other@example.com"):
        response = send(owner, group, address)
        page = owner.get(reverse("group_invites", args=[group.pk]))
        # Tokens of forms and the invitation's number differ from page to page.
        text = re.sub(r'value="\w{64}"|invites/\d+', "", _main(page))
        replies.append(text.replace(address, "X"))
        assert response["Location"].endswith("/invites/#mails")
        Invitation.objects.all().delete()
    assert replies[0] == replies[1]
    notice = Notice.objects.get()
    assert (notice.user, notice.kind) == (known, NoticeKind.INVITED)
    assert (notice.words, notice.path) == (
        "invited you to Cloud Certs",
        reverse("group_list"),
    )


def _main(response: Any) -> str:
    return str(response.content.decode()).partition("<main")[2]


def test_who_only_claims_an_address_is_in_the_group_or_blocked_is_not_told(
    group: StudyGroup,
) -> None:
    claimed = make_user(email="claimed@example.com")
    EmailAddress.objects.create(user=claimed, email=claimed.email, verified=False)
    inside, blocked = confirmed_user("in@example.com"), confirmed_user("b@example.com")
    make_member(group, user=inside)
    Block.objects.create(group=group, user=blocked, blocked_at=NOW)
    people = [claimed, inside, blocked]
    assert len(invite(group, *(one.email for one in people))) == 3
    assert not Notice.objects.exists()
    assert [invitations_to(one, NOW).count() for one in people] == [0, 0, 0]


def test_another_address_of_ones_own_counts_as_well(group: StudyGroup) -> None:
    user = confirmed_user("first@example.com")
    EmailAddress.objects.create(user=user, email="second@example.com", verified=True)
    invite(group, "second@example.com")
    assert Notice.objects.get().user == user
    assert invitations_to(user, NOW).get().group == group


def test_inviting_again_ends_the_earlier_one(group: StudyGroup) -> None:
    (first,) = invite(group, "a@example.com")
    (second,) = invite(group, "a@example.com", now=NOW + HOUR, role=Role.EDITOR)
    assert use(make_user(), first, now=NOW + HOUR) is Entry.REFUSED
    assert use(make_user(), second, now=NOW + HOUR) is Entry.JOINED


def test_a_form_that_is_sent_twice_sends_its_mails_once(
    owner: Client, group: StudyGroup
) -> None:
    for _ in range(2):
        response = owner.get(send(owner, group, "a@example.com")["Location"])
    assert len(mail.outbox) == 1
    assert "They were written to a moment ago." in response.content.decode()


def test_another_group_invites_the_same_address_for_itself(group: StudyGroup) -> None:
    other = make_group(owner=owner_of(group))
    (first,) = invite(group, "a@example.com")
    invite(other, "a@example.com", now=NOW + HOUR)
    assert use(make_user(), first, now=NOW + HOUR) is Entry.JOINED


def test_a_mails_link_is_for_one_person_and_two_weeks(group: StudyGroup) -> None:
    (one,) = invite(group, "a@example.com")
    assert use(make_user(), one, now=NOW + 14 * DAY) is Entry.REFUSED
    last = NOW + 14 * DAY - HOUR
    assert use(make_user(), one, now=last) is Entry.JOINED
    assert use(make_user(), one, now=last) is Entry.REFUSED


def test_addresses_are_forgotten_after_three_months_and_links_are_not(
    group: StudyGroup,
) -> None:
    late = NOW + 90 * DAY
    make_mail(group, "old@example.com", created_at=NOW - HOUR)
    make_mail(group, "new@example.com", created_at=NOW)
    make_invitation(group, created_at=NOW - HOUR)
    assert forget_addresses(now=late) == 1
    emails = group.invitations.order_by("email").values_list("email", flat=True)
    assert list(emails) == ["", "new@example.com"]


# --- again, and when the mail server fails --------------------------------------------


def test_a_mail_is_sent_again_with_a_new_link(owner: Client, group: StudyGroup) -> None:
    old = make_mail(group, "a@example.com", role=Role.EDITOR)
    Invitation.objects.update(expires_at=None)
    owner.post(reverse("invite_resend", args=[group.pk, old.pk]))
    new = Invitation.objects.latest("pk")
    assert (new.email, new.role) == (old.email, Role.EDITOR)
    assert new.token in str(mail.outbox[-1].body)
    old.refresh_from_db()
    assert old.turned_off_at is not None


@override_settings(
    EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
    EMAIL_HOST="127.0.0.1",
    EMAIL_PORT=1,
)
def test_a_mail_server_that_is_down_costs_nothing_but_the_mails(
    owner: Client, group: StudyGroup
) -> None:
    location = send(owner, group, "a@example.com, b@example.com")["Location"]
    page = owner.get(location).content.decode()
    words = "The mail to a@example.com, b@example.com could not be sent just now."
    assert words in page
    assert "mails sent." not in page
    assert group.invitations.count() == 2


@override_settings(EMAIL_BACKEND=f"{__name__}.ChoosyBackend")
def test_an_address_that_is_refused_does_not_hold_up_the_others(
    owner: Client, group: StudyGroup
) -> None:
    location = send(owner, group, f"a@example.com {REFUSED} b@example.com")["Location"]
    page = owner.get(location).content.decode()
    assert f"The mail to {REFUSED} could not be sent" in page
    assert "2 mails sent." in page
    assert [m.to for m in mail.outbox] == [["a@example.com"], ["b@example.com"]]
