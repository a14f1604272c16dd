"""What any signed-in page costs: session, user, all middleware, one template.

It stands in no deck and asks nothing of the database itself. It is served by the same
process as the site, only while the benchmark runs.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

FRAME_BYTES = 1000
"""About what the template writes around `filler`."""


def plain_page(request: HttpRequest) -> HttpResponse:
    """A fragment of about `bytes` bytes (query), with a CSRF token; GET or POST."""
    size = int(request.GET.get("bytes", "4000"))
    context = {
        "name": request.user.get_username(),
        "tiles": range(1, 6),
        "filler": "What is a pure function? " * (max(0, size - FRAME_BYTES) // 25),
    }
    return render(request, "bench/fragment.html", context)
