"""What people type on the pages about members."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from members.models import (
    Branch,
    Contact,
    ContactRole,
    DigestRhythm,
    Municipality,
    Organisation,
    OrganisationLink,
    Process,
    Product,
    User,
)
from tama_portal.common.models import Language

TEXT_ROWS = 5


def text_area() -> forms.Textarea:
    return forms.Textarea(attrs={"rows": TEXT_ROWS})


class JoinForm(forms.ModelForm):
    """A visitor asks to join with an organisation that the portal does not know yet."""

    applicant_name = forms.CharField(label=_("Your name"), max_length=100)
    applicant_email = forms.EmailField(
        label=_("Your e-mail address"), help_text=_("The answer and your invitation go to this address.")
    )
    message = forms.CharField(
        label=_("Message to the office"), max_length=4000, required=False, widget=text_area()
    )
    # People do not see it; programs that fill in every field do.
    fax_number = forms.CharField(
        required=False,
        label=_("Leave this empty"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    class Meta:
        model = Organisation
        fields = [
            "name", "name_kana", "kind", "country", "corporate_number", "municipality", "address", "website",
            "language", "summary",
        ]  # fmt: skip
        widgets = {"summary": text_area()}

    def looks_automatic(self) -> bool:
        return bool(self.data.get("fax_number"))


PROFILE_GROUPS = [
    (_("Profile"), [
        "name", "name_kana", "name_en", "kind", "language", "summary", "core_technology",
        "base_technologies", "certificates", "website", "profile_visibility",
    ]),
    (_("Address and contact"), [
        "country", "corporate_number", "municipality", "postal_code", "address", "phone", "email",
        "contact_visibility",
    ]),
    (_("Business figures"), [
        "employees", "capital_yen", "turnover_yen", "founded_year", "figures_visibility",
    ]),
]  # fmt: skip


class ProfileForm(forms.ModelForm):
    """The organisation's own profile. The last field of each group says who sees the group."""

    class Meta:
        model = Organisation
        fields = [name for _title, names in PROFILE_GROUPS for name in names]
        widgets = {
            "summary": text_area(),
            "core_technology": text_area(),
            "base_technologies": forms.CheckboxSelectMultiple,
        }

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [(str(title), [self[name] for name in names]) for title, names in PROFILE_GROUPS]


class ProductForm(forms.ModelForm):
    class Meta:
        model = Product
        fields = ["name", "description", "language", "is_own_design", "base_technologies", "visibility"]
        widgets = {"description": text_area(), "base_technologies": forms.CheckboxSelectMultiple}


class ProcessForm(forms.ModelForm):
    class Meta:
        model = Process
        fields = [
            "name", "base_technology", "description", "language", "materials", "tolerance", "size_range",
            "lot_size", "lead_time", "visibility",
        ]  # fmt: skip
        widgets = {"description": text_area()}


class BranchForm(forms.ModelForm):
    class Meta:
        model = Branch
        fields = ["name", "municipality", "address", "phone"]


class LinkForm(forms.Form):
    """Declares a link to another member; the choice is what the directory shows."""

    kind = forms.ChoiceField(
        label=_("Kind of link"),
        choices=OrganisationLink.Kind.choices,
        help_text=_("A declared competitor never meets you in a match."),
    )
    other = forms.ModelChoiceField(Organisation.objects.none(), label=_("Other organisation"))

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Organisation.objects.listed().exclude(pk=organisation.pk).only("pk", "name", "sort_key")
        self.fields["other"].queryset = others.in_kana_order()  # type: ignore[attr-defined]  # ModelChoiceField


class InvitationForm(forms.Form):
    name = forms.CharField(label=_("Colleague's name"), max_length=100)
    email = forms.EmailField(label=_("Colleague's e-mail address"))
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=Language.choices)
    makes_administrator = forms.BooleanField(
        label=_("As member administrator"),
        required=False,
        help_text=_("May invite colleagues and change the profile."),
    )


class ContactForm(forms.ModelForm):
    role = forms.ChoiceField(label=_("Role"), choices=ContactRole.choices)

    class Meta:
        model = Contact
        fields = ["role", "job_title", "is_administrator"]


class AcceptForm(forms.Form):
    """Opens the account of an invited person."""

    name = forms.CharField(label=_("Your name"), max_length=100)
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 8 characters, not only digits."),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.email, name=self.cleaned_data.get("name", "")))
        return password


class AccountForm(forms.ModelForm):
    digest = forms.ChoiceField(
        label=_("Match digest"),
        choices=DigestRhythm.choices,
        help_text=_("How often new matches are mailed to you."),
    )

    class Meta:
        model = User
        fields = ["name", "language", "digest"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Matches are found for organisations: who has no place at one gets no digest.
        if not Contact.objects.current().filter(user=self.instance).exists():
            del self.fields["digest"]


class ZoneForm(forms.Form):
    municipality = forms.ModelChoiceField(Municipality.objects.all(), required=False)
