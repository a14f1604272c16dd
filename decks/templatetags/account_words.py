"""Words of pages and mails about accounts."""

from django import template
from django.conf import settings

from decks.accounts.devices import device_words

register = template.Library()
register.filter("device", device_words)


@register.simple_tag
def takes_new_people() -> bool:
    """Whether strangers may make an account here."""
    return bool(settings.SIGNUP_OPEN)
