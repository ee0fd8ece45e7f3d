import pytest
from tests.admin.addresses import fill, pages
@pytest.mark.django_db
def test_smoke(client, cast, settings):
    from departments.models import Membership
    Membership.objects.create(user=cast.clerk, role="administrator")
    settings.ROOT_URLCONF="dev_urls"
    filled = fill(cast)
    client.force_login(cast.clerk)
    bad=[]
    for p in pages(filled):
        r = client.get(p)
        if r.status_code!=200: bad.append((p,r.status_code,r.headers.get('Location')))
    assert not bad
