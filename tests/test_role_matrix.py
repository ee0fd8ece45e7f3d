"""Who gets which answer at every address: role × address × method, the answers written by hand.

An address without a row fails, so that nobody adds a door without saying who may walk through it. Posts are
empty: 422 says "you may, but say what", 302 "done, or told why not on the next page", 409 "not on this copy".
"""

import pytest
from django.test import Client

from tests.addresses import of_the_faces
from tests.cast import Cast

WHO = (
    "anonymous stranger administrator other_liaison liaison head leader auditor releaser clerk supervisor"
).split()

# name, method: one answer for each of WHO.
MATRIX = """
public:home             GET   200 200 200 200 200 200 200 200 200 200 200
public:meetings         GET   200 200 200 200 200 200 200 200 200 200 200
public:meeting          GET   200 200 200 200 200 200 200 200 200 200 200
public:theme            GET   200 200 200 200 200 200 200 200 200 200 200
public:tasks            GET   200 200 200 200 200 200 200 200 200 200 200
public:task             GET   200 200 200 200 200 200 200 200 200 200 200
public:departments      GET   200 200 200 200 200 200 200 200 200 200 200
public:department       GET   200 200 200 200 200 200 200 200 200 200 200
public:robots           GET   200 200 200 200 200 200 200 200 200 200 200
public:health           GET   200 200 200 200 200 200 200 200 200 200 200
public:home             POST  405 405 405 405 405 405 405 405 405 405 405
public:meetings         POST  405 405 405 405 405 405 405 405 405 405 405
public:meeting          POST  405 405 405 405 405 405 405 405 405 405 405
public:theme            POST  405 405 405 405 405 405 405 405 405 405 405
public:tasks            POST  405 405 405 405 405 405 405 405 405 405 405
public:task             POST  405 405 405 405 405 405 405 405 405 405 405
public:departments      POST  405 405 405 405 405 405 405 405 405 405 405
public:department       POST  405 405 405 405 405 405 405 405 405 405 405
public:robots           POST  405 405 405 405 405 405 405 405 405 405 405
public:health           POST  405 405 405 405 405 405 405 405 405 405 405

office:sign-in          GET   200 302 302 302 302 302 302 302 302 302 302
office:sign-out         GET   405 405 405 405 405 405 405 405 405 405 405
office:home             GET   302 200 200 200 200 200 200 200 200 200 200
office:intake-list      GET   302 403 403 403 403 403 403 403 403 200 200
office:intake           GET   302 403 403 403 403 403 403 403 403 200 200
office:intake-hold      GET   405 405 405 405 405 405 405 405 405 405 405
office:intake-discard   GET   405 405 405 405 405 405 405 405 405 405 405
office:intake-breakdown GET   302 403 403 403 403 403 403 403 403 200 200
office:intake-approval  GET   302 403 403 403 403 403 403 403 403 200 200
office:batch-breakdown  GET   302 403 403 403 403 403 200 200 200 200 200
office:batch-approval   GET   302 403 403 403 403 403 200 200 200 200 200
office:batch-orders     GET   302 403 403 403 403 403 200 200 200 200 200
office:batch-order      GET   302 404 404 404 200 200 200 200 200 200 200
office:password         GET   302 200 200 200 200 200 200 200 200 200 200
office:withdraw-report  GET   405 405 405 405 405 405 405 405 405 405 405
office:batches          GET   302 403 403 403 403 403 200 200 200 200 200
office:batch            GET   302 403 403 403 403 403 200 200 200 200 200
office:batch-release    GET   302 403 403 403 403 403 200 200 200 200 200
office:batch-preview    GET   302 403 403 403 403 403 302 302 302 302 302
office:upload           GET   302 403 403 403 403 403 200 200 200 200 200
office:batch-new        GET   405 405 405 405 405 405 405 405 405 405 405
office:batch-rename     GET   405 405 405 405 405 405 405 405 405 405 405
office:batch-join       GET   405 405 405 405 405 405 405 405 405 405 405
office:batch-leave      GET   405 405 405 405 405 405 405 405 405 405 405
office:batch-dissolve   GET   405 405 405 405 405 405 405 405 405 405 405
office:batch-approve    GET   405 405 405 405 405 405 405 405 405 405 405
office:batch-cancel-approval GET 405 405 405 405 405 405 405 405 405 405 405
office:batch-decide     GET   405 405 405 405 405 405 405 405 405 405 405
office:batch-issue      GET   405 405 405 405 405 405 405 405 405 405 405
office:batch-comments   GET   302 403 403 403 403 403 200 200 200 200 200
office:batch-ask        GET   405 405 405 405 405 405 405 405 405 405 405
office:comment-settle   GET   405 405 405 405 405 405 405 405 405 405 405
office:comment-general  GET   405 405 405 405 405 405 405 405 405 405 405
office:comment-reply    GET   302 404 404 404 200 200 200 200 200 200 200
office:comment-workbook GET   302 404 404 404 200 200 200 200 200 200 200
office:comment-answer   GET   405 405 405 405 405 405 405 405 405 405 405
office:comment-returned GET   405 405 405 405 405 405 405 405 405 405 405
office:comment-ask-more GET   405 405 405 405 405 405 405 405 405 405 405
office:comment-close    GET   405 405 405 405 405 405 405 405 405 405 405
office:notice-seen      GET   405 405 405 405 405 405 405 405 405 405 405
office:meetings         GET   302 200 200 200 200 200 200 200 200 200 200
office:meeting          GET   302 404 404 404 200 200 200 200 200 200 200
office:meeting-report   GET   302 404 404 404 403 403 403 403 403 200 200
office:meeting-anchors  GET   302 404 404 404 403 403 403 403 403 200 200
office:meeting-batch    GET   405 405 405 405 405 405 405 405 405 405 405
office:meeting-release  GET   405 405 405 405 405 405 405 405 405 405 405
office:meeting-withdraw GET   405 405 405 405 405 405 405 405 405 405 405
office:documents        GET   302 200 200 200 200 200 200 200 200 200 200
office:document         GET   302 404 404 404 200 200 200 200 200 200 200
office:document-batch   GET   405 405 405 405 405 405 405 405 405 405 405
office:tasks            GET   302 200 200 200 200 200 200 200 200 200 200
office:task             GET   302 404 404 404 200 200 200 200 200 200 200
office:task-edit        GET   302 404 404 404 404 404 403 403 403 200 200
office:task-preview     GET   302 404 404 404 403 403 302 302 302 302 302
office:task-publicity   GET   405 405 405 405 405 405 405 405 405 405 405
office:task-release     GET   405 405 405 405 405 405 405 405 405 405 405
office:task-withdraw    GET   405 405 405 405 405 405 405 405 405 405 405
office:assignment       GET   302 404 404 404 200 200 200 200 200 200 200
office:acknowledge      GET   405 405 405 405 405 405 405 405 405 405 405
office:report           GET   405 405 405 405 405 405 405 405 405 405 405
office:hand-in          GET   405 405 405 405 405 405 405 405 405 405 405
office:accept           GET   405 405 405 405 405 405 405 405 405 405 405
office:send-back        GET   405 405 405 405 405 405 405 405 405 405 405
office:progress-report  GET   302 404 404 404 200 200 200 200 200 200 200
office:accept-report    GET   405 405 405 405 405 405 405 405 405 405 405
office:send-back-report GET   405 405 405 405 405 405 405 405 405 405 405
office:release-report   GET   405 405 405 405 405 405 405 405 405 405 405

office:sign-in          POST  200 302 302 302 302 302 302 302 302 302 302
office:sign-out         POST  302 302 302 302 302 302 302 302 302 302 302
office:home             POST  405 405 405 405 405 405 405 405 405 405 405
office:intake-list      POST  302 403 403 403 403 403 403 403 403 422 422
office:intake           POST  302 403 403 403 403 403 403 403 403 302 302
office:intake-hold      POST  302 403 403 403 403 403 403 403 403 302 302
office:intake-discard   POST  302 403 403 403 403 403 403 403 403 302 302
office:intake-breakdown POST  405 405 405 405 405 405 405 405 405 405 405
office:intake-approval  POST  405 405 405 405 405 405 405 405 405 405 405
office:batch-breakdown  POST  405 405 405 405 405 405 405 405 405 405 405
office:batch-approval   POST  405 405 405 405 405 405 405 405 405 405 405
office:batch-orders     POST  405 405 405 405 405 405 405 405 405 405 405
office:batch-order      POST  405 405 405 405 405 405 405 405 405 405 405
office:password         POST  302 200 200 200 200 200 200 200 200 200 200
office:withdraw-report  POST  302 404 404 404 403 403 403 403 422 403 403
office:batches          POST  405 405 405 405 405 405 405 405 405 405 405
office:batch            POST  405 405 405 405 405 405 405 405 405 405 405
office:batch-release    POST  302 403 403 403 403 403 403 403 422 403 403
office:batch-preview    POST  405 405 405 405 405 405 405 405 405 405 405
office:upload           POST  405 405 405 405 405 405 405 405 405 405 405
office:batch-new        POST  302 403 403 403 403 403 403 403 403 422 422
office:batch-rename     POST  302 403 403 403 403 403 403 403 403 422 422
office:batch-join       POST  302 403 403 403 403 403 403 403 403 302 302
office:batch-leave      POST  302 403 403 403 403 403 403 403 403 404 404
office:batch-dissolve   POST  302 403 403 403 403 403 403 403 403 302 302
office:batch-approve    POST  302 403 403 403 403 403 403 403 403 422 422
office:batch-cancel-approval POST 302 403 403 403 403 403 403 403 403 404 404
office:batch-decide     POST  302 403 403 403 403 403 403 403 403 403 403
office:batch-issue      POST  302 403 403 403 403 403 403 403 403 422 422
office:batch-comments   POST  405 405 405 405 405 405 405 405 405 405 405
office:batch-ask        POST  302 403 403 403 403 403 403 403 403 422 422
office:comment-settle   POST  302 403 403 403 403 403 403 403 403 422 422
office:comment-general  POST  302 403 403 403 403 403 403 403 403 422 422
office:comment-reply    POST  405 405 405 405 405 405 405 405 405 405 405
office:comment-workbook POST  405 405 405 405 405 405 405 405 405 405 405
office:comment-returned POST  302 404 404 404 422 422 403 403 403 422 422
office:comment-answer   POST  302 404 404 404 302 302 403 403 403 302 302
office:comment-ask-more POST  302 403 403 403 403 403 403 403 403 302 302
office:comment-close    POST  302 403 403 403 403 403 403 403 403 302 302
office:notice-seen      POST  302 404 404 404 302 302 404 404 404 404 404
office:meetings         POST  405 405 405 405 405 405 405 405 405 405 405
office:meeting          POST  405 405 405 405 405 405 405 405 405 405 405
office:meeting-report   POST  302 404 404 404 403 403 403 403 403 422 422
office:meeting-anchors  POST  302 404 404 404 403 403 403 403 403 409 409
office:meeting-batch    POST  302 404 404 404 403 403 403 403 403 422 422
office:meeting-release  POST  302 404 404 404 403 403 403 403 422 403 403
office:meeting-withdraw POST  302 404 404 404 403 403 403 403 422 403 403
office:documents        POST  405 405 405 405 405 405 405 405 405 405 405
office:document         POST  405 405 405 405 405 405 405 405 405 405 405
office:document-batch   POST  302 404 404 404 403 403 403 403 403 422 422
office:tasks            POST  405 405 405 405 405 405 405 405 405 405 405
office:task             POST  405 405 405 405 405 405 405 405 405 405 405
office:task-edit        POST  302 404 404 404 404 404 403 403 403 409 409
office:task-preview     POST  405 405 405 405 405 405 405 405 405 405 405
office:task-publicity   POST  302 404 404 404 403 403 403 403 422 403 403
office:task-release     POST  302 404 404 404 403 403 403 403 422 403 403
office:task-withdraw    POST  302 404 404 404 403 403 403 403 422 403 403
office:assignment       POST  405 405 405 405 405 405 405 405 405 405 405
office:acknowledge      POST  302 404 404 404 302 302 403 403 403 403 403
office:report           POST  302 404 404 404 422 422 403 403 403 403 403
office:hand-in          POST  302 404 404 404 403 422 403 403 403 403 403
office:accept           POST  302 404 404 404 403 403 403 403 403 403 302
office:send-back        POST  302 404 404 404 403 403 403 403 403 403 422
office:progress-report  POST  405 405 405 405 405 405 405 405 405 405 405
office:accept-report    POST  302 404 404 404 403 403 403 403 403 403 302
office:send-back-report POST  302 404 404 404 403 403 403 403 403 403 422
office:release-report   POST  302 404 404 404 403 403 403 403 422 403 403
"""

