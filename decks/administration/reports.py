"""Reports of decks in the administration: read, and answered."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from decks.accounts.models import User
from decks.administration.rights import is_staff, is_superuser
from decks.cards.forms import refuse_unprintable
from decks.cards.models import Deck
from decks.reports.deciding import dismiss, lift, take_down
from decks.reports.models import WORDS_MAX_CHARACTERS, DeckReport

WHO = ("reporter", "answered_by")
LATER, DISMISS, TAKE_DOWN, LIFT = "later", "dismiss", "take_down", "lift"
LIFT_MAX = 140
_OPEN = [
    (LATER, "Decide later"),
    (DISMISS, "Leave the deck as it is"),
    (TAKE_DOWN, "Take the deck down: only its owner sees it, and cannot open it"),
]
_DOWN = [(LATER, "Leave it down"), (LIFT, "Let its owner open it again")]
_OVER = [(LATER, "Nothing more to decide")]
_READ_BY_NOBODY = (
    "Nothing is decided by this, so nobody would read your words. Decide above, or "
    "empty this field."
)


class DecisionForm(forms.ModelForm):  # type: ignore[type-arg]
    """What is done about the report, and what people are told of it."""

    decision = forms.ChoiceField(choices=_OVER, widget=forms.RadioSelect, initial=LATER)
    said = forms.CharField(
        label="In a few words, why",
        help_text="Whoever reported it reads this, and of a deck that is taken down its"
        f" owner; of one that is opened again its owner alone, {LIFT_MAX} characters.",
        required=False,
        max_length=WORDS_MAX_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[refuse_unprintable],
    )

    class Meta:
        model = DeckReport
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = _OVER
        if self.instance.state == DeckReport.State.OPEN:
            choices = _OPEN
        elif self.instance.deck.taken_down_at is not None:
            choices = _DOWN
        cast(forms.ChoiceField, self.fields["decision"]).choices = choices

    def clean(self) -> dict[str, Any] | None:
        """Its owner has to know why a deck is taken down, and no words get lost."""
        given = super().clean()
        decision = self.cleaned_data.get("decision")
        said = self.cleaned_data.get("said", "").strip()
        if decision == TAKE_DOWN and not said:
            raise ValidationError({"said": "Say why: its owner reads it."})
        if decision == LATER and said:
            raise ValidationError({"said": _READ_BY_NOBODY})
        if decision == LIFT and len(said) > LIFT_MAX:
            room = f"Its notice has room for {LIFT_MAX} characters of these"
            raise ValidationError({"said": f"{room} {len(said)}."})
        return given


@admin.register(DeckReport)
class ReportAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """For all staff: decks that are public or were taken down, and those they keep; but
    for their own, which others decide on."""

    form = DecisionForm
    list_display = ("title", "reason", "state", "reported_at", "answered_at")
    list_filter = ("state", "reason")
    list_select_related = ("deck",)
    ordering = ("-reported_at",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[DeckReport]:
        reports = super().get_queryset(request).filter(deck__deleted_at=None)
        if is_superuser(request):
            return reports
        shown = Q(deck__visibility=Deck.Visibility.PUBLIC)
        shown |= Q(deck__taken_down_at__isnull=False) | Q(deck__owner=None)
        return reports.filter(shown).exclude(deck__owner=cast(User, request.user))

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Nor is found out from the address who it was."""
        if lookup.startswith(WHO) and not is_superuser(request):
            return False
        return super().lookup_allowed(lookup, value, request)

    def history_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """It names who decided."""
        if not is_superuser(request):
            raise PermissionDenied
        return super().history_view(request, *args, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return [*self.get_readonly_fields(request, obj), "decision", "said"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Who reported it only superusers read, who see people anyway."""
        who = WHO if is_superuser(request) else ()
        told = ["deck_link", "reason", "words", "reported_at", "state", "answer"]
        return [*told, "answered_at", *who]

    @admin.display(description="deck", ordering="deck__title")
    def title(self, report: DeckReport) -> str:
        return report.deck.title

    @admin.display(description="deck")
    def deck_link(self, report: DeckReport) -> SafeString:
        url = reverse("deck", args=[report.deck_id])
        return format_html('<a href="{}">{}</a>', url, report.deck.title)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_staff(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_staff(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_staff(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        """What the history keeps: the decision and what was said with it."""
        if not form.is_done:
            return "Somebody else had decided before."
        choices = dict(form.fields["decision"].choices)
        decision = choices[form.cleaned_data["decision"]]
        return f"{decision}. {form.cleaned_data['said']}".strip()

    def save_model(
        self, request: HttpRequest, obj: DeckReport, form: Any, change: bool
    ) -> None:
        """Nothing of the report itself is written but by its decision."""
        by, now = cast(User, request.user), timezone.now()
        words, is_done = form.cleaned_data["said"].strip(), True
        decision = form.cleaned_data["decision"]
        if decision == DISMISS:
            is_done = dismiss(obj.pk, by=by, words=words, now=now)
        elif decision == TAKE_DOWN:
            is_done = take_down(obj.deck_id, by=by, words=words, now=now)
        elif decision == LIFT:
            is_done = lift(obj.deck_id, words=words, now=now)
        form.is_done = is_done
        if not is_done:
            messages.warning(request, "Somebody else decided this meanwhile.")
