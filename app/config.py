"""Every setting: its name, its default and its meaning; all wrong ones are named at once."""

import contextlib
import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHORTEST_SECRET = 32


class WrongSettings(Exception):
    """One or more settings are unusable; the message names each and says what to write."""


@dataclass(frozen=True)
class Settings:
    """What the environment decides; see the table in the README."""

    production: bool
    database_url: str
    secret_key: str
    public_address: str
    proxies: int
    trusted_hosts: tuple[str, ...]
    instance: Path
    editions: Path = field(default=ROOT / "code_definitions")
    public_site: Path | None = None


# The variables of the environment, with what each means; the README's table says the same.
VARIABLES = {
    "APP_ENV": "`production` on a public server; anything else is for trying it out",
    "DATABASE_URL": "where the data is kept, an SQLite address; default: a file in `instance/`",
    "INSTANCE_FOLDER": "the folder for the database and the generated secret; default `instance/`",
    "SECRET_KEY": "32 characters or more that sign cookies and forms; required in production",
    "PUBLIC_ADDRESS": "the address printed in PDFs, such as https://complaints.example.gov.uk; "
    "required in production",
    "TRUSTED_HOSTS": "the host names this server answers to, with commas; required in production",
    "PROXIES": "how many reverse proxies stand in front, default 0",
    "PORT": "the port that `bin/run` serves on, default 8000",
    "PUBLIC_SITE_DIR": "the folder to which what is public is also written as plain files, "
    "for a web server in front; default none",
    "EDITIONS_FOLDER": "where the editions are read from; default `code_definitions/`",
}


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings, or raise WrongSettings naming every one that cannot be used."""
    production = environment.get("APP_ENV", "") == "production"
    instance = Path(environment.get("INSTANCE_FOLDER") or ROOT / "instance").absolute()
    faults = _production_faults(environment) if production else []
    database_url = environment.get("DATABASE_URL") or f"sqlite:///{instance / 'tracker.sqlite'}"
    if not database_url.startswith("sqlite:///"):
        faults.append(
            "DATABASE_URL: this release keeps its data in SQLite. Write sqlite:/// and a path."
        )
    proxies = environment.get("PROXIES") or "0"
    if not proxies.isdigit() or int(proxies) > 5:
        faults.append("PROXIES: write how many reverse proxies stand in front, such as 0 or 1.")
    if faults:
        raise WrongSettings("The settings cannot be used:\n" + "\n".join(f"- {f}" for f in faults))
    instance.mkdir(parents=True, exist_ok=True)
    public_site = environment.get("PUBLIC_SITE_DIR")
    return Settings(
        production=production,
        database_url=database_url,
        secret_key=environment.get("SECRET_KEY") or _own_secret(instance),
        public_address=(
            environment.get("PUBLIC_ADDRESS")
            or f"http://127.0.0.1:{environment.get('PORT') or 8000}"
        ).rstrip("/"),
        proxies=int(proxies),
        trusted_hosts=_listed(environment.get("TRUSTED_HOSTS", "")),
        instance=instance,
        editions=Path(environment.get("EDITIONS_FOLDER") or ROOT / "code_definitions"),
        public_site=Path(public_site).absolute() if public_site else None,
    )


def _production_faults(environment: Mapping[str, str]) -> list[str]:
    faults = []
    secret = environment.get("SECRET_KEY", "")
    if len(secret) < SHORTEST_SECRET or len(set(secret)) < 10:
        faults.append(f"SECRET_KEY: write at least {SHORTEST_SECRET} random characters.")
    if not environment.get("PUBLIC_ADDRESS", "").startswith("https://"):
        faults.append("PUBLIC_ADDRESS: write the https:// address that residents use.")
    if not _listed(environment.get("TRUSTED_HOSTS", "")):
        faults.append("TRUSTED_HOSTS: write the host names this server answers to.")
    if environment.get("FLASK_DEBUG", "0") not in ("", "0"):
        faults.append("FLASK_DEBUG: must not be set in production.")
    return faults


def _own_secret(instance: Path) -> str:
    """Return the secret generated for this installation, made at the first start."""
    path = instance / "secret_key"
    if not path.exists():
        # Written whole before it gets its name, so that a worker that starts at the same moment
        # finds all of it or nothing; a second worker's own is thrown away.
        handle, draft = tempfile.mkstemp(dir=instance)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        os.unlink(draft)
    secret = path.read_text()
    if len(secret) < SHORTEST_SECRET:
        raise WrongSettings(f"{path} is damaged. Delete it; a new one is made at the next start.")
    return secret


def _listed(text: str) -> tuple[str, ...]:
    return tuple(piece.strip() for piece in text.split(",") if piece.strip())
