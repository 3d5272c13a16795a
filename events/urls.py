from django.urls import path

from events import views
from events.dashboard import dashboard

urlpatterns = [
    path("", views.home, name="home"),
    path("dashboard/", dashboard, name="dashboard"),
    path("about/", views.about, name="about"),
    path("programmes/", views.programmes, name="programmes"),
    path("credits/", views.credits_page, name="credits"),
    path("members-area/", views.members_area, name="members_area"),
    path("events/", views.event_list, name="event_list"),
    path("events/<int:event_id>/", views.event_detail, name="event_detail"),
    path("news/<int:news_id>/", views.news_detail, name="news_detail"),
]
