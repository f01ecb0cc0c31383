"""Stands in for pymysql."""

from sql_recorder import connect  # noqa: F401
