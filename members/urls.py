from django.urls import path

from members.views import accounts, colleagues, directory, join, offers, profile

urlpatterns = [
    path("organisations/", directory.directory, name="directory"),
    path("organisations/<int:organisation_id>/", directory.organisation, name="organisation"),
    path("join/", join.join, name="join"),
    path("join/thanks/", join.join_thanks, name="join_thanks"),
    path("join/zone/", join.zone_check, name="zone_check"),
    path("account/", accounts.account_settings, name="account_settings"),
    path("invitation/<str:token>/", accounts.invitation, name="invitation"),
    path("organisation/", profile.choose, name="organisation_edit"),
    path("organisation/<int:organisation_id>/profile/", profile.edit, name="profile_edit"),
    path("organisation/<int:organisation_id>/branches/", profile.places, name="places"),
    path("organisation/<int:organisation_id>/branches/new/", profile.branch_add, name="branch_add"),
    path("organisation/<int:organisation_id>/links/new/", profile.link_add, name="link_add"),
    path("organisation/branches/<int:branch_id>/remove/", profile.branch_remove, name="branch_remove"),
    path("organisation/links/<int:link_id>/remove/", profile.link_remove, name="link_remove"),
    path("organisation/<int:organisation_id>/offers/", offers.offers, name="offers"),
    path("organisation/<int:organisation_id>/products/new/", offers.product_add, name="product_add"),
    path("organisation/<int:organisation_id>/processes/new/", offers.process_add, name="process_add"),
    path("organisation/products/<int:product_id>/", offers.product_edit, name="product_edit"),
    path("organisation/processes/<int:process_id>/", offers.process_edit, name="process_edit"),
    path(
        "organisation/products/<int:product_id>/withdraw/", offers.product_withdraw, name="product_withdraw"
    ),
    path("organisation/products/<int:product_id>/restore/", offers.product_restore, name="product_restore"),
    path(
        "organisation/processes/<int:process_id>/withdraw/", offers.process_withdraw, name="process_withdraw"
    ),
    path("organisation/processes/<int:process_id>/restore/", offers.process_restore, name="process_restore"),
    path("organisation/<int:organisation_id>/colleagues/", colleagues.colleagues, name="colleagues"),
    path("organisation/<int:organisation_id>/colleagues/invite/", colleagues.invite_colleague, name="invite"),
    path("organisation/colleagues/<int:contact_id>/", colleagues.colleague_edit, name="colleague_edit"),
    path("organisation/colleagues/<int:contact_id>/end/", colleagues.colleague_end, name="colleague_end"),
    path(
        "organisation/invitations/<int:invitation_id>/withdraw/",
        colleagues.invitation_withdraw,
        name="invitation_withdraw",
    ),
]
