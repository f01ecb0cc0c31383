"""Stands in for google.auth.crypt: it takes any key file."""


class RSASigner:
    @classmethod
    def from_service_account_info(cls, info):
        return cls() if info["private_key"] else None
