"""Fields for what an owner says of a group."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from decks.accounts.form_parts import FormIdForm, LineField
from decks.accounts.option_fields import Fallback, StudyOptionsForm
from decks.accounts.study_options import NO_LIMIT, OPTION_NAMES
from decks.groups.models import Role, StudyGroup
from decks.groups.seen_forms import SeenForm
from decks.study.exam_forms import ExamDateField

NAME_MAX_CHARACTERS = 80
DESCRIPTION_MAX_CHARACTERS = 2000


class GroupForm(forms.Form):
    """What a group is called and is for, and how one gets in."""

    name = LineField(
        max_length=NAME_MAX_CHARACTERS,
        error_messages={"required": "Give the group a name."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="Whoever is invited reads it before they join.",
    )
    description = forms.CharField(
        required=False,
        max_length=DESCRIPTION_MAX_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What you prepare for. Only members read it.",
    )
    needs_approval = forms.BooleanField(
        label="An owner lets in whoever comes by a link", required=False
    )

    def clean_description(self) -> str:
        """Line ends as "\\n", whatever the browser sent."""
        return str(self.cleaned_data["description"]).replace("\r\n", "\n")


class NewGroupForm(GroupForm, SeenForm, FormIdForm):
    """A new group's fields, and how much it sees of the one who makes it."""

    SETTINGS = ("name", "description", "needs_approval")


class KeptExamDateField(ExamDateField):
    """An exam's day that may also stay as it is after it was over."""

    def __init__(self, *, kept: dt.date | None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kept = kept

    def validate(self, value: dt.date | None) -> None:
        if value is None or value != self.kept:
            super().validate(value)


class ExamDateForm(forms.Form):
    """The day of an exam; `initial` has the one that stands."""

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = self.initial.get("exam_date")
        field = KeptExamDateField(today=today, kept=kept, label="Exam date")
        self.fields["exam_date"] = field
        self.order_fields(self.field_order)


class RemembersForm(forms.Form):
    """Knows which fields this person touched: the page carries what it showed.

    So two owners who change different things at the same time both get theirs.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = True

    @property
    def as_shown(self) -> SafeString:
        """Hidden inputs with what the page showed."""
        shown = ((bound.as_hidden(only_initial=True),) for bound in self)
        return format_html_join("", "{}", shown)

    @property
    def changes(self) -> dict[str, Any]:
        """What was touched, by field."""
        return {name: self.cleaned_data[name] for name in self.changed_data}


class GroupSettingsForm(RemembersForm, ExamDateForm, GroupForm):
    """A group's settings; its exam date is the group's."""

    SETTINGS = ("name", "description", "needs_approval", "exam_date")
    field_order = SETTINGS


class GroupOptionsForm(StudyOptionsForm, RemembersForm):
    """What the group proposes for the decks that are shared there."""

    class Meta(StudyOptionsForm.Meta):
        model = StudyGroup

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        empty = "Empty: what the deck proposes, or each learner has in their settings."
        hints = {name: Fallback(empty) for name in OPTION_NAMES}
        endless = f"{empty} {NO_LIMIT}: no limit."
        choice = "As the deck proposes, or each learner has in their settings"
        self.explain(
            hints
            | {"reviews_per_day": Fallback(endless)}
            | {"new_card_order": Fallback("", choice)}
        )


class OwnChoiceForm(ExamDateForm, SeenForm):
    """What somebody decides for themselves in a group."""


class InviteLinkForm(forms.Form):
    """A link that somebody was sent, pasted; gives what stands at its end."""

    invite = forms.CharField(
        label="Have an invite link?",
        max_length=2000,
        help_text="Paste it here.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url"}),
        error_messages={"required": "Paste the link that you were sent."},
    )

    def clean_invite(self) -> str:
        """The token of `https://…/join/<token>/`, or of the token alone."""
        text: str = self.cleaned_data["invite"]
        found = _TOKEN.search(text.partition("?")[0].partition("#")[0])
        if found is None:
            raise forms.ValidationError(
                "This is no invite link of a group. Ask whoever sent it for another."
            )
        return found[1]


_TOKEN = re.compile(r"(?:\A|/join/)([-\w]{16,48})/?\Z", re.ASCII)


class RoleForm(forms.Form):
    """What somebody is to be."""

    role = forms.ChoiceField(choices=Role.choices)


class RemovalForm(forms.Form):
    """Whether somebody who is taken out is kept out as well."""

    block = forms.BooleanField(
        label="Block as well: no invite link lets them in again", required=False
    )


class DeletionForm(forms.Form):
    """The group's name, typed by whoever deletes it."""

    name = LineField(
        label="Type the group’s name to confirm",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Type the name to delete the group."},
    )

    def __init__(self, *args: Any, group: StudyGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.group = group

    def clean_name(self) -> str:
        """The name as it is, whatever its capitals."""
        name: str = self.cleaned_data["name"]
        if name.casefold() != " ".join(self.group.name.split()).casefold():
            raise forms.ValidationError("That is not the name of this group.")
        return name
