"""The name that a card has in files, by which an import finds it again."""

from django.utils.crypto import salted_hmac

KEY_CHARACTERS = 20


def key_of(card_id: int, source_key: str) -> str:
    """The name it came with; else one that says nothing of the card, nor of the site.

    It is another on every site, so that a file from elsewhere finds no card by chance.
    """
    made = salted_hmac("decks.transfer.card", str(card_id), algorithm="sha256")
    return source_key or f"fc-{made.hexdigest()[:KEY_CHARACTERS]}"
