"""What a backup can fail with."""

_WORDS_MAX = 500


class BackupFault(Exception):
    """A backup or a restore that cannot be done; the text says why, in one line."""


def last_words(said: object) -> str:
    """What a program or the database said, in one line."""
    return " ".join(str(said).split())[:_WORDS_MAX] or "it did not say why"
