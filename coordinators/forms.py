from django import forms

from coordinators.models import Coordinator, Service


class CoordinatorForm(forms.ModelForm):
    """Services are ticked by name and kept as codes."""

    services = forms.MultipleChoiceField(choices=Service.choices, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Coordinator
        fields = "__all__"  # noqa: DJ007 -- the office edits every field

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed through
        self.fields["services"].label = Coordinator._meta.get_field("services").verbose_name
