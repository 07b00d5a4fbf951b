"""The Complaint Code Tracker: the only place where its parts are joined.

The pages and the tables are imported where they are joined: they take most of a second, and who
only checks the file of an edition (`create_checker`) needs neither.
"""

import sys

from flask import Flask

from app.config import ROOT, Settings, WrongSettings, from_environment
from app.domain.edition_shelf import Editions
from app.domain.submission_forms import SubmissionForm
from app.reading.editions import EditionsFaulty, read_editions
from app.reading.submission_forms import read_submission_forms

MAX_REQUEST_BYTES = 1_000_000
MAX_FORM_FIELDS = 1000


def create_app(
    settings: Settings | None = None,
    editions: Editions | None = None,
    submission_forms: tuple[SubmissionForm, ...] | None = None,
) -> Flask:
    """Return the application; exit with the reasons where a setting or an edition is faulty.

    The arguments are for tests, which read the editions once for many applications.
    """
    from flask_migrate import Migrate
    from werkzeug.middleware.proxy_fix import ProxyFix

    from app import cli, web
    from app.database import db
    from app.web import public_site

    try:
        settings = settings or from_environment()
        public_site.refuse_folder_of_others(settings.public_site)
        editions = editions or read_editions(settings.editions)
        if submission_forms is None:
            submission_forms = read_submission_forms(settings.editions)
    except (WrongSettings, EditionsFaulty) as refusal:
        # A message and exit code 1, not a traceback: whoever starts the server has to act on it.
        sys.exit(str(refusal))

    app = Flask(
        __name__,
        instance_path=str(settings.instance),
        template_folder=str(ROOT / "templates"),
        static_folder=None,
    )
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        MAX_CONTENT_LENGTH=MAX_REQUEST_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_REQUEST_BYTES,
        MAX_FORM_PARTS=MAX_FORM_FIELDS,
        TRUSTED_HOSTS=list(settings.trusted_hosts) or None,
        SESSION_COOKIE_NAME="__Host-visit" if settings.production else "visit",
        SESSION_COOKIE_SECURE=settings.production,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.extensions["settings"] = settings
    app.extensions["editions"] = editions
    app.extensions["submission_forms"] = submission_forms
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=0
        )
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    web.register(app)
    cli.register(app)
    public_site.register(app)
    return app


def create_checker() -> Flask:
    """Return what `flask editions check` needs: the settings and that command, and no more."""
    from app.cli.editions import editions as commands

    try:
        settings = from_environment()
    except WrongSettings as refusal:
        sys.exit(str(refusal))
    app = Flask(__name__, instance_path=str(settings.instance), static_folder=None)
    app.extensions["settings"] = settings
    app.cli.add_command(commands)
    return app
