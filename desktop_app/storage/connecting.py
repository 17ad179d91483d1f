"""How SQLAlchemy reaches PostgreSQL: by our driver, and unpooled where a task needs one visit."""

from sqlalchemy import URL, Engine, create_engine, make_url
from sqlalchemy.pool import NullPool


def by_our_driver(url: str) -> URL:
    """Whatever driver a URL names or leaves out."""
    return make_url(url).set(drivername="postgresql+psycopg")


def unpooled(url: str) -> Engine:
    """An engine that keeps no connection, so there is nothing to dispose of."""
    return create_engine(by_our_driver(url), poolclass=NullPool)
