"""Tags of the pages about invitations."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from decks.groups.qr import qr_code

register = template.Library()


@register.simple_tag
def qr(text: str, label: str) -> SafeString:
    """A QR code as an SVG image: dark on white in every theme, with its quiet zone."""
    code = qr_code(text)
    return format_html(
        '<svg class="qr" role="img" aria-label="{0}" viewBox="0 0 {1} {1}" '
        'width="{1}" height="{1}" shape-rendering="crispEdges">'
        '<rect width="{1}" height="{1}" fill="#ffffff"/>'
        '<path fill="#1b2234" d="{2}"/></svg>',
        label,
        code.size,
        code.path,
    )
