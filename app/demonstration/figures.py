"""The figures of the demonstration: typed in, and worked out from invented cases."""

from pathlib import Path

from app.database import transaction
from app.demonstration.people import cast_of
from app.demonstration.story import Stage
from app.domain.case_mapping import CaseMapping
from app.domain.errors import Invalid
from app.domain.figures import from_facts
from app.models import Landlord
from app.models.figure_facts import figure_settings, newest_extract, typed_figures
from app.queries.figures import how_to_count
from app.reading import case_process
from app.reading.case_asked import to_analyse
from app.reading.case_mappings import load_mapping
from app.reading.demonstration_says import ReportSays
from app.reading.typed_figures import (
    content_of,
    definitions_in,
    figures_of_content,
    read_typed_figures,
)
from app.services import figures
from app.services.figures import Extracted, SettingsContent

MAPPING = "mapping.yaml"
TARGETS = {1: 15, 2: 25}  # working days, of the landlord that does not exist


def load(landlord: Landlord, folder: Path, said: ReportSays, stage: Stage) -> None:
    """Keep the figures of a report's year, as far as there are none."""
    if typed_figures(landlord.id, said.year) is None:
        content = content_of(read_typed_figures(folder / said.figures))
        with transaction():
            figures.write_typed_figures(
                said.year,
                content,
                figures_of_content(content),
                seen_version=None,
                by=cast_of(landlord.id).officer,
                now=stage.at(said.days.started),
            )
    if said.cases is None or newest_extract(landlord.id, said.year) is not None:
        return
    _set_targets(landlord, said, stage)
    stage.say(f"Reading the invented cases of {said.year.text}.")
    found = _read_cases(landlord, folder / said.cases, load_mapping(folder / MAPPING), said, stage)
    with transaction():
        figures.keep_extract(
            said.year, found, by=cast_of(landlord.id).officer, now=stage.at(said.days.started)
        )


def _set_targets(landlord: Landlord, said: ReportSays, stage: Stage) -> None:
    if figure_settings(landlord.id) is None:
        with transaction():
            figures.change_figure_settings(
                SettingsContent(targets=TARGETS),
                seen_version=None,
                by=cast_of(landlord.id).lead,
                now=stage.at(said.days.started),
            )


def _read_cases(
    landlord: Landlord, path: Path, mapping: CaseMapping, said: ReportSays, stage: Stage
) -> Extracted:
    """Read a case file as a page would have it read; raise Invalid where that cannot be."""
    how, definitions = how_to_count(landlord.id, said.year), definitions_in()
    asked = to_analyse(
        mapping,
        year=said.year,
        clock_sets=definitions.clocks,
        measure_sets=definitions.measures,
        today=said.days.started or stage.now.date(),
        year_end_month=how.year_end_month,
        closures=how.closures,
        targets=how.targets,
        homes=how.homes,
    )
    found = case_process.run("analyse", path, asked)
    if found["figures"] is None:
        raise Invalid(f"The invented cases of {said.year.text} could not be read.")
    return Extracted(from_facts(found["figures"]), mapping, found["sha256"], found["rows"])
