"""Forms of the portal for needs and judgements."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from matching.models import DismissalReason, Need
from members.models import DigestRhythm, Organisation
from tama_portal.common.models import Language


class NeedForm(forms.ModelForm):
    """The title and the text decide what is found; the help says what helps."""

    language = forms.ChoiceField(
        label=_("Language of the text"),
        required=False,
        choices=[("", _("Tell automatically")), *Language.choices],
        help_text=_("Choose one if it was told wrongly."),
    )

    class Meta:
        model = Need
        fields = [
            "owner",
            "kind",
            "title",
            "text",
            "base_technologies",
            "language",
            "visibility",
            "is_anonymous",
            "expires_on",
        ]
        help_texts = {
            "title": _("One sentence that a specialist would search for."),
            "text": _("Material, precision, size, quantity and what went wrong so far find better partners."),
            "base_technologies": _("If you know them. Hold Ctrl to choose several."),
            "expires_on": _("Left empty: a year from today."),
        }
        widgets = {
            "text": forms.Textarea(attrs={"rows": 8}),
            "expires_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, owners: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expires_on"].required = False
        self.fields["base_technologies"].required = False
        ids = [owner.pk for owner in owners]
        self.fields["owner"].queryset = Organisation.objects.filter(pk__in=ids)  # type: ignore[attr-defined]  # a model choice
        if len(ids) == 1:
            self.fields["owner"].widget = forms.HiddenInput()
            self.fields["owner"].initial = ids[0]


class DismissForm(forms.Form):
    reason = forms.ChoiceField(label=_("Reason"), choices=DismissalReason.choices)
    note = forms.CharField(label=_("Note"), required=False, max_length=500)


class RhythmForm(forms.Form):
    rhythm = forms.ChoiceField(
        label=_("How often"),
        choices=DigestRhythm.choices,
        widget=forms.RadioSelect,
    )
