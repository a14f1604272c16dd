"""What is sent to be saved and never shown."""

from collections.abc import Iterator

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

CSV = "text/csv; charset=utf-8"


def attachment(
    content: bytes | Iterator[bytes], name: str, content_type: str
) -> HttpResponseBase:
    """The file under this name: whole, or its pieces as they are made."""
    kind = HttpResponse if isinstance(content, bytes) else StreamingHttpResponse
    reply: HttpResponseBase = kind(content, content_type=content_type)
    reply["Content-Disposition"] = content_disposition_header(True, name)
    return reply
