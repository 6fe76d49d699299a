"""Reads `rondo validate -o sarif` with models of SARIF 2.1.0 that others made: usage: check_sarif.py RONDO FOLDER"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

from sarif_pydantic import Sarif

rondo, folder = sys.argv[1:]


def report(path, code):
    run = subprocess.run([rondo, "validate", str(path), "-o", "sarif"], capture_output=True, text=True)
    assert run.returncode == code, (run.returncode, run.stderr)
    log = json.loads(run.stdout)
    Sarif.model_validate(log)
    assert log["version"] == "2.1.0" and len(log["runs"]) == 1
    return log["runs"][0]


assert report(folder, 0)["results"] == []
with tempfile.TemporaryDirectory() as temporary:
    copy = pathlib.Path(temporary) / "copy"
    shutil.copytree(folder, copy)
    (copy / "a b.yaml").write_text("apiVersion: rondo.dev/v1\nkind: Environment\nmetadata: { name: x }\nspec: { tpe: dev }\n")
    results = report(copy, 1)["results"]
    assert len(results) == 2, results
    for result in results:
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == "a%20b.yaml" and place["region"]["startLine"] == 4, place
    empty = pathlib.Path(temporary) / "empty"
    empty.mkdir()
    assert report(empty, 1)["invocations"][0]["toolExecutionNotifications"][0]["level"] == "error"
print("SARIF: read without a complaint")
