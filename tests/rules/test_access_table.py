"""Who may open what: one table of every route, tried as everybody with real requests."""

import pytest
from werkzeug.test import TestResponse

from app.domain.documents import DocumentKind
from tests.rules.conftest import ANONYMOUS, House, csrf_token
from tests.rules.house import OUTSIDER, Route

IDENTITIES = (
    ANONYMOUS, OUTSIDER, "read_only", "officer", "cabinet_member", "complaints_lead"
)  # fmt: skip

# What each identity gets, in the order of IDENTITIES; the outsider leads another landlord.
OPEN = ("open", "open", "open", "open", "open", "open")
OWN = ("sign in", "ok", "ok", "ok", "ok", "ok")
VIEW = ("sign in", "404", "ok", "ok", "ok", "ok")
EDIT = ("sign in", "404", "403", "ok", "403", "ok")
LEAD = ("sign in", "404", "403", "403", "403", "ok")
RETURN = ("sign in", "404", "403", "403", "ok", "ok")
SIGN = ("sign in", "404", "403", "403", "ok", "403")

DOCUMENT = "/<place:place>/<int:document_id>"
ASSESSMENT = "/assessments/<int:assessment_id>"
REPORT = "/reports/<int:report_id>"
PROVISION = f"{ASSESSMENT}/provisions/<number>"
CHALLENGE = f"{DOCUMENT}/challenges/<int:challenge_id>"
LANDLORD = "/landlords/<slug>"
FIGURES = f"{LANDLORD}/figures/<year>"
PERSON = f"{LANDLORD}/people/<int:membership_id>"

