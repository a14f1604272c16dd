"""Filters of the pages about one's account."""

from django import template

from decks.accounts.devices import device_words

register = template.Library()
register.filter("device", device_words)
