"""What an import keeps while somebody looks at it."""

from django.conf import settings
from django.db import models


class ImportDraft(models.Model):
    """A file that somebody looks at before importing it; gone after a day."""

    id = models.UUIDField(primary_key=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(max_length=255)
    data = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        app_label = "decks"

    def __str__(self) -> str:
        return self.name
