from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from stdnum.jp import cn as japanese_number
from stdnum.kr import brn as korean_number

from members.models.reference import BaseTechnology, Municipality
from tama_portal.common.models import Imported, Language, Timestamped, Visibility
from tama_portal.common.reading import Reader
from tama_portal.common.search import has_all_words
from tama_portal.common.text import romaji, search_text


class OrganisationKind(models.TextChoices):
    """The kinds of domain.md section 2."""

    PRODUCT_SME = "product_sme", _("Product-development SME")
    BASE_SME = "base_sme", _("Base-technology SME")
    UNIVERSITY = "university", _("University or public research institute")
    LARGE_FIRM = "large_firm", _("Large firm")
    MUNICIPALITY = "municipality", _("Municipality")
    BANK = "bank", _("Credit bank or other finance")
    CHAMBER = "chamber", _("Chamber of commerce")
    TLO = "tlo", _("Technology licensing organisation")
    INCUBATOR = "incubator", _("Incubation facility")
    STAFFING = "staffing", _("Staffing firm")
    VENTURE_CAPITAL = "venture_capital", _("Venture capital")
    OTHER_CLUSTER = "other_cluster", _("Other region's cluster")
    NPO = "npo", _("Non-profit organisation")
    OTHER = "other", _("Other")


class Country(models.TextChoices):
    JAPAN = "JP", _("Japan")
    KOREA = "KR", _("Korea")
    OTHER = "XX", _("Other country")


MOST_WORDS = 10


def _offers(word: str, shelf: str) -> Q:
    named = {
        f"{shelf}__name__icontains": word.replace("\x00", ""),
        f"{shelf}__visibility": Visibility.PUBLIC,
        f"{shelf}__withdrawn_at": None,
    }
    return Q(pk__in=Organisation.objects.filter(**named).values("pk"))


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def listed(self) -> Self:
        """In the directory: with a membership in force."""
        return self.filter(memberships__state="active")

    def visible_to(self, reader: Reader) -> Self:
        """Organisations whose profile the reader may open."""
        if reader.is_office:
            return self
        in_force = Q(pk__in=Organisation.objects.listed().values("pk"))
        return self.filter(
            (in_force & Q(profile_visibility__in=Visibility.up_to(reader)))
            | Q(pk__in=reader.organisation_ids)
        )

    def matching_words(self, query: str) -> Self:
        """Each word stands in the profile, or in the name of something the organisation offers to all."""
        found = self
        for word in query.split()[:MOST_WORDS]:
            found = found.filter(has_all_words(word) | _offers(word, "products") | _offers(word, "processes"))
        return found

    def in_kana_order(self) -> Self:
        return self.order_by("sort_key", "pk")


