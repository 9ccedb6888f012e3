import pytest
from django.db import connection

@pytest.mark.django_db
def test_x():
    with connection.cursor() as c:
        c.execute("select current_user, count(*) from core_allowed_move group by 1")
        print(c.fetchall())
