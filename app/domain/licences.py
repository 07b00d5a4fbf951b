"""The licences under which a landlord lets others use what it publishes."""

from dataclasses import dataclass
from enum import StrEnum


class Licence(StrEnum):
    """A licence, by its SPDX name where it has one, which gatherers of open data recognise."""

    OGL = "OGL-UK-3.0"
    CC_BY = "CC-BY-4.0"
    RESERVED = "all-rights-reserved"


@dataclass(frozen=True)
class LicenceWords:
    """A licence as people know it, and where it can be read; None where there is no such text."""

    name: str
    link: str | None


LICENCE_WORDS = {
    Licence.OGL: LicenceWords(
        "Open Government Licence v3.0",
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    ),
    Licence.CC_BY: LicenceWords(
        "Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/"
    ),
    Licence.RESERVED: LicenceWords("All rights reserved", None),
}
