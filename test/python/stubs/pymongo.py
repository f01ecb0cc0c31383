"""Stands in for pymongo: operations are recorded, documents are those of the job."""

from types import SimpleNamespace

OPERATIONS = []
DOCUMENTS = []


class _Found(list):
    def limit(self, count):
        return _Found(self[:count])


class _Collection:
    def __init__(self, name):
        self._name = name

    def __getattr__(self, operation):
        def call(*documents):
            OPERATIONS.append({"collection": self._name, "operation": operation, "documents": list(documents)})
            if operation == "find":
                return _Found(DOCUMENTS)
            return SimpleNamespace(inserted_id="id-42", modified_count=1, deleted_count=1)

        return call


class MongoClient:
    def __init__(self, url, timeoutMS=None):
        self.url = url

    def get_default_database(self, default=None):
        return self

    def __getitem__(self, name):
        return _Collection(name)
