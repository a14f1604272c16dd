"""The link that turns mail off: signed, for one account, good for nothing else."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

_SALT = "decks.mails.off"
_DIGITS_MAX = 18


def off_link(user_id: int) -> str:
    """The whole address. It does not end: old mail is turned off by too."""
    return settings.SITE_URL + reverse("mail_off", args=[_signer().sign(str(user_id))])


def user_id_in(token: str) -> int | None:
    """Whose link it is; None for what was not signed here, and signed for this."""
    try:
        number = _signer().unsign(token)
    except BadSignature:
        return None
    is_number = number.isascii() and number.isdecimal() and len(number) <= _DIGITS_MAX
    return int(number) if is_number else None


def _signer() -> Signer:
    return Signer(salt=_SALT)
