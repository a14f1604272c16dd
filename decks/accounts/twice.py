"""What meets a row that somebody else wrote first."""

import functools
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

TAKEN = "Another account has this address by now. Yours is as it was."


def twice_is_once(
    view: Callable[..., HttpResponse], *, then: str
) -> Callable[..., HttpResponse]:
    """Of a form that is sent twice at once the second leads to the page named `then`.

    It shows what the first has set up.
    """

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except IntegrityError:
            return redirect(then)

    return guarded


def whole_or_taken(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Confirming an address that another account was made with meanwhile is refused."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                return view(request, *args, **kwargs)
        except IntegrityError:
            messages.error(request, TAKEN)
            return redirect("account_email")

    return guarded
