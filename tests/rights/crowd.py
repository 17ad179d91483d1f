"""One person of every job, over all tenants and in one of them, with their own credentials."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import psycopg
from pymongo import MongoClient
from redis import Redis

from desktop_app.domain.access import Actor
from desktop_app.domain.roles import JOBS
from desktop_app.services import sign_in
from desktop_app.services.rights import actor
from desktop_app.stack import Places
from tests.services.identity_people import Connection, hired, one

Mongo = MongoClient[dict[str, Any]]


@dataclass(frozen=True)
class Member:
    """Somebody and their ways around the program."""

    places: Places
    job: str
    tenant: str | None

    @cached_property
    def session(self) -> sign_in.Session:
        where = "in" if self.tenant else "all"
        person = hired(self.places, f"{self.job}_{where}", self.job, tenant=self.tenant)
        return person.sign_in()

    @property
    def actor(self) -> Actor:
        return actor(self.job, frozenset({self.job}), self.tenant)

    @cached_property
    def postgres(self) -> Connection:
        connection = psycopg.connect(self.session.postgres, autocommit=True)
        assert one(connection, "SELECT backoffice.attach(%s)", self.session.token)
        return connection

    @cached_property
    def mongodb(self) -> Mongo:
        secret = self.session.mongodb_secret
        url = sign_in.with_login(self.places.mongodb, self.session.actor.name, secret)
        return MongoClient(url, serverSelectionTimeoutMS=5000)

    @cached_property
    def redis(self) -> Redis:
        secret = self.session.redis_secret
        url = sign_in.with_login(self.places.redis, self.session.actor.name, secret)
        return Redis.from_url(url)

    def close(self) -> None:
        for way in ("postgres", "mongodb", "redis"):
            if way in self.__dict__:
                self.__dict__[way].close()

    def __str__(self) -> str:
        return f"{self.job} of {self.tenant}" if self.tenant else self.job


def everybody(places: Places, tenant: str) -> list[Member]:
    """Each job over all tenants where that is allowed, and each within the one tenant."""
    free = [Member(places, job, None) for job in JOBS if not JOBS[job].tenant_bound]
    return [*free, *(Member(places, job, tenant) for job in JOBS)]