ACCESS = {
    "GET /": OPEN,
    "GET /accessibility": OPEN,
    "GET /privacy": OPEN,
    "GET /cookies": OPEN,
    "GET /robots.txt": OPEN,
    "GET /assets/<name>": OPEN,
    "GET /schemas/statement-1.json": OPEN,
    "GET /editions": OPEN,
    "GET /editions/<edition_id>": OPEN,
    "GET /editions/<edition_id>/compare": OPEN,
    "GET /editions/<edition_id>/compare/<other_id>": OPEN,
    "GET /editions/<edition_id>/provisions/<number>": OPEN,
    "GET /published": OPEN,
    "GET /favicon.ico": OPEN,
    "GET /published/<slug>": OPEN,
    "GET /published/<slug>/<year>": OPEN,
    "GET /published/<slug>/<year>/changes": OPEN,
    "GET /published/<slug>/promises": OPEN,
    "GET /published/<slug>/<rulebook:rulebook>": OPEN,
    "GET /published/<slug>/<rulebook:rulebook>/<year>": OPEN,
    "GET /published/<slug>/<rulebook:rulebook>/<year>/changes": OPEN,
    "GET /published/<slug>/<rulebook:rulebook>/<year>/<revision>": OPEN,
    "GET /published/<slug>/<rulebook:rulebook>/<year>/summary": OPEN,
    "GET /published/<slug>/<rulebook:rulebook>/<year>/<revision>/summary": OPEN,
    "GET /published/<slug>/<rulebook:rulebook>/<year>/provisions/<number>": OPEN,
    "GET /published/<slug>/<rulebook:rulebook>/<year>/<revision>/provisions/<number>": OPEN,
    "GET /published/<slug>/<year>/<revision>": OPEN,
    "GET /published/<slug>/<year>/report/<revision>": OPEN,
    "GET /published/<slug>/<rulebook:rulebook>/<year>/report/<revision>": OPEN,
    "GET /schemas/report-1.json": OPEN,
    "GET /published/<slug>/<year>/summary": OPEN,
    "GET /published/<slug>/<year>/<revision>/summary": OPEN,
    "GET /published/<slug>/<year>/provisions/<number>": OPEN,
    "GET /published/<slug>/<year>/<revision>/provisions/<number>": OPEN,
    "GET /published/assets/<sha256>.css": OPEN,
    "GET /published/index.json": OPEN,
    "GET /published/feed.atom": OPEN,
    "GET /sign-in": OPEN,
    "POST /sign-in": OPEN,
    "GET /join/<secret>": OPEN,
    "POST /join/<secret>": OPEN,
    "GET /home": OWN,
    "GET /learning": OWN,
    "GET /account": OWN,
    "GET /account/password": OWN,
    "POST /account/password": OWN,
    "GET /kept": OWN,
    "POST /kept": OWN,
    "POST /sign-out": OWN,
    "GET /figures": OWN,
    f"GET {LANDLORD}/figures": VIEW,
    f"GET {FIGURES}": VIEW,
    f"GET {FIGURES}/figures.<any(json, csv, yaml):file_type>": VIEW,
    f"GET {FIGURES}/mapping.yaml": VIEW,
    f"GET {LANDLORD}/figures/settings": LEAD,
    f"POST {LANDLORD}/figures/settings": LEAD,
    f"GET {FIGURES}/extract": EDIT,
    f"POST {FIGURES}/extract": EDIT,
    f"GET {FIGURES}/extract/<int:job_id>": EDIT,
    f"POST {FIGURES}/extract/<int:job_id>": EDIT,
    f"POST {FIGURES}/extract/<int:job_id>/again": EDIT,
    f"POST {FIGURES}/extract/<int:job_id>/keep": EDIT,
    f"POST {FIGURES}/extract/<int:job_id>/drop": EDIT,
    f"GET {FIGURES}/typed": EDIT,
    f"POST {FIGURES}/typed": EDIT,
    f"GET {FIGURES}/typed/file": EDIT,
    f"POST {FIGURES}/typed/file": EDIT,
    f"GET {LANDLORD}/jobs/<int:job_id>": EDIT,
    f"POST {LANDLORD}/jobs/<int:job_id>/cancel": EDIT,
    f"GET {LANDLORD}": VIEW,
    f"GET {LANDLORD}/colour.css": VIEW,
    f"GET {LANDLORD}/history": VIEW,
    f"GET {LANDLORD}/learning": VIEW,
    f"GET {LANDLORD}/learning/new": EDIT,
    f"POST {LANDLORD}/learning/new": EDIT,
    f"GET {LANDLORD}/learning/<int:learning_id>": VIEW,
    f"POST {LANDLORD}/learning/<int:learning_id>": EDIT,
    f"POST {LANDLORD}/learning/<int:learning_id>/remove": EDIT,
    f"GET {LANDLORD}/people": VIEW,
    f"GET {LANDLORD}/people/invite": LEAD,
    f"POST {LANDLORD}/people/invite": LEAD,
    f"GET {PERSON}": LEAD,
    f"POST {PERSON}/role": LEAD,
    f"POST {PERSON}/office": LEAD,
    f"POST {PERSON}/confirm": LEAD,
    f"POST {PERSON}/withdraw": LEAD,
    f"POST {PERSON}/disable": LEAD,
    f"POST {PERSON}/enable": LEAD,
    f"POST {PERSON}/link": LEAD,
    f"GET {LANDLORD}/settings": LEAD,
    f"POST {LANDLORD}/settings": LEAD,
    f"GET {LANDLORD}/official-wording": LEAD,
    f"POST {LANDLORD}/official-wording": LEAD,
    f"POST {LANDLORD}/official-wording/keep": LEAD,
    f"POST {LANDLORD}/official-wording/remove": LEAD,
    f"GET {LANDLORD}/assessments/new": LEAD,
    f"POST {LANDLORD}/assessments/new": LEAD,
    f"GET {LANDLORD}/reports": VIEW,
    f"GET {LANDLORD}/reports/new": LEAD,
    f"POST {LANDLORD}/reports/new": LEAD,
    f"GET {REPORT}": VIEW,
    f"GET {REPORT}/parts/<key>": VIEW,
    f"POST {REPORT}/parts/<key>": EDIT,
    f"POST {REPORT}/explanations": EDIT,
    f"GET {ASSESSMENT}": VIEW,
    f"GET {ASSESSMENT}/summary": VIEW,
    f"GET {DOCUMENT}/readiness": VIEW,
    f"GET {ASSESSMENT}/brief": VIEW,
    f"GET {ASSESSMENT}/brief.pdf": VIEW,
    f"GET {DOCUMENT}/packs": VIEW,
    f"POST {DOCUMENT}/packs": LEAD,
    f"GET {DOCUMENT}/packs/<int:pack_id>.<any(pdf, docx):form>": VIEW,
    f"GET {DOCUMENT}/rehearsal": VIEW,
    f"GET {DOCUMENT}/history": VIEW,
    f"GET {ASSESSMENT}/submission": VIEW,
    f"POST {ASSESSMENT}/submission": LEAD,
    f"POST {ASSESSMENT}/submission/log": LEAD,
    f"GET {DOCUMENT}/text": VIEW,
    f"GET {ASSESSMENT}/correction": VIEW,
    f"POST {ASSESSMENT}/correction": LEAD,
    f"POST {ASSESSMENT}/correction/undo": LEAD,
    f"GET {PROVISION}": VIEW,
    f"POST {PROVISION}": EDIT,
    f"POST {PROVISION}/confirm": EDIT,
    f"POST {PROVISION}/afresh": EDIT,
    f"GET {ASSESSMENT}/carried": VIEW,
    f"GET {ASSESSMENT}/carried/undo": LEAD,
    f"POST {ASSESSMENT}/carried/undo": LEAD,
    f"GET {PROVISION}/history": VIEW,
    f"POST {PROVISION}/history/<int:sequence>/restore": EDIT,
    f"GET {ASSESSMENT}/plan": VIEW,
    f"GET {ASSESSMENT}/plan.csv": VIEW,
    f"GET {ASSESSMENT}/actions/new": EDIT,
    f"POST {ASSESSMENT}/actions/new": EDIT,
    f"GET {ASSESSMENT}/actions/<int:action_id>": VIEW,
    f"POST {ASSESSMENT}/actions/<int:action_id>": EDIT,
    f"POST {ASSESSMENT}/actions/<int:action_id>/remove": EDIT,
    f"GET {DOCUMENT}/challenges": VIEW,
    f"POST {DOCUMENT}/challenges": SIGN,
    f"GET {DOCUMENT}/challenges/new": SIGN,
    f"POST {DOCUMENT}/challenges/again": SIGN,
    f"GET {CHALLENGE}": VIEW,
    f"POST {CHALLENGE}/reply": EDIT,
    f"POST {CHALLENGE}/press": SIGN,
    f"POST {CHALLENGE}/accept": SIGN,
    f"POST {CHALLENGE}/withdraw": SIGN,
    f"POST {CHALLENGE}/publication": SIGN,
    f"GET {DOCUMENT}/send": LEAD,
    f"POST {DOCUMENT}/send": LEAD,
    f"GET {DOCUMENT}/steps/<step_name>": RETURN,
    f"POST {DOCUMENT}/steps/<step_name>": RETURN,
    f"GET {DOCUMENT}/response": SIGN,
    f"POST {DOCUMENT}/response": SIGN,
    f"GET {DOCUMENT}/approval": VIEW,
    f"POST {DOCUMENT}/approval": RETURN,
    f"POST {DOCUMENT}/approval/remove": RETURN,
    f"POST {DOCUMENT}/approval/amendments": LEAD,
    f"GET {DOCUMENT}/sign-off": SIGN,
    f"POST {DOCUMENT}/sign-off": SIGN,
    f"GET {DOCUMENT}/publish": LEAD,
    f"POST {DOCUMENT}/publish": LEAD,
    f"GET {DOCUMENT}/publications": VIEW,
    f"GET {DOCUMENT}/publications/<int:revision_number>/withdraw": LEAD,
    f"POST {DOCUMENT}/publications/<int:revision_number>/withdraw": LEAD,
}
# What an address numbers inside an assessment or a landlord.
NUMBERED = {"action_id", "challenge_id", "job_id", "learning_id", "membership_id", "sequence"}
# Where the answer depends on more than the route: a step back, and the response of a record.
SPECIAL = {
    (f"GET {DOCUMENT}/steps/<step_name>", "start_correction"): LEAD,
    (f"GET {DOCUMENT}/steps/<step_name>", "reopen"): RETURN,
    (f"GET {DOCUMENT}/response", "of a record"): LEAD,
}


