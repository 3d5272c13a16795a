"""The demo's passwords: random on every machine, kept in one file that only its owner reads."""

import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from tama_portal.demo.records import Persona


@dataclass(frozen=True, slots=True)
class Login:
    """For the partner system, email and password are its client id and client secret."""

    role: str
    name: str
    language: str
    email: str
    password: str


def logins_path() -> Path:
    return Path(settings.VAR_DIR) / "demo-logins.json"


def read_logins(path: Path) -> list[Login]:
    """The logins written before, or none."""
    if not path.exists():
        return []
    return [Login(**row) for row in json.loads(path.read_text(encoding="utf-8"))]


def read_or_create_logins(personas: Sequence[Persona], path: Path) -> list[Login]:
    """A login for each persona; passwords written before are kept."""
    kept = {login.email: login.password for login in read_logins(path)}
    logins = [
        Login(p.role, p.name, p.language, p.email, kept.get(p.email) or secrets.token_urlsafe(12))
        for p in personas
    ]
    write_logins(logins, path)
    return logins


def write_logins(logins: Sequence[Login], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps([asdict(login) for login in logins], ensure_ascii=False, indent=2)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(text + "\n")
