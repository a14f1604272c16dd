"""The name that a card has in files, by which an import finds it again."""

from collections.abc import Sequence

from django.utils.crypto import salted_hmac

KEY_CHARACTERS = 20


def keys_of(rows: Sequence[tuple[int, str]]) -> list[str]:
    """The names of a deck's cards, given as (id, source_key): no two the same.

    A card keeps the name it came with; else it has one that says nothing of the card,
    nor of the site. That is another on every site, so that a file from elsewhere finds
    no card by chance. Of two that came with one name the later has its own, and so has
    a card that came with the name of another: in a file that name means the other.
    """
    own = _own_keys([card_id for card_id, _ in rows])
    taken, keys = set(own), []
    for key, (_, source_key) in zip(own, rows, strict=True):
        is_free = source_key and source_key not in taken
        keys.append(source_key if is_free else key)
        taken.add(keys[-1])
    return keys


def _own_keys(card_ids: Sequence[int]) -> list[str]:
    # Deriving the secret takes longer than what is made with it: once is enough.
    secret = salted_hmac("decks.transfer.card", "", algorithm="sha256")
    keys = []
    for card_id in card_ids:
        made = secret.copy()
        made.update(b"%d" % card_id)
        keys.append(f"fc-{made.hexdigest()[:KEY_CHARACTERS]}")
    return keys