def answer_class(answer: TestResponse) -> str:
    """Say in a word what a request met; a form that is refused for its content was let in."""
    if answer.status_code == 303 and answer.headers["Location"].startswith("/sign-in?"):
        # Signing out leads there as well, and says so.
        return "ok" if "out=" in answer.headers["Location"] else "sign in"
    if answer.status_code in (401, 403, 404) or answer.status_code >= 500:
        return str(answer.status_code)
    return "ok"


def tried(house: House, identity: str, routes: list[Route], values: dict[str, object]) -> list[str]:
    """Try routes as somebody; return a line for each that met something else than the table."""
    browser = house.browser(identity)
    token = csrf_token(browser)
    wrong = []
    for route in routes:
        form = {"data": {"csrf_token": token}} if route.method == "POST" else {}
        answer = browser.open(route.address(values), method=route.method, **form)
        met, expected = answer_class(answer), ACCESS[str(route)][IDENTITIES.index(identity)]
        if met != expected.replace("open", "ok"):
            wrong.append(f"{route}: {expected} by the table, {met} ({answer.status_code}) met")
    return wrong


def test_every_route_is_in_the_access_table_and_every_entry_is_a_route(house: House) -> None:
    routes = {str(route) for route in house.routes()}

    undeclared, stale = sorted(routes - ACCESS.keys()), sorted(ACCESS.keys() - routes)

    assert not undeclared, f"Decide who may open these, and add them to ACCESS: {undeclared}"
    assert not stale, f"There are no such routes any more; remove them from ACCESS: {stale}"


