"""The public site as plain files, for a web server that stands in front (PUBLIC_SITE_DIR).

What is written is what the program answers: every check, notice and compression is that of the
pages themselves. Where it refuses, no file is written, and the web server asks the program.
"""

import hashlib
import logging
import os
import threading
import time
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, current_app, flash

from app.config import WrongSettings
from app.database import DatabaseUnusable, db
from app.domain.publications import PublicationFacts, PublicState
from app.domain.published_files import PAGE, is_page
from app.queries import public_lists
from app.rendering import plain_site
from app.rendering.plain_site import FrozenFile, PlainFile
from app.rendering.releases import (
    NotARelease,
    SiteFile,
    SitePlan,
    Variants,
    bring_up_to_date,
    present,
    refuse_what_is_not_ours,
)

NOT_WRITTEN = (
    "The plain files of the public site could not be written, so residents may see the site as it "
    "was before for a while. Nothing is lost. The program tries again every minute. If this has "
    "not helped by then, tell whoever looks after this site."
)
LOOK_EVERY = 60.0  # seconds

log = logging.getLogger(__name__)


class PublicSite:
    """What the program answers to anybody, and the folder in which that is written down."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._address: str = app.extensions["settings"].public_address
        self._folder: Path | None = app.extensions["settings"].public_site
        self._looked_by = 0
        self._look_again = 0.0
        self._looking = threading.Lock()

    def start(self) -> None:
        """Repair the files at the start of the program."""
        if self._folder is None:
            return
        self.refresh()
        self._next_look()
        with self._app.app_context():
            # A server forks after this, and its workers must not share a connection.
            db.engine.dispose()

    def look(self) -> None:
        """Repair the files, beside the request, where they are behind the database.

        A process can be killed between a publication and its files, and one that was forked never
        starts. So each looks at its first request, and from then on once a minute.
        """
        is_new = self._looked_by != os.getpid()
        if self._folder is None or not (is_new or time.monotonic() >= self._look_again):
            return
        self._next_look()
        threading.Thread(target=self._repair, args=(self._folder,), daemon=True).start()

    def _next_look(self) -> None:
        self._looked_by, self._look_again = os.getpid(), time.monotonic() + LOOK_EVERY

    def _repair(self, folder: Path) -> None:
        # One that takes longer than a minute is not overtaken by the next.
        if not self._looking.acquire(blocking=False):
            return
        try:
            with self._app.app_context():
                is_behind = present(folder) != public_lists.what_stands()
        except DatabaseUnusable:
            return  # whoever asks for a page is told, and another look follows
        else:
            if is_behind:
                self.refresh()
        finally:
            self._looking.release()

    def answer(self, address: str, encoding: str = "identity") -> bytes | None:
        """Return the bytes at a public address in an encoding; None where there are none."""
        # A context of its own: a page that asks, such as publishing, must not lend its person.
        with (
            self._app.app_context(),
            self._app.test_request_context(
                address, base_url=self._address, headers={"Accept-Encoding": encoding}
            ),
        ):
            response = self._app.full_dispatch_request()
        sent = response.headers.get("Content-Encoding", "identity")
        return response.get_data() if response.status_code == 200 and sent == encoding else None

    def refresh(self) -> bool:
        """Write what has changed, or what an earlier attempt left; return whether all is well.

        It never raises: what was published is published, whatever happens to its plain files.
        """
        if self._folder is None:
            return True
        try:
            if bring_up_to_date(self._folder, self._plan):
                log.info("The plain files in %s were brought up to date.", self._folder)
        except DatabaseUnusable as refusal:
            # As before the first `flask db upgrade`; the whole statement would tell nobody more.
            why = str(refusal).partition("\n")[0]
            log.warning("The plain files were left as they are; the database says: %s", why)
            return False
        except NotARelease as refusal:
            log.error("The plain files could not be written. %s", refusal)
            return False
        except Exception:
            log.exception("The plain files in %s could not be written.", self._folder)
            return False
        return True

    def _plan(self) -> SitePlan:
        with self._app.app_context():
            # Asked first: what is committed while the files are made is found at the next look.
            stands = public_lists.what_stands()
            publications = public_lists.all_publications()
            stylesheets = [plain_site.stylesheet_file(one) for one in public_lists.stylesheets()]
        files = [
            *self._living(plain_site.list_files()),
            *(SiteFile(one.path, one.path, self._maker(one.address)) for one in stylesheets),
            *self._frozen(publications),
            *_marks_of_demonstrations(publications),
        ]
        return SitePlan(files, stands)

    def _living(self, files: Iterator[PlainFile]) -> Iterator[SiteFile]:
        """Yield the lists, which are made now; their bytes say whether they have changed."""
        for file in files:
            content = self.answer(file.address)
            if content is None:
                raise RuntimeError(
                    f"The program does not answer {self._address}{file.address}; is the host of "
                    "PUBLIC_ADDRESS among TRUSTED_HOSTS?"
                )
            key = hashlib.sha256(content).hexdigest()
            yield SiteFile(file.path, key, self._maker(file.address))

    def _frozen(self, publications: tuple[PublicationFacts, ...]) -> Iterator[SiteFile]:
        last = {(one.newest, one.rulebook): one.revision for one in publications}
        notices = {
            one.address: self._notice(one, is_last=one.revision == last[one.newest, one.rulebook])
            for one in publications
        }
        for file in plain_site.frozen_files(publications):
            yield SiteFile(file.path, _key(file, notices), self._maker(file.address))

    def _notice(self, one: PublicationFacts, *, is_last: bool) -> str:
        """Return what tells the notice on a revision's pages from every other notice."""
        # One that stands although it is not the last tells of the later one's withdrawal.
        if one.state is PublicState.CURRENT and is_last:
            return ""
        return hashlib.sha256(self.answer(one.address) or b"").hexdigest()

    def _maker(self, address: str) -> "partial[Variants | None]":
        return partial(self._variants, address)

    def _variants(self, address: str) -> Variants | None:
        plain = self.answer(address)
        if plain is None:
            return None
        return Variants(plain, self.answer(address, "br"), self.answer(address, "gzip"))


