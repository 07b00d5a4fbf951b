"""Each benchmark runs on a small size and ends with one line that programs can read."""

import json
import subprocess
import sys
from typing import Any

import pytest

from app.config import ROOT
from app.rendering import pdf
from benchmarks.load import WRK
from benchmarks.nginx_server import NGINX

RATIOS = {
    "case_extract": {
        "analysis_over_polars",
        "analysis_over_pandas",
        "cold_start_over_polars",
        "cold_start_over_pandas",
        "memory_over_polars",
        "ten_times_the_rows",
        "spreadsheet_over_calamine",
    },
    "pdf": {"step_over_bare", "layout_over_definition_list", "eight_times_the_provisions"},
    "public_page": {
        "ours_over_bare_nginx",
        "view_over_hello_cpu",
        "nginx_304_over_200",
        "view_304_over_200",
        "nginx_p99_beside_pdf",
        "view_p99_beside_pdf",
    },
}


def run_quickly(name: str) -> dict[str, Any]:
    run = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}", "--quick"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    last: dict[str, Any] = json.loads(run.stdout.strip().rpartition("\n")[2])
    return last


@pytest.mark.parametrize("name", sorted(RATIOS))
def test_it_runs_and_ends_with_one_object(name: str) -> None:
    missing = pdf.why_not_available()
    if missing and name != "case_extract":
        pytest.skip(missing)
    if name == "public_page" and (NGINX is None or WRK is None):
        pytest.skip("NOT run: apt-get install -y --no-install-recommends nginx wrk")

    said = run_quickly(name)

    assert said["benchmark"] == name
    assert said["ratios"].keys() == RATIOS[name]
    assert all(ratio > 0 for ratio in said["ratios"].values())
    assert said["sizes"]
    assert said["versions"]["python"]
    if name == "public_page":
        assert said["sizes"]["first_visit_brotli"] <= 45_000
