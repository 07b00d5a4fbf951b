"""What the cover of a committee pack with an annual report can begin from."""

from collections.abc import Mapping

from app.domain.documents import Document
from app.domain.figure_checks import check_figures
from app.domain.figures import from_facts
from app.domain.findings import Level


def decision_on_report(report: Document) -> str:
    """Return the decision that a cover report may ask for (provision 8.2 of the 2024 edition)."""
    year = str(report["report"]["year"]).replace("-", "/")
    lines = [
        f"1. Approve the complaints performance and service improvement report {year}.",
        "2. Note what was learned from complaints, and agree what will be done next.",
    ]
    if report["governing_body_response"]:
        lines.append("3. Agree the response of the governing body, to be published beside it.")
    return "\n".join(lines)


def risks_of_report(report: Document) -> str:
    """Return the risks that the report itself shows, to begin from; empty where it shows none."""
    if report["figures"] is None:
        return "• The report has no figures."
    explained = {one["finding"]: one["said"] for one in report["explanations"]}
    found = check_figures(from_facts(report["figures"]))
    lines = [_risk(one.sentence, explained) for one in found if one.level is not Level.NOTE]
    statement = report["self_assessment"]
    if statement and (unmet := statement["summary"]["no"]):
        whole = statement["summary"]["provisions"]
        are = "is" if unmet == 1 else "are"
        lines.insert(0, f"• {unmet} of the {whole} provisions of the Code {are} answered No.")
    return "\n".join(lines)


def _risk(sentence: str, explained: Mapping[str, str]) -> str:
    said = explained.get(sentence)
    return f"• {sentence} The report says of it: {said}" if said else f"• {sentence}"
