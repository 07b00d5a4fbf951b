"""An invented second rulebook: one answer for each section, all of it “should”, one section twice.

Its shape is that of a sister code of the first rulebook; its words are ours and nobody's rules.
"""

import shutil
from pathlib import Path

from app.config import ROOT

RULEBOOK = "example-services"
SISTER = "example-services-2025"
EDITION = """\
rulebook: example-services
edition: "2025"
title: Code for Answering Complaints
issuer: Example Services Ombudsman
source: https://www.example.org/services/code/
published: 2025-02
in_force: 2025-04-01
statutory: no
form:
  name: Self-assessment
  columns: [Section, Action, "Do you follow it?", Explanation]
sections:
  - number: "1"
    title: What a complaint is
    provisions:
      - number: "1"
        title: What a complaint is
        obligation: should
        requirement: Whoever says that they are unhappy should be heard as complaining.
        answer: yes_no
  - number: "2"
    title: What is left out
    provisions:
      - number: "2"
        title: What is left out
        obligation: should
        requirement: The organisation should say clearly which complaints it does not look at.
        answer: yes_no
  - number: "3"
    title: Answering
    provisions:
      - number: "3.1"
        title: The first answer
        obligation: should
        requirement: The organisation should give its first answer within 10 working days.
        answer: yes_no
        stage: "1"
        deadlines:
          - what: first answer
            number: 10
            unit: working_days
            from: the acknowledgement
            kind: limit
      - number: "3.2"
        title: The second answer
        obligation: should
        requirement: The organisation should give its second answer within 20 working days.
        answer: yes_no
        stage: "2"
        deadlines:
          - what: second answer
            number: 20
            unit: working_days
            from: the request
            kind: limit
  - number: "4"
    title: Putting things right
    provisions:
      - number: "4"
        title: Putting things right
        obligation: should
        requirement: The organisation should say what it will do and by when, and then do it.
        answer: yes_no
  - number: "5"
    title: Learning
    provisions:
      - number: "5"
        title: Learning
        obligation: should
        requirement: The organisation should report every year on what complaints have taught it.
        answer: yes_no
"""
GUIDANCE = """\
edition: example-services-2025
provisions:
  - number: "1"
    for_residents: Say that you are unhappy, in any words, and it is a complaint.
    ask:
      - How do staff tell a complaint from a request?
  - number: "2"
    for_residents: You are told when your complaint is not looked at, and why.
  - number: "3.1"
    for_residents: You get a first answer in two weeks.
  - number: "3.2"
    for_residents: You get a second answer in four weeks.
  - number: "4"
    for_residents: You are told what will be done, and it is done.
  - number: "5"
    for_residents: You can read once a year what has become better.
"""
MAPPING = """\
edition: example-services-2025
to: housing-ombudsman-2024
provisions:
  - number: "1"
    answers_to: ["1.2"]
  - number: "2"
    answers_to: ["2.1", "2.2"]
  - number: "3.1"
    answers_to: ["6.3"]
  - number: "3.2"
    answers_to: ["6.14"]
  - number: "4"
    answers_to: ["7.1"]
"""


def make_sister(root: Path, mapping: str | None = MAPPING, edition: str = EDITION) -> Path:
    """Write the rulebook with its mapping under a root; return its folder."""
    folder = root / RULEBOOK
    folder.mkdir(parents=True)
    (folder / "2025.yaml").write_text(edition)
    (folder / "2025.guidance.yaml").write_text(GUIDANCE)
    if mapping is not None:
        (folder / "2025.mapping.yaml").write_text(mapping)
    return folder


def make_both(root: Path) -> Path:
    """Write it beside a copy of the rulebooks that we ship, and return the root."""
    shutil.copytree(ROOT / "code_definitions", root)
    make_sister(root)
    return root
