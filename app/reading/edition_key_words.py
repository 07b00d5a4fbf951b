"""What to write at each key of our files, in one sentence: an editor of text shows it on the way.

`code_definitions/README.md` lists the same keys in tables, for who reads before writing.
"""

from collections.abc import Mapping

from app.reading import submission_forms
from app.reading.clock_files import ClockShape, ClocksShape, ExtensionShape
from app.reading.edition_shapes import (
    DeadlineShape,
    DroppedShape,
    EditionShape,
    FormShape,
    GlossaryShape,
    GuidanceShape,
    PartShape,
    PredecessorShape,
    ProvisionGuidanceShape,
    ProvisionShape,
    SectionShape,
    Shape,
    TermShape,
)
from app.reading.mappings import MappedShape, MappingShape
from app.reading.measure_files import BaseShape, MeasureShape, MeasuresShape, MemberShape

_RULEBOOK = "The name of the rulebook, which is the name of its folder: housing-ombudsman."
_SOURCE = "The publisher's own page, an address that begins with https://."

MEANINGS: Mapping[type[Shape], Mapping[str, str]] = {
    EditionShape: {
        "rulebook": _RULEBOOK,
        "edition": 'The name of the edition, which is the name of the file, in quotes: "2024".',
        "title": "What the publisher calls the rulebook: Complaint Handling Code.",
        "issuer": "Who publishes it: Housing Ombudsman.",
        "source": _SOURCE,
        "published": "When it was published: a year, month or day, such as 2024-02-08.",
        "in_force": "From when it applies: a year, month or day, such as 2024-04-01.",
        "comply_by": "By when a landlord had to comply; leave it out where that is “in_force”.",
        "superseded": "From when the next edition applies; leave it out until there is one.",
        "statutory": "Whether the law requires landlords to follow it: yes or no.",
        "follows": 'The edition before, by its name ("2022"); leave it out for the first.',
        "corrects": 'The edition whose words this one puts right ("2024"); else leave it out.',
        "form": "The publisher's own form of the self-assessment.",
        "sections": "The chapters in the order of the rulebook, each with its provisions.",
        "dropped": "The provisions of the edition before that nothing here continues, with why.",
    },
    FormShape: {
        "name": "What the publisher calls the form.",
        "columns": "The headings of its columns, from left to right.",
    },
    SectionShape: {
        "number": 'The number of the chapter, in quotes: "6".',
        "title": "A few words.",
        "provisions": "What the chapter asks for, in the order of the rulebook.",
    },
    ProvisionShape: {
        "number": 'Section and position, in quotes: "6.10"; or "6", where it is the only '
        "question about its whole section.",
        "title": "A few words that tell it from its neighbours.",
        "obligation": "How it binds: must (a duty), should (expected), statement (explains, never "
        "asked in the form) or question (of a questionnaire).",
        "requirement": "What it asks for, in full plain sentences of our own, with every figure.",
        "answer": "What the form takes: yes_no, yes_no_na (“not applicable” too), share (of a "
        "hundred), count, text, or parts (each part is answered by itself).",
        "in_form": "Write no where the publisher's form leaves it out; else leave this out.",
        "parts": "The single duties inside it, each a text.",
        "deadlines": "Its figures as data; each stands in the requirement too.",
        "predecessors": "The provisions of the edition before that it continues; leave it out "
        "where the provision is new.",
        "stage": "The stage of a complaint by which the form groups the section: 1, 2 or 3.",
    },
    PartShape: {
        "text": "The duty, in our own words.",
        "key": "Its letter, where the rulebook has one; else leave it out.",
        "answer": "Only where the provision has “answer: parts”: share, count, text or yes_no.",
    },
    DeadlineShape: {
        "what": "What has to be done by then: stage 1 response.",
        "number": "The figure, 1 or more.",
        "unit": "What it counts: days, working_days or months; days where working days are not "
        "named.",
        "from": "From when it counts: the complaint being acknowledged.",
        "kind": "What it limits: limit (latest), extension (added to a limit), window (how far "
        "back), threshold (from how many) or recurring (how often).",
        "note": "Anything that has to be known with it; else leave it out.",
    },
    PredecessorShape: {
        "number": "The number in the edition before, in quotes.",
        "change": "What happened to the words: unchanged, reworded, merged (several became this "
        "one) or split (one became several).",
        "effect": "What it asks now: same, stronger (more is asked, or a should became a must), "
        "weaker (less) or figures (a deadline or an amount is another).",
    },
    DroppedShape: {
        "number": "The number in the edition before, in quotes.",
        "reason": "Why nothing continues it, in a sentence for whoever answered it last year.",
    },
    GuidanceShape: {
        "edition": "The full name of the edition: housing-ombudsman-2024.",
        "provisions": "One entry for each provision of the edition.",
    },
    ProvisionGuidanceShape: {
        "number": "The number of the provision, in quotes.",
        "for_residents": "What it means for a resident: one or two sentences that say “you”.",
        "ask": "Questions that a scrutineer may put to the landlord.",
    },
    GlossaryShape: {
        "rulebook": _RULEBOOK,
        "terms": "The words in the order of the alphabet, each once.",
    },
    TermShape: {
        "term": "The word as residents meet it.",
        "meaning": "One to three plain sentences, without a figure that only one edition has.",
    },
    MappingShape: {
        "edition": "The full name of the edition that the mapping begins at, and of this file: "
        "example-code-2025.",
        "to": "The full name of the edition of another rulebook: housing-ombudsman-2024.",
        "provisions": "The provisions that answer to any of the other; leave out those that do "
        "not.",
    },
    MappedShape: {
        "number": "The number of the provision here, in quotes.",
        "answers_to": 'The numbers there that the same answer serves, in quotes: ["6.2", "6.3"].',
    },
    submission_forms.FormShape: {
        "rulebook": _RULEBOOK,
        "year": "The submission year, which is the name of the file: 2026-27.",
        "title": "What the page calls the form.",
        "source": _SOURCE,
        "note": "What has to be said first, such as how surely the form is known.",
        "sections": "The parts of the form, from top to bottom.",
    },
    submission_forms.FormSectionShape: {
        "title": "The heading of the part.",
        "fields": "Its fields, from top to bottom.",
    },
    submission_forms.FieldShape: {
        "id": "Small letters, figures and _; the same from year to year for the same field.",
        "label": "What the field asks for, in our words.",
        "kind": "What is typed into it; “answers” is Yes or No to every provision.",
        "from": "Where its value is known from; leave it out where only a person knows it.",
        "hint": "A sentence below the label; it may be left out.",
        "optional": "Write yes where the field may stay empty; else leave this out.",
    },
    ClocksShape: {
        "edition": "The full name of the edition beside this file: housing-ombudsman-2024.",
        "code": "What sentences call it: the 2024 Code.",
        "since": "The first day on which complaints received fall under it, as its edition's "
        "“in_force”: 2024-04-01.",
        "said": "Sentences to print with these limits; leave it out where there are none.",
        "clocks": "The time limits of both stages.",
    },
    ClockShape: {
        "stage": "The stage of the complaint: 1 or 2.",
        "step": "What has to be done by then: acknowledge or answer.",
        "limit": "The figure, 1 or more; the deadline of the provision has the same.",
        "unit": "The word of the Code: days or working_days; either is counted in working days.",
        "from": "The event it counts from: received, logged, acknowledged or escalated.",
        "provision": "The provision that sets the limit, in quotes.",
        "extension": "What the Code permits on top without good reason; leave it out for none.",
    },
    ExtensionShape: {
        "limit": "How many days more, 1 or more.",
        "unit": "The word of the Code: days or working_days; either is counted in working days.",
        "provision": "The provision that permits it, in quotes.",
    },
    MeasuresShape: {
        "since": "The first day of the years that these definitions hold for, which is the name "
        "of the file: 2024-04-01.",
        "measures": "What the figures of a year count, one entry each.",
    },
    MeasureShape: {
        "id": "Small letters, figures, _ and full stops: stage_1.received. It never changes.",
        "title": "A few words that tell it from its neighbours.",
        "unit": "What its value is in: count, share (of a hundred), rate (per 1,000 homes), money "
        "(pounds) or days (working days).",
        "kind": "How its figures belong together: single (one figure), whole (parts of a whole), "
        "several (one complaint may count in several) or list (beside each other).",
        "population": "Who or what is counted: complaints received in the year.",
        "base": "What the value is a share, a rate or an average of; leave it out for none.",
        "members": "The figures it is made of, where they are the same for every landlord.",
        "definition": "One or two plain sentences that say what is counted.",
        "source": "Who defines it, and where: Complaint Handling Code 2024, provision 6.2.",
        "sure": "How sure we are of the definition, and what is in doubt.",
    },
    BaseShape: {
        "words": "Of what it is a share, a rate or an average: complaints received in the year.",
        "measure": "The id of the measure whose count the base is; leave it out for none.",
    },
    MemberShape: {
        "id": "Small letters, figures and _; it never changes.",
        "label": "What pages and tables call it.",
    },
}
