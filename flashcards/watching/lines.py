"""How a line of the log is written: JSON in production, plain words elsewhere.

Every record passes through here, Django's own and the libraries' too. No line holds
what people wrote, who they are but for their number, or an address with what stands in
it: ids, tokens, searches.
"""

import datetime as dt
import logging
import re
from http import HTTPStatus
from typing import Any

import structlog
from django.http import HttpRequest
from structlog.typing import EventDict, Processor, WrappedLogger

from flashcards.watching.faults import told
from flashcards.watching.routes import method_of, route_of

_MAIL_ADDRESS = re.compile(r"[^\s@<>\"'(),;:]+@[^\s@<>\"'(),;:]+")
_HOST_NAME = re.compile(r"[A-Za-z0-9.-]{1,100}(:\d{1,5})?")


def formatter(*, is_production: bool, is_debugged: bool) -> logging.Formatter:
    """What `LOGGING` names."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.contextvars.merge_contextvars,
            _tell_request,
            *([_hide_addresses] if is_production else []),
        ],
        processors=[
            _begin,
            _fault_teller(in_full=is_debugged),
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _renderer(is_production),
        ],
        pass_foreign_args=True,
    )


def _renderer(is_production: bool) -> Processor:
    if is_production:
        return structlog.processors.JSONRenderer()
    return structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)


def _begin(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """When (UTC), how grave, from where: the same first words on every line."""
    record: logging.LogRecord = event["_record"]
    event.pop("positional_args", None)
    at = dt.datetime.fromtimestamp(record.created, dt.UTC)
    return {
        "timestamp": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "level": record.levelname.lower(),
        "logger": record.name,
        **event,
    }


def _tell_request(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Django's words about a request hold its path: they are put anew without it."""
    record: logging.LogRecord = event["_record"]
    request = getattr(record, "request", None)
    if not isinstance(request, HttpRequest):
        return event
    kind = record.name.rpartition(".")[2]
    status = getattr(record, "status_code", None)
    event.update(method=method_of(request), route=route_of(request), status=status)
    if kind == "csrf":
        # After the dash it quotes where the form came from.
        reason = str(event["positional_args"][0]).partition(" - ")[0]
        event["event"] = f"form refused: {reason}"
    elif record.name.startswith("django.security."):
        event["event"] = f"request refused: {kind}"
        if kind == "DisallowedHost":
            event.pop("exc_info", None)
            event.update(_strange_host(request))
    else:
        event["event"] = _status_words(status)
    return event


def _strange_host(request: HttpRequest) -> dict[str, str]:
    """Anybody may send one, so it is no error; whoever set the names wrong needs it."""
    host = str(request.META.get("HTTP_HOST", ""))
    known = {"host": host} if _HOST_NAME.fullmatch(host) else {}
    return {"level": "info", **known}


def _status_words(status: Any) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "request failed"


def _hide_addresses(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """What a library may say of whom it wrote to."""
    event["event"] = _MAIL_ADDRESS.sub("[address]", event["event"])
    return event


def _fault_teller(*, in_full: bool) -> Processor:
    def tell(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
        given = event.pop("exc_info", None)
        if isinstance(given, tuple) and isinstance(given[1], BaseException):
            event["exception"] = told(given[1], in_full=in_full)
        return event

    return tell
