"""Where a message waits for the next page in production."""

from django.contrib.messages.storage.cookie import CookieStorage


class HostCookieStorage(CookieStorage):
    """A signed cookie that, by its name, no other host can set."""

    cookie_name = "__Host-messages"
