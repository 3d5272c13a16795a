from django.urls import path
from oauth2_provider.views import RevokeTokenView, TokenView

urlpatterns = [
    path("token/", TokenView.as_view(), name="oauth2_token"),
    path("revoke/", RevokeTokenView.as_view(), name="oauth2_revoke"),
]
