from django.urls import path

from matching.views import digests, lists, matches, needs, questions

urlpatterns = [
    path("needs/", lists.need_list, name="need_list"),
    path("needs/new/", needs.need_create, name="need_create"),
    path("needs/<int:need_id>/", needs.need_detail, name="need_detail"),
    path("needs/<int:need_id>/edit/", needs.need_edit, name="need_edit"),
    path("needs/<int:need_id>/publish/", needs.need_publish, name="need_publish"),
    path("needs/<int:need_id>/withdraw/", needs.need_withdraw, name="need_withdraw"),
    path("needs/<int:need_id>/restore/", needs.need_restore, name="need_restore"),
    path("needs/<int:need_id>/why-not/", questions.pair_search, name="pair_search"),
    path("needs/<int:need_id>/why-not/<int:seed_id>/", questions.pair_answer, name="pair_answer"),
    path("seeds/", lists.seed_list, name="seed_list"),
    path("seeds/<int:seed_id>/", matches.seed_detail, name="seed_detail"),
    path("matches/", matches.match_list, name="match_list"),
    path("matches/<int:match_id>/interested/", matches.match_interested, name="match_interested"),
    path("matches/<int:match_id>/dismiss/", matches.match_dismiss, name="match_dismiss"),
    path("matches/<int:match_id>/undo/", matches.match_undo, name="match_undo"),
    path("digest/<str:digest_token>/", digests.digest_rhythm, name="digest_rhythm"),
    path("digest/<str:digest_token>/stop/", digests.digest_stop, name="digest_stop"),
]