ROWS = [line.split() for line in MATRIX.strip().splitlines() if line.strip()]
ANSWERS = {(name, method): dict(zip(WHO, map(int, codes), strict=True)) for name, method, *codes in ROWS}


def test_every_address_has_its_rows() -> None:
    every = of_the_faces()
    assert {name for name, method in ANSWERS if method == "GET"} == every
    assert {name for name, method in ANSWERS if method == "POST"} == every


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_each_address_answers_each_role_as_written(
    cast: Cast, addresses: dict[str, str], who: str, method: str
) -> None:
    user = getattr(cast, who, None)
    wrong = []
    for (name, row_method), answers in ANSWERS.items():
        if row_method != method:
            continue
        client = Client()
        if user:
            client.force_login(user)
        got = client.generic(
            method, addresses[name], content_type="application/x-www-form-urlencoded"
        ).status_code
        if got != answers[who]:
            wrong.append(f"{method} {name}: {who} got {got}, the table says {answers[who]}")
    assert wrong == []


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_no_address_takes_other_methods(cast: Cast, addresses: dict[str, str], method: str) -> None:
    client = Client()
    client.force_login(cast.supervisor)
    answers = {name: client.generic(method, address).status_code for name, address in addresses.items()}
    assert {name: code for name, code in answers.items() if code != 405} == {}
