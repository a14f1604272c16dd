"""Who may see and change what, as querysets.

What is looked up in other rooms' tables is named as a string (`_rows`): relations run
up, imports do not.
"""

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q

if TYPE_CHECKING:
    from decks.accounts.models import User
    from decks.cards.models import Card, Deck  # noqa: F401  (named in the bases)


class DeckQuerySet(models.QuerySet["Deck"]):
    """Who may see and change a deck is decided here and nowhere else.

    Deleted decks, and what holds the deleted cards of a deck, are there for nobody:
    only `restorable_by` finds them.
    """

    def listed(self) -> "DeckQuerySet":
        """Public decks that their owners did not archive: anyone finds them."""
        return self.filter(visibility="public", archived_at=None, deleted_at=None)

    def readable_by(self, user: "User | AnonymousUser") -> "DeckQuerySet":
        """Public decks, one's own, those shared with a group of one's, those that one
        came to before they were archived or by their link, and for staff those nobody
        owns."""
        there = self.filter(deleted_at=None)
        open_to_all = Q(visibility="public", archived_at=None)
        if not user.is_authenticated:
            return there.filter(open_to_all)
        came = _rows("DeckReader").filter(user=user, deck=OuterRef("pk"))
        stays = ~Q(visibility="private") & Q(Exists(came))
        shared = _shared_with(user)
        return there.filter(open_to_all | self._kept(user) | stays | shared)

    def editable_by(self, user: "User | AnonymousUser") -> "DeckQuerySet":
        """Whose cards somebody may write: the decks they keep, and those that a group
        lets its editors edit."""
        if not user.is_authenticated:
            return self.none()
        shared = _shared_with(user, to_edit=True)
        return self.filter(self._kept(user) | shared, deleted_at=None)

    def kept_by(self, user: "User | AnonymousUser") -> "DeckQuerySet":
        """Whose settings, sharing and deletion somebody decides on: one's own decks,
        and for staff those nobody owns."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(self._kept(user), deleted_at=None)

    def restorable_by(self, user: "User | AnonymousUser") -> "DeckQuerySet":
        """Deleted decks that `kept_by` would have; how long ago is not asked."""
        if not user.is_authenticated:
            return self.none()
        gone = Q(deleted_at__isnull=False, trash_of=None)
        return self.filter(gone, self._kept(user))

    def _kept(self, user: "User | AnonymousUser") -> Q:
        kept = Q(owner=user)
        return kept | Q(owner=None) if user.is_authenticated and user.is_staff else kept


def _shared_with(user: "User", *, to_edit: bool = False) -> Q:
    """Decks of a group that somebody is in, or that they may edit there."""
    inside = _rows("Membership").filter(user=user)
    shares = _rows("GroupDeck").filter(deck=OuterRef("pk"))
    if to_edit:
        inside = inside.exclude(role="member")
        shares = shares.filter(editors_may_edit=True)
    return Q(Exists(shares.filter(group__in=inside.values("group"))))


class CardQuerySet(models.QuerySet["Card"]):
    """Access is the deck's: filter by `deck__in` of a readable queryset."""

    def in_deck_order(self) -> "CardQuerySet":
        """By position, and where two share one, by age."""
        return self.order_by("position", "id")


def _rows(name: str) -> "models.Manager[Any]":
    rows: models.Manager[Any] = apps.get_model("decks", name).objects
    return rows