class Organisation(Imported, Timestamped):  # type: ignore[django-manager-missing]  # PartnerSystem's base has no types
    """A member, an applicant, or a body that members deal with. Texts carry their language."""

    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind)
    name = models.CharField(_("name"), max_length=200)
    name_kana = models.CharField(
        _("kana"), max_length=200, blank=True, help_text=_("For sorting and searching.")
    )
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    country = models.CharField(_("country"), max_length=2, choices=Country, default=Country.JAPAN)
    corporate_number = models.CharField(
        _("corporate number"), max_length=13, blank=True, help_text=_("Japan: 13 digits. Korea: 10 digits.")
    )
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("municipality")
    )
    postal_code = models.CharField(_("postal code"), max_length=10, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    website = models.URLField(_("website"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(
        _("language of the texts"), max_length=2, choices=Language, default=Language.JAPANESE
    )
    summary = models.TextField(_("what we do"), blank=True, max_length=4000)
    core_technology = models.TextField(_("core technology"), blank=True, max_length=4000)
    base_technologies = models.ManyToManyField(
        BaseTechnology, blank=True, related_name="organisations", verbose_name=_("base technologies")
    )
    certificates = models.CharField(
        _("certificates"), max_length=300, blank=True, help_text=_("For example ISO 9001, JIS Q 9100.")
    )
    employees = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    capital_yen = models.PositiveBigIntegerField(_("capital (yen)"), null=True, blank=True)
    turnover_yen = models.PositiveBigIntegerField(_("turnover (yen)"), null=True, blank=True)
    founded_year = models.PositiveSmallIntegerField(_("founded (year)"), null=True, blank=True)

    profile_visibility = models.CharField(
        _("who sees the profile"), max_length=10, choices=Visibility, default=Visibility.PUBLIC
    )
    contact_visibility = models.CharField(
        _("who sees address and contacts"), max_length=10, choices=Visibility, default=Visibility.MEMBERS
    )
    figures_visibility = models.CharField(
        _("who sees the business figures"), max_length=10, choices=Visibility, default=Visibility.OFFICE
    )

    sort_key = models.CharField(max_length=200, editable=False, db_index=True)
    search_text = models.TextField(editable=False, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta(Imported.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["sort_key", "pk"]
        constraints = [
            *Imported.Meta.constraints,
            models.UniqueConstraint(
                fields=["country", "corporate_number"],
                condition=~Q(corporate_number=""),
                name="organisation_corporate_number_once",
                violation_error_message=_("Another organisation already has this corporate number."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.corporate_number:
            self.corporate_number = checked_corporate_number(self.corporate_number, self.country)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_search_fields()
        super().save(*args, **kwargs)

    def set_search_fields(self) -> None:
        """Derive what the directory sorts and searches by; bulk writers call this themselves."""
        self.sort_key = search_text(self.name_kana or self.name)[:200]
        self.search_text = search_text(
            self.name,
            self.name_kana,
            romaji(self.name_kana),
            self.name_en,
            self.summary,
            self.core_technology,
            self.certificates,
        )

    def shows(self, group: str, reader: Reader) -> bool:
        """Whether the reader may see a field group: "profile", "contact" or "figures"."""
        own = self.pk in reader.organisation_ids
        return own or getattr(self, f"{group}_visibility") in Visibility.up_to(reader)

    def is_product_development(self, at: date) -> bool:
        """The association's test: own-brand sales of at least 10 % of turnover, at the latest evidence."""
        latest = self.product_tests.filter(checked_on__lte=at).order_by("-fiscal_year", "-checked_on").first()
        return latest is not None and latest.is_passed


def checked_corporate_number(number: str, country: str) -> str:
    """The number in its compact form. Raises ValidationError when its check digit does not fit."""
    rules = {Country.JAPAN: japanese_number, Country.KOREA: korean_number}
    rule = rules.get(Country(country))
    if rule is None:
        return number
    if not rule.is_valid(number):
        raise ValidationError(
            {
                "corporate_number": _(
                    "This is not a valid number. Japan: 13 digits, Korea: 10 digits, with the check digit."
                ),
            }
        )
    return str(rule.compact(number))


class Branch(models.Model):
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="branches", verbose_name=_("organisation")
    )
    name = models.CharField(_("name"), max_length=200)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("municipality")
    )
    address = models.CharField(_("address"), max_length=300, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("branch")
        verbose_name_plural = _("branches")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class OrganisationLink(models.Model):
    """How one organisation stands to another. Declared competitors never meet in a match."""

    class Kind(models.TextChoices):
        PARENT = "parent", _("Parent company")
        CUSTOMER = "customer", _("Customer")
        SUPPLIER = "supplier", _("Supplier")
        PARTNER = "partner", _("Joint research partner")
        COMPETITOR = "competitor", _("Competitor")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="links", verbose_name=_("organisation")
    )
    other = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        related_name="links_from_others",
        verbose_name=_("other organisation"),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)

    class Meta:
        verbose_name = _("link between organisations")
        verbose_name_plural = _("links between organisations")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "other", "kind"], name="organisation_link_once"),
            models.CheckConstraint(
                condition=~Q(organisation=F("other")),
                name="organisation_link_to_another",
                violation_error_message=_("An organisation cannot be linked to itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.other}"


class ProductDevelopmentTest(models.Model):
    """Dated evidence for the test: own-brand sales of at least 10 % of turnover (domain.md section 2)."""

    THRESHOLD_PERCENT = 10

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="product_tests", verbose_name=_("organisation")
    )
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year"))
    own_brand_percent = models.DecimalField(
        _("own-brand sales (% of turnover)"), max_digits=5, decimal_places=2
    )
    evidence = models.CharField(
        _("evidence"), max_length=300, help_text=_("For example: accounts of fiscal 2025, page 3.")
    )
    checked_on = models.DateField(_("checked on"))
    checked_by = models.ForeignKey(
        "members.User", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("checked by")
    )

    class Meta:
        verbose_name = _("product-development test")
        verbose_name_plural = _("product-development tests")
        ordering = ["-fiscal_year", "-checked_on"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "fiscal_year"], name="product_test_once_a_year"),
            models.CheckConstraint(
                condition=Q(own_brand_percent__gte=0, own_brand_percent__lte=100),
                name="product_test_percent_range",
                violation_error_message=_("The share must lie between 0 and 100 %."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_year}: {self.own_brand_percent} %"

    @property
    def is_passed(self) -> bool:
        return self.own_brand_percent >= self.THRESHOLD_PERCENT
