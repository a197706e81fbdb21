"""One name and password before the whole page, by HTTP's Basic scheme (RFC 7617)."""

from __future__ import annotations

import base64
import binascii
import hmac
import os
from dataclasses import dataclass
from pathlib import Path

CHALLENGE = 'Basic realm="Sourcesay", charset="UTF-8"'

SHORTEST = 8
"""Characters that a password must have at least."""


@dataclass(frozen=True, slots=True)
class Login:
    """The one name and password that are let in."""

    name: str
    password: str

    @classmethod
    def of(cls, where: str) -> Login:
        """The login in the environment variable or the file called ``where``, as NAME:PASSWORD.

        A password on the command line would stand in the list of processes. Raises ValueError
        where there is none or it is too short.
        """
        if where in os.environ:
            value = os.environ[where]
        elif Path(where).is_file():
            value = Path(where).read_text(encoding="utf-8")
        else:
            raise ValueError(
                f"{where!r} is no environment variable and no file; write NAME:PASSWORD in one"
            )
        name, colon, password = value.strip().partition(":")
        if not (name and colon) or len(password) < SHORTEST:
            raise ValueError(
                f"{where} does not hold NAME:PASSWORD with a password of at least "
                f"{SHORTEST} characters"
            )
        return cls(name, password)

    def admits(self, authorization: str) -> bool:
        """Whether a request with this header is let in; the time taken does not tell how near."""
        scheme, _, encoded = authorization.partition(" ")
        if scheme.lower() != "basic":
            return False
        try:
            given = base64.b64decode(encoded.strip(), validate=True)
        except (binascii.Error, ValueError):
            return False
        return hmac.compare_digest(given, f"{self.name}:{self.password}".encode())
