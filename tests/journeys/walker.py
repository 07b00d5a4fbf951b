"""Somebody at a browser, who looks at every page that they reach whether anybody can use it."""

import hashlib
import re

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import ConsoleMessage, Locator, Page, Response

from tests.factories import PASSWORD

WIDE, PHONE, NARROW = 1280, 375, 320
HEIGHT = 900
PATIENCE_MS = 15_000
HIDDEN_FIELD = re.compile(r'<input[^>]*type="hidden"[^>]*>')
# The contrast takes three quarters of the time: it is measured again only where that is short.
AXE = """async (isAgain) => {
  const isLong = document.querySelectorAll("*").length > 250;
  const rules = {"color-contrast": {enabled: !(isAgain && isLong)}};
  return axe.run({resultTypes: ["violations"], preload: false, rules});
}"""

# What axe judges a page by, apart from the words: two pages of one build are one page to it.
BUILD = """() => {
  const words = new Set(["action", "content", "formaction", "href", "src", "title", "value"]);
  const told = (one) => words.has(one.name) ? "" : one.value;
  const holdsText = (node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== "";
  return [...document.querySelectorAll("*")].map((element) => [
    element.tagName,
    [...element.childNodes].some(holdsText),
    ...[...element.attributes].map((one) => `${one.name}=${told(one)}`),
  ].join(" ")).join("\\n");
}"""

# What is looked at once, besides axe: [what is wrong, …].
LOOK = """() => {
  const wrong = [];
  const headings = document.querySelectorAll("h1").length;
  if (headings !== 1) wrong.push(`it has ${headings} h1`);
  if (!document.title.trim()) wrong.push("it has no title");
  const summary = document.querySelector(".govuk-error-summary");
  if (summary && !document.title.startsWith("Error: ")) {
    wrong.push(`it shows errors, and its title is "${document.title}"`);
  }
  for (const link of summary ? summary.querySelectorAll("a") : []) {
    const field = document.getElementById(link.hash.slice(1));
    if (!field || !field.matches("input, select, textarea")) {
      wrong.push(`"${link.textContent.trim()}" leads to no field`);
    }
  }
  for (const form of document.forms) {
    if (form.method === "post" && !form.elements.csrf_token) wrong.push("a form has no token");
  }
  return wrong;
}"""
TOO_WIDE = """() => {
  const limit = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= limit) return [];
  return [...document.body.querySelectorAll("*")]
    .filter((element) => element.getBoundingClientRect().right > limit + 1)
    .slice(0, 5)
    .map((element) => element.outerHTML.slice(0, 160));
}"""

# The pages, and the builds of pages, by their digests, that need not be looked at a second time.
_found_fit: set[bytes] = set()
_found_accessible: set[bytes] = set()


class Walker:
    """A person with a browser of their own."""

    def __init__(self, page: Page, *, has_script: bool = True) -> None:
        """Listen to what the browser complains about, such as the Content-Security-Policy."""
        self.page = page
        self.has_script = has_script
        self.status = 0
        self._complaints: list[str] = []
        page.set_default_timeout(PATIENCE_MS)
        page.on("response", self._note_status)
        page.on("console", self._note_message)
        page.on("pageerror", lambda error: self._complaints.append(str(error)))
        page.on("dialog", lambda dialog: dialog.accept())

    def goto(self, path: str, *, status: int | None = 200) -> None:
        """Open an address and look at its page, whatever its status where that is None."""
        self.page.goto(path)
        self._arrived(status)

    def follow(self, link: str, *, exact: bool = True) -> None:
        """Follow a link by its words and look at the page behind it."""
        self._go_by(self.page.get_by_role("link", name=link, exact=exact).first, 200)

    def press(self, button: str, *, status: int = 200) -> None:
        """Press a button by its words and look at the page that comes."""
        self._go_by(self.page.get_by_role("button", name=button, exact=True).first, status)

    def fill(self, field: str, text: str) -> None:
        """Type into a field by its label."""
        self.page.get_by_label(field, exact=True).first.fill(text)

    def choose(self, question: str, choice: str) -> None:
        """Choose a radio button by its question and its words."""
        group = self.page.get_by_role("group", name=question)
        group.get_by_label(choice, exact=True).check()

    def sign_in(self, email: str, password: str = PASSWORD, *, status: int = 200) -> None:
        """Sign in on the sign-in page; come to one's own page or to what one had typed."""
        if "/sign-in" not in self.page.url:
            self.page.goto("/sign-in")
        self.fill("E-mail address", email)
        self.fill("Password", password)
        self.press("Sign in", status=status)

    def go_back(self) -> None:
        """Go back by the link above the page, to where it says, and look at that page."""
        self._go_by(self.page.locator(".govuk-back-link"), 200)

    def text(self) -> str:
        """Return what can be read on the page, apart from what stands around it."""
        return self.page.locator("main").inner_text()

    @property
    def heading(self) -> str:
        """The page's heading, without the tag beside it."""
        return " ".join(self.page.locator("h1").inner_text().split())

    @property
    def path(self) -> str:
        """Where the browser is: the address from its first slash on."""
        return "/" + self.page.url.split("#")[0].split("/", 3)[3]

    def check(self) -> None:
        """Fail unless anybody can use this page; one that was looked at before is known."""
        page = _digest(HIDDEN_FIELD.sub("", self.page.content()))
        wrong = [] if page in _found_fit else self._look()
        wrong += self._complaints
        assert not wrong, f"{self.path} ({self.status}) is not for everybody:\n" + "\n".join(wrong)
        _found_fit.add(page)

    def _look(self) -> list[str]:
        """Return what is wrong: by axe on two widths, and by our own rules."""
        wrong: list[str] = self.page.evaluate(LOOK)
        # Where scripts are off, axe would never come to an end.
        if self.has_script:
            wrong += self._ask_axe()
        self._resize(NARROW)
        wrong += [f"too wide for {NARROW} px: {one}" for one in self.page.evaluate(TOO_WIDE)]
        self._resize(WIDE)
        return wrong

    def _ask_axe(self) -> list[str]:
        """Return what axe finds on two widths, unless it saw a page of this build before."""
        build = _digest(self.page.evaluate(BUILD))
        if build in _found_accessible:
            return []
        wrong = []
        self.page.evaluate(AXE_SCRIPT)
        for width in (WIDE, PHONE):
            self._resize(width)
            found = AxeResults(self.page.evaluate(AXE, width == PHONE))
            if found.violations_count:
                wrong.append(f"at {width} px: {found.generate_report()}")
        if not wrong:
            _found_accessible.add(build)
        return wrong

    def _resize(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": HEIGHT})

    def _go_by(self, way: Locator, status: int) -> None:
        with self.page.expect_navigation():
            way.click()
        self._arrived(status)

    def _arrived(self, status: int | None) -> None:
        assert status in (None, self.status), f"{self.path} answered {self.status}, not {status}."
        self.check()

    def _note_status(self, response: Response) -> None:
        if response.request.is_navigation_request() and response.frame == self.page.main_frame:
            self.status = response.status

    def _note_message(self, message: ConsoleMessage) -> None:
        # A page that is refused, as tests want, is itself reported as failed to load; a stylesheet
        # must not be.
        about = message.location["url"].split("#")[0]
        is_the_page = about == self.page.url.split("#")[0]
        if message.type == "error" and not (is_the_page and "Failed to load" in message.text):
            self._complaints.append(f"{message.text} ({about})")


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
