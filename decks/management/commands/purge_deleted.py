from typing import Any

from django.utils import timezone

from decks.cards.models import RESTORABLE_DAYS
from decks.editing.deck_purging import purge_deleted
from decks.groups.invite_mail import KEPT, forget_addresses
from decks.management.prepared import PreparedCommand
from decks.notices.reading import KEPT_DAYS, forget_read
from decks.talk.forgetting import forget_talk


class Command(PreparedCommand):
    help = (
        f"Removes for good what was deleted more than {RESTORABLE_DAYS} days ago,"
        f" notices that were read more than {KEPT_DAYS} days ago, and invitations that"
        f" were sent by mail more than {KEPT.days} days ago."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        forget_read(now=timezone.now())
        forget_addresses(now=timezone.now())
        purged = purge_deleted(now=timezone.now())
        forget_talk()
        if purged.card_count or purged.deck_count:
            what = f"{purged.card_count:,} cards and {purged.deck_count:,} decks"
            self.stdout.write(f"Removed for good: {what}.")
        if not purged.is_complete:
            self.stdout.write("More is left; the next run goes on.")
