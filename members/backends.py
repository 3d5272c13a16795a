"""What each office role may do in the admin."""

from typing import Any

from django.contrib.auth.backends import BaseBackend

from members.models import OfficeRole

VERBS = {
    OfficeRole.VIEWER: {"view"},
    OfficeRole.EDITOR: {"view", "add", "change"},
    OfficeRole.MANAGER: {"view", "add", "change", "delete"},
}
# Accounts, keys and schedules decide who may do what: a manager's work.
MANAGER_MODELS = {
    "user",
    "partnersystem",
    "accesstoken",
    "secondfactor",
    "periodictask",
    "crontabschedule",
    "intervalschedule",
}


class OfficeRoleBackend(BaseBackend):
    def has_perm(self, user_obj: Any, perm: str, obj: object = None) -> bool:
        if not user_obj.is_active or not getattr(user_obj, "office_role", ""):
            return False
        verb, _, model = perm.partition(".")[2].partition("_")
        if model in MANAGER_MODELS and verb != "view" and user_obj.office_role != OfficeRole.MANAGER:
            return False
        return verb in VERBS[OfficeRole(user_obj.office_role)]

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return bool(user_obj.is_active and getattr(user_obj, "office_role", ""))