@pytest.mark.parametrize("identity", IDENTITIES)
def test_everybody_gets_what_the_table_says(house: House, identity: str) -> None:
    routes = house.routes()

    wrong = tried(house, identity, routes, house.ours)

    print(f"{len(routes)} cells of the access table tried as {identity}.")  # noqa: T201
    assert not wrong, (
        f"{len(wrong)} of {len(routes)} routes let {identity} meet something else. Mend the "
        "permission that the page asks of its door, or the table:\n" + "\n".join(wrong)
    )


@pytest.mark.parametrize("identity", IDENTITIES)
def test_what_depends_on_the_step_or_the_reason_follows_the_table(
    house: House, identity: str
) -> None:
    routes = {str(route): route for route in house.routes("GET")}
    browser = house.browser(identity)

    for (name, case), expected in SPECIAL.items():
        values = house.ours | {"step_name": case}
        values |= {"assessment_id": house.ours["record"]} if case == "of a record" else {}
        met = answer_class(browser.get(routes[name].address(values)))
        assert met == expected[IDENTITIES.index(identity)], f"{name}, {case}: {met} met"


@pytest.mark.parametrize("identity", IDENTITIES)
def test_a_report_is_as_open_as_an_assessment(house: House, identity: str) -> None:
    inside = {"challenge_id", "pack_id", "revision_number"}  # this report has none of these
    routes = [
        route
        for route in house.routes()
        if "place" in route.rule.arguments and not route.rule.arguments & inside
    ]
    report = {"place": DocumentKind.REPORT, "document_id": house.ours["report_id"]}

    wrong = tried(house, identity, routes, house.ours | report)

    assert len(routes) > 20
    assert not wrong, "\n".join(wrong)


def test_another_landlords_number_or_name_is_404_on_every_route(house: House) -> None:
    behind_the_door = [
        route
        for route in house.routes()
        if route.rule.arguments & {"slug", "assessment_id", "document_id", "report_id"}
        and ACCESS[str(route)] is not OPEN
    ]
    browsers = {role: house.browser(role) for role in ("complaints_lead", "cabinet_member")}
    tokens = {role: csrf_token(browser) for role, browser in browsers.items()}

    for route in behind_the_door:
        foreign = {
            # All of another landlord, and then our own address with one foreign number inside.
            "all": house.theirs,
            **{
                name: house.ours | {name: house.theirs[name]}
                for name in route.rule.arguments & NUMBERED
            },
        }
        # Somebody whom our own page would let in, or the refusal would come from their role.
        who = "complaints_lead" if ACCESS[str(route)][-1] == "ok" else "cabinet_member"
        for what, values in foreign.items():
            form = {"data": {"csrf_token": tokens[who]}} if route.method == "POST" else {}
            answer = browsers[who].open(route.address(values), method=route.method, **form)
            assert answer.status_code == 404, (
                f"{route} with another landlord's {what} gives {answer.status_code}. "
                "Load it through the door, so that it is 404 like what does not exist."
            )
    assert len(behind_the_door) > 40
