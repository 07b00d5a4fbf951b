"""Starting the process that does a job, beside the web server and with the same settings."""

import os
import subprocess
import sys
import threading

from flask import current_app

from app.config import ROOT, Settings


def start_process(job_id: int) -> None:
    """Start `flask jobs run` and go on at once; the job's row tells what comes of it."""
    process = subprocess.Popen(  # noqa: S603  # our own command, and a number of ours
        [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "run", str(job_id)],
        cwd=ROOT,
        env={**os.environ, **_same_settings(current_app.extensions["settings"])},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,  # whoever stops the server lets a job finish
    )
    # Somebody has to hear that it ended, or it stays on the list of processes.
    threading.Thread(target=process.wait, daemon=True).start()


def _same_settings(settings: Settings) -> dict[str, str]:
    return {
        "APP_ENV": "production" if settings.production else "",
        "DATABASE_URL": settings.database_url,
        "INSTANCE_FOLDER": str(settings.instance),
        "SECRET_KEY": settings.secret_key,
        "PUBLIC_ADDRESS": settings.public_address,
        "TRUSTED_HOSTS": ",".join(settings.trusted_hosts),
        "PROXIES": str(settings.proxies),
        "EDITIONS_FOLDER": str(settings.editions),
        "PUBLIC_SITE_DIR": str(settings.public_site or ""),
    }