def refuse_folder_of_others(folder: Path | None) -> None:
    """Raise WrongSettings where PUBLIC_SITE_DIR names a folder with something else in it."""
    try:
        if folder is not None:
            refuse_what_is_not_ours(folder)
    except NotARelease as refusal:
        raise WrongSettings(f"The settings cannot be used:\n- PUBLIC_SITE_DIR: {refusal}") from None


def register(app: Flask) -> None:
    """Join the public site to the application, and repair its files at each start."""
    site = app.extensions["public_site"] = PublicSite(app)
    site.start()
    app.wsgi_app = _looking_first(app.wsgi_app, site)  # type: ignore[method-assign]


def _looking_first(behind: WSGIApplication, site: PublicSite) -> WSGIApplication:
    """Stand in front of everything, kept answers among it, so that any request is enough."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        site.look()
        return behind(environ, start_response)

    return answer


def refresh() -> None:
    """Write what has just become public; where that fails, tell whoever made it so."""
    if not current_app.extensions["public_site"].refresh():
        flash(NOT_WRITTEN)


def _key(file: FrozenFile, notices: dict[str, str]) -> str:
    """Return what decides a file's bytes; a page that carries a notice is more than was frozen."""
    notice = notices[file.revision.address] if is_page(file.ending) else ""
    return f"{file.ending or PAGE} {file.sha256} {notice}".strip()


def _marks_of_demonstrations(publications: tuple[PublicationFacts, ...]) -> Iterator[SiteFile]:
    """Yield empty files by which the web server knows what search engines are to leave alone."""
    for slug in sorted({one.slug for one in publications if one.is_demonstration}):
        yield SiteFile(f"demonstrations/{slug}", "demonstration", lambda: Variants(b""))
