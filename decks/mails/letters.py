"""The mail of a learner's morning: what it tells, and how it is written."""

import dataclasses
import datetime as dt
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format

from decks.accounts.models import User
from decks.mails.choosing import address_of, choice_of
from decks.mails.models import MailChoice, SentMail
from decks.mails.mornings import open_day
from decks.mails.news import News, news_of
from decks.mails.ways_out import off_link
from decks.progress.today import Today, today_of
from decks.study.models import DayCounter

TOLD_FOR = dt.timedelta(days=31)
"""A digest reaches back so far at most."""


@dataclasses.dataclass(frozen=True, slots=True)
class Letter:
    """What one mail tells: the digest's news (None: it is only a reminder), and what
    waits of one's own."""

    user: User
    address: str
    day: dt.date
    news: News | None
    today: Today

    @property
    def subject(self) -> str:
        if self.news is None:
            return self.today.heading
        return f"Your groups, {date_format(self.day, 'l j F')}"


def letter_for(
    user: User, day: dt.date, *, with_digest: bool, now: dt.datetime
) -> Letter | None:
    """The mail of that local date; None where there is nothing to tell, or it is not
    wanted any more, may not be sent, or the date's hours are over.

    Three statements and those of `news_of`; today's are three more.
    """
    choice, address = choice_of(user), address_of(user)
    is_open = open_day(user.time_zone, user.day_start_minutes, now=now) == day
    if choice is None or address is None or not user.is_active or not is_open:
        return None
    news = None
    if with_digest and choice.has_digest:
        news = news_of(user, since=_told_until(choice, now), today=day, now=now)
    today = today_of(user, now=now)
    if not news and not (choice.reminds and _waits(user, today, day)):
        return None
    return Letter(user, address, day, news or None, today)


def _told_until(choice: MailChoice, now: dt.datetime) -> dt.datetime:
    digests = SentMail.objects.filter(user=choice.user_id, has_digest=True)
    latest = digests.order_by("-local_date").values_list("tells_until", flat=True)
    return max(choice.chosen_at, now - TOLD_FOR, *latest[:1])


def _waits(user: User, today: Today, day: dt.date) -> bool:
    """Whether cards are due of which none was studied yet today."""
    studied = DayCounter.objects.filter(user=user, study_day=day)
    return today.due_count > 0 and not studied.exists()


def written(letter: Letter) -> EmailMultiAlternatives:
    """The mail, plain and as HTML, with the way to turn it off (RFC 8058)."""
    link, site = off_link(letter.user.pk), urlsplit(settings.SITE_URL)
    context = {
        "letter": letter,
        "news": letter.news,
        "today": letter.today,
        "site": settings.SITE_URL,
        "off_link": link,
        "current_site": {"domain": site.netloc},
    }
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=render_to_string("mails/email/morning.txt", context),
        to=[letter.address],
        headers={
            "Message-ID": message_id(letter.user.pk, letter.day),
            "List-Unsubscribe": f"<{link}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    html = render_to_string("mails/email/morning.html", context)
    message.attach_alternative(html, "text/html")
    return message


def message_id(user_id: int, day: dt.date) -> str:
    """The same for the same person and date: whoever carries mail can tell a double."""
    key = salted_hmac("decks.mails.message_id", f"{user_id} {day}").hexdigest()
    return f"<{key}@{urlsplit(settings.SITE_URL).hostname}>"
