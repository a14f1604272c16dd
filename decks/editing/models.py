"""What editors keep of a deck beside its cards."""

from typing import ClassVar

from django.db import models

from decks.cards.models import Card, Deck


class LikelyCopy(models.Model):
    """Two cards of a deck that say the same; `kept_at` once someone kept both."""

    deck = models.ForeignKey(Deck, on_delete=models.CASCADE, related_name="+")
    later = models.ForeignKey(
        Card, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    earlier = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="+")
    kept_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "decks"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["later", "earlier"], name="likely_copy_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Card {self.later_id} looks like card {self.earlier_id}"
