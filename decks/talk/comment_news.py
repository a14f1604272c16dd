"""Who is told of a comment, and what the groups with the deck write down of it.

No word of a card or of a comment goes along: a notice stays when access ends.
"""

import datetime as dt

from decks.accounts.models import User
from decks.groups.events import EventKind, note_of_deck
from decks.notices.models import NoticeKind
from decks.notices.telling import tell
from decks.talk.comment_access import Thread
from decks.talk.models import Comment
from decks.talk.readers import readers_among

TOLD_MAX = 50
"""So many of those who wrote in a thread hear of what comes: the latest."""


def announce_comment(comment: Comment, thread: Thread, *, now: dt.datetime) -> None:
    """Tell those who wrote before, and of the first one whoever keeps the deck.

    Only who may still read the deck is told.
    """
    deck = thread.deck
    note_of_deck(deck.pk, EventKind.COMMENTED, actor=comment.author, now=now)
    what = "a card in" if thread.suggestion is None else "a suggestion for"
    tell(
        readers_among(deck.pk, _listeners(comment, thread)),
        NoticeKind.REPLIED,
        about=thread.about,
        words=f"wrote about {what} {deck.title}",
        path=thread.page,
        actor=comment.author,
        now=now,
    )


def _listeners(comment: Comment, thread: Thread) -> list[User]:
    earlier = thread.comments.filter(pk__lt=comment.pk).exclude(author=None)
    latest = earlier.order_by("-pk").values_list("author", flat=True)[: TOLD_MAX * 4]
    people = list(dict.fromkeys(latest))[:TOLD_MAX]
    if not people and thread.deck.owner_id:
        people.append(thread.deck.owner_id)
    if thread.suggestion is not None and thread.suggestion.author_id:
        people.append(thread.suggestion.author_id)
    others = {*people} - {comment.author_id}
    return list(User.objects.filter(pk__in=others, is_active=True))
