from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tama_portal.common.models import Language


class OfficeRole(models.TextChoices):
    VIEWER = "viewer", _("Office viewer")
    EDITOR = "editor", _("Office editor")
    MANAGER = "manager", _("Office manager")


class DigestRhythm(models.TextChoices):
    DAILY = "daily", _("Every morning")
    WEEKLY = "weekly", _("Every Monday")
    NEVER = "never", _("Never")


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, office_role=OfficeRole.MANAGER, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing]  # PartnerSystem's base has no types
    """A person who logs in. What a person may do at a firm stands in Contact, and ends when they leave it."""

    email = models.EmailField(
        _("e-mail address"), unique=True, error_messages={"unique": _("This address is already in use.")}
    )
    name = models.CharField(_("name"), max_length=100)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.JAPANESE)
    office_role = models.CharField(
        _("office role"), max_length=10, choices=OfficeRole, blank=True, default=""
    )
    is_coordinator = models.BooleanField(_("coordinator"), default=False)
    is_committee_member = models.BooleanField(_("committee member"), default=False)
    is_active = models.BooleanField(
        _("active"),
        default=True,
        help_text=_("Untick instead of deleting: the person can then no longer log in."),
    )
    digest = models.CharField(
        _("match digest"), max_length=10, choices=DigestRhythm, default=DigestRhythm.WEEKLY
    )
    date_joined = models.DateTimeField(_("registered"), default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["email"]
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_any_case_once")]

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        super().clean()
        self.email = self.email.lower()

    @property
    def is_office(self) -> bool:
        return self.is_active and bool(self.office_role or self.is_superuser)

    @property
    def is_staff(self) -> bool:
        """Django's admin asks this; who may do what there is decided by the office role."""
        return self.is_office

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name
