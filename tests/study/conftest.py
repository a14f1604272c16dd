import pytest

from tests.factories import make_user


@pytest.fixture
def learner():
    return make_user()


@pytest.fixture
def browser(client, learner):
    client.force_login(learner)
    return client
