"""Whether somebody has shown just now that the account is theirs."""

import functools
import time
from collections.abc import Callable
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import urlencode


def was_shown_just_now(request: HttpRequest) -> bool:
    """By signing in, or since, within ACCOUNT_REAUTHENTICATION_TIMEOUT."""
    records = get_authentication_records(request, request.user)
    last_s = max((float(record["at"]) for record in records), default=0.0)
    timeout_s: int = app_settings.REAUTHENTICATION_TIMEOUT
    return time.time() - last_s < timeout_s


def has_a_way_to_show(request: HttpRequest) -> bool:
    """A password, an app or a passkey; without any there is only the mailed code."""
    return bool(get_reauthentication_flows(request.user))


def owner_required(
    view: Callable[..., HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Lets in whoever has shown just now who they are; others show it, and come back.

    What a form sent is not kept meanwhile: it may hold a password.
    """

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if was_shown_just_now(request):
            return view(request, *args, **kwargs)
        way = get_adapter(request).get_reauthentication_methods(request.user)[0]
        return redirect(f"{way['url']}?{urlencode({'next': request.path})}")

    return guarded
