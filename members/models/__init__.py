from members.models.contacts import Contact, ContactRole, Invitation
from members.models.memberships import MemberClass, Membership, MembershipState
from members.models.offers import Process, Product
from members.models.organisations import (
    Branch,
    Country,
    Organisation,
    OrganisationKind,
    OrganisationLink,
    ProductDevelopmentTest,
    checked_corporate_number,
)
from members.models.partners import PartnerSystem
from members.models.reference import BaseTechnology, Municipality
from members.models.second_factors import SecondFactor
from members.models.users import DigestRhythm, OfficeRole, User

__all__ = [
    "BaseTechnology",
    "Branch",
    "Contact",
    "ContactRole",
    "Country",
    "DigestRhythm",
    "Invitation",
    "MemberClass",
    "Membership",
    "MembershipState",
    "Municipality",
    "OfficeRole",
    "Organisation",
    "OrganisationKind",
    "OrganisationLink",
    "PartnerSystem",
    "Process",
    "Product",
    "ProductDevelopmentTest",
    "SecondFactor",
    "User",
    "checked_corporate_number",
]
