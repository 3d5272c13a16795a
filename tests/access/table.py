"""Who gets which answer where. Every object is of Alice's firm; 302* leads to the login.

The columns: a visitor; a person of another member; a committee member; a colleague of Alice who does not
administer; Alice, who does; a coordinator; the office. `draft` asks the same route for a draft. A posted
form is empty, so 200 (the form again) or 302 is the answer to someone who may send it.
"""

from typing import NamedTuple

COLUMNS = ("visitor", "other", "committee", "colleague", "alice", "coordinator", "office")

PORTAL = """
GET  home                       200  200  200  200  200  200  200
GET  dashboard                  302* 200  200  200  200  200  302
GET  about                      200  200  200  200  200  200  200
GET  programmes                 200  200  200  200  200  200  200
GET  credits                    200  200  200  200  200  200  200
GET  members_area               302* 200  403  200  200  200  200
GET  event_list                 200  200  200  200  200  200  200
GET  event_detail               200  200  200  200  200  200  200
GET  news_detail                200  200  200  200  200  200  200

GET  directory                  200  200  200  200  200  200  200
GET  organisation               200  200  200  200  200  200  200
GET  join                       200  200  200  200  200  200  200
POST join                       200  200  200  200  200  200  200
GET  join_thanks                200  200  200  200  200  200  200
GET  zone_check                 200  200  200  200  200  200  200
GET  account_settings           302* 200  200  200  200  200  200
POST account_settings           302* 200  200  200  200  200  200
GET  invitation                 200  200  200  200  200  200  200
POST invitation                 200  302  302  302  302  302  302
GET  organisation_edit          302* 302  200  302  302  200  200
GET  profile_edit               302* 404  404  404  200  404  404
POST profile_edit               302* 404  404  404  200  404  404
GET  places                     302* 404  404  404  200  404  404
POST branch_add                 302* 404  404  404  200  404  404
POST link_add                   302* 404  404  404  200  404  404
POST branch_remove              302* 404  404  404  302  404  404
POST link_remove                302* 404  404  404  302  404  404
GET  offers                     302* 404  404  200  200  404  404
GET  product_add                302* 404  404  200  200  404  404
POST product_add                302* 404  404  200  200  404  404
GET  process_add                302* 404  404  200  200  404  404
POST process_add                302* 404  404  200  200  404  404
GET  product_edit               302* 404  404  200  200  404  404
POST product_edit               302* 404  404  200  200  404  404
GET  process_edit               302* 404  404  200  200  404  404
POST process_edit               302* 404  404  200  200  404  404
POST product_withdraw           302* 404  404  302  302  404  404
POST product_restore            302* 404  404  302  302  404  404
POST process_withdraw           302* 404  404  302  302  404  404
POST process_restore            302* 404  404  302  302  404  404
GET  colleagues                 302* 404  404  404  200  404  404
POST invite                     302* 404  404  404  200  404  404
GET  colleague_edit             302* 404  404  404  200  404  404
POST colleague_edit             302* 404  404  404  200  404  404
POST colleague_end              302* 404  404  404  302  404  404
POST invitation_withdraw        302* 404  404  404  302  404  404

GET  need_list                  200  200  200  200  200  200  200
GET  need_create                302* 200  403  200  200  403  403
POST need_create                302* 200  403  200  200  403  403
GET  need_detail                404  200  404  200  200  200  200
GET  need_detail          draft 404  404  404  200  200  404  404
GET  need_edit                  302* 404  404  200  200  404  404
GET  need_edit            draft 302* 404  404  200  200  404  404
POST need_edit                  302* 404  404  200  200  404  404
POST need_edit            draft 302* 404  404  200  200  404  404
POST need_publish               302* 404  404  302  302  404  404
POST need_publish         draft 302* 404  404  302  302  404  404
POST need_withdraw              302* 404  404  302  302  404  404
POST need_restore               302* 404  404  302  302  404  404
GET  pair_search                302* 404  404  200  200  200  200
GET  pair_search          draft 302* 404  404  200  200  404  404
GET  pair_answer                302* 404  404  200  200  200  200
GET  pair_answer          draft 302* 404  404  200  200  404  404
POST pair_answer                302* 404  404  302  302  302  302
GET  seed_list                  200  200  200  200  200  200  200
GET  seed_detail                200  200  200  200  200  200  200
GET  match_list                 302* 200  200  200  200  200  200
POST match_interested           302* 404  404  302  302  404  404
POST match_dismiss              302* 404  404  302  302  404  404
POST match_undo                 302* 404  404  302  302  404  404
GET  digest_rhythm              200  200  200  200  200  200  200
POST digest_rhythm              200  200  200  200  200  200  200
GET  digest_stop                302  302  302  302  302  302  302
POST digest_stop                302  302  302  302  302  302  302

GET  coordinator_list           200  200  200  200  200  200  200

GET  health                     200  200  200  200  200  200  200
GET  api_schema                 200  200  200  200  200  200  200
GET  api_docs                   200  200  200  200  200  200  200
"""

API_COLUMNS = ("no_token", "no_scope", "other", "own")

API = """
GET   /api/v1/organisations/               401 403 200 200
GET   /api/v1/organisations/{id}/          401 403 200 200
GET   /api/v1/needs/                       401 403 200 200
POST  /api/v1/needs/                       401 403 400 400
GET   /api/v1/needs/{id}/                  401 403 200 200
GET   /api/v1/needs/{id}/          draft   401 403 404 200
PATCH /api/v1/needs/{id}/                  401 403 404 200
POST  /api/v1/needs/{id}/withdraw/         401 403 404 200
GET   /api/v1/seeds/                       401 403 200 200
GET   /api/v1/seeds/{id}/                  401 403 200 200
GET   /api/v1/matches/                     401 403 200 200
GET   /api/v1/matches/{id}/                401 403 404 200
"""


class Row(NamedTuple):
    method: str
    route: str
    variant: str
    expected: dict[str, str]


def portal_rows() -> list[Row]:
    return [_row(line.split(), COLUMNS) for line in PORTAL.splitlines() if line]


def api_rows() -> list[Row]:
    return [_row(line.split(), API_COLUMNS) for line in API.splitlines() if line]


def _row(words: list[str], columns: tuple[str, ...]) -> Row:
    method, route, *rest = words
    answers = rest[-len(columns) :]
    variant = rest[0] if len(rest) > len(columns) else ""
    return Row(method, route, variant, dict(zip(columns, answers, strict=True)))
