"""What a browser sends when somebody says something about a card."""

import uuid

from django import forms
from django.core.exceptions import ValidationError

from decks.cards.forms import SideField
from decks.talk.models import COMMENT_MAX_CHARACTERS

TEXT_HINT = "Everyone who can read this deck sees this."


class CommentForm(forms.Form):
    """A comment; `form_id` lets it be there once, however often it is sent."""

    text = SideField(
        label="Your comment",
        help_text=TEXT_HINT,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": "Write something first: this was empty."},
    )
    form_id = forms.UUIDField(
        widget=forms.HiddenInput, required=False, initial=uuid.uuid4
    )

    def clean_text(self) -> str:
        """Something that can be seen, and not too long: a browser must not cut it."""
        text: str = self.cleaned_data["text"]
        if not text.strip():
            raise ValidationError("There are only blanks in this. Write something.")
        more = len(text) - COMMENT_MAX_CHARACTERS
        if more > 0:
            raise ValidationError(
                f"This has {len(text):,} characters, {more:,} more than the "
                f"{COMMENT_MAX_CHARACTERS:,} that fit."
            )
        return text

    def clean_form_id(self) -> uuid.UUID:
        """A form without an id is one that was sent once."""
        return self.cleaned_data["form_id"] or uuid.uuid4()


class TalkPlaceForm(forms.Form):
    """Which part of a discussion is shown, and the sitting that one came from."""

    before = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
    session = forms.UUIDField(required=False)
