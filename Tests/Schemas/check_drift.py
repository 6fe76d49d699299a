"""Reads the drift reports that `rondo drift` prints with what others made: usage: check_drift.py RONDO LEDGER"""

import csv
import html.parser
import io
import json
import subprocess
import sys

from junitparser import JUnitXml
from sarif_pydantic import Sarif

rondo, ledger = sys.argv[1:]


def report(form):
    run = subprocess.run([rondo, "drift", "--from", ledger, "-o", form], capture_output=True)
    assert run.returncode == 1, (run.returncode, run.stderr)
    return run.stdout.decode()


data = json.loads(report("json"))
open_items = [item for item in data["items"] if "resolution" not in item]
summary = data["summary"]
assert summary["total_resources"] == summary["total_managed"] + summary["total_missing"] + summary["total_unmanaged"]
assert data["coverage"] == summary["total_managed"] * 100 // summary["total_resources"], data["coverage"]

suites = JUnitXml.fromstring(report("junit").encode())
cases = [case for suite in suites for case in suite]
failed = [case for case in cases if any(result._tag == "failure" for result in case.result)]
drifted = {json.dumps(item["finding"].get("object") or item["finding"]["field"]) for item in open_items}
assert suites.tests == len(cases) == len(data["objects"]) + 1, (suites.tests, len(cases))
assert suites.failures == len(failed) == len(drifted), (suites.failures, len(failed), len(drifted))

log = json.loads(report("sarif"))
Sarif.model_validate(log)
assert len(log["runs"][0]["results"]) == len(open_items)

rows = list(csv.DictReader(io.StringIO(report("csv"), newline="")))
assert len(rows) == len(data["items"]) and all(None not in row and None not in row.values() for row in rows)
assert sum(row["state"] == "open" for row in rows) == len(open_items)


class Page(html.parser.HTMLParser):
    """Every element is closed, and nothing is asked of a network."""

    void = {"meta", "line", "rect", "path", "br"}

    def __init__(self):
        super().__init__()
        self.stack = []
        self.bars = 0

    def handle_starttag(self, tag, attributes):
        assert tag not in {"script", "link", "img", "iframe", "object", "embed", "base", "form"}, tag
        for name, value in attributes:
            assert name not in {"src", "href", "srcset", "action"} and not name.startswith("on"), (tag, name, value)
        self.bars += tag == "rect" and ("class", "row") in attributes
        if tag not in self.void:
            self.stack.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in self.void:
            self.stack.pop()

    def handle_endtag(self, tag):
        assert self.stack.pop() == tag, tag


page = Page()
text = report("html")
page.feed(text)
page.close()
# A list item needs no end tag, but ours have one.
assert page.stack == [], page.stack
assert page.bars == len(data["items"]), page.bars
assert "url(" not in text and "@import" not in text
print("drift: JUnit, SARIF, CSV and HTML are read by others without a complaint")
