"""A form that is sent twice at the same moment."""

import functools
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


def twice_is_once(
    view: Callable[..., HttpResponse], *, then: str
) -> Callable[..., HttpResponse]:
    """Where the other was first with the same row, on to the page named `then`.

    It shows what the other has set up.
    """

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except IntegrityError:
            return redirect(then)

    return guarded
