from django.urls import path

from coordinators import views

urlpatterns = [path("coordinators/", views.coordinator_list, name="coordinator_list")]
