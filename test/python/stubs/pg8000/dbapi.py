"""Stands in for pg8000.dbapi."""

from sql_recorder import connect  # noqa: F401
