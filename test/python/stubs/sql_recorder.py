"""What the stand-ins for the database drivers share: statements are recorded, rows are those of the job."""

STATEMENTS = []
ROWS = []


class _Cursor:
    description = None
    rowcount = 1

    def execute(self, statement, values=()):
        STATEMENTS.append({"statement": statement, "values": list(values)})
        if statement.lstrip().upper().startswith("SELECT") or "RETURNING" in statement.upper():
            self.description = [(name,) for name in (ROWS[0] if ROWS else {"id": None})]

    def fetchmany(self, size):
        return [list(row.values()) for row in ROWS[:size]]


class _Connection:
    def cursor(self):
        return _Cursor()

    def commit(self):
        STATEMENTS.append({"commit": True})

    def close(self):
        pass


def connect(**arguments):
    STATEMENTS.append({"connect": {name: arguments[name] for name in ("host", "port", "user", "database")}})
    return _Connection()
