"""A landlord with two leads and an officer, for the tests of people."""

import pytest
from flask import Flask

from app.models import Landlord, Person
from tests.factories import make_landlord, make_person
from tests.integration.people.steps import LEAD, OFFICER


@pytest.fixture
def landlord(app: Flask) -> Landlord:
    return make_landlord()


@pytest.fixture
def lead(landlord: Landlord) -> Person:
    return make_person(landlord, LEAD, name="Leah Lead")


@pytest.fixture
def second_lead(landlord: Landlord) -> Person:
    return make_person(landlord, LEAD, name="Sam Second")


@pytest.fixture
def officer(landlord: Landlord) -> Person:
    return make_person(landlord, OFFICER, name="Olu Officer")
