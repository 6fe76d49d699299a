"""Holds `rondo schema` against Python's jsonschema: usage: check_json_schema.py RONDO FOLDER…

Every manifest is taken and every broken variant refused, by the schema and by `rondo validate` alike; each manifest
points editors at a file that holds the schema.
"""

import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import jsonschema

import manifests

rondo, folders = sys.argv[1], sys.argv[2:]
text = subprocess.run([rondo, "schema"], check=True, capture_output=True, text=True).stdout
schema = json.loads(text)
problems = []


def validator(schema):
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


def one_kind(kind):
    output = subprocess.run([rondo, "schema", kind], check=True, capture_output=True, text=True).stdout
    return validator(json.loads(output))


all_kinds = validator(schema)
kinds = {kind: one_kind(kind) for kind in manifests.PLURALS}
validator(json.loads(subprocess.run([rondo, "schema", "--config"], check=True, capture_output=True).stdout))
repository = validator(json.loads(subprocess.run([rondo, "schema", "rondo.yaml"], check=True, capture_output=True).stdout))
taken = refused = 0
for folder in folders:
    configuration = pathlib.Path(folder) / "rondo.yaml"
    if configuration.exists():
        first = configuration.read_text().split("\n")[0]
        match = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
        if not match or json.loads((configuration.parent / match[1]).read_text()) != repository.schema:
            problems.append(f"{configuration}: its first line does not lead to what `rondo schema rondo.yaml` prints")
        document = manifests.load(configuration)[0]
        problems += [f"{configuration}: {error.message}" for error in repository.iter_errors(document)]
        for variant in ({"default": {}}, {"prune": {"maxPercent": 101}}, {"defaults": {"timeout": 30}}, {"ignore": "x"},
                        {"requireSignedCommits": {}}):
            if repository.is_valid(document | variant):
                problems.append(f"{configuration}: the schema takes {variant}")
            refused += 1
        taken += 1
    for path, document in manifests.manifests(folder):
        first = path.read_text().split("\n")[0]
        match = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
        if not match or (path.parent / match[1]).read_text() != text:
            problems.append(f"{path}: its first line does not lead to what `rondo schema` prints")
        for reader in (all_kinds, kinds[document["kind"]]):
            problems += [f"{path}: {error.json_path}: {error.message}" for error in reader.iter_errors(document)]
        taken += 1
        for name, variant, _ in manifests.broken(document):
            with tempfile.TemporaryDirectory() as temporary:
                copy = pathlib.Path(temporary) / "copy"
                shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".git"))
                (copy / path.relative_to(folder)).write_text(json.dumps(variant))
                run = subprocess.run([rondo, "validate", str(copy)], capture_output=True, text=True)
            if run.returncode != 1:
                problems.append(f"{path}: {name}: validate exits {run.returncode}\n{run.stdout}")
            elif f"{path.relative_to(folder)}:1:" not in run.stdout:
                problems.append(f"{path}: {name}: validate does not point at it\n{run.stdout}")
            if all_kinds.is_valid(variant):
                problems.append(f"{path}: {name}: the schema takes it")
            if kinds[document["kind"]].is_valid(variant):
                problems.append(f"{path}: {name}: the schema of the kind takes it")
            refused += 1
print("\n".join(problems), end="\n" if problems else "")
print(f"JSON Schema: {taken} manifests taken, {refused} broken variants refused by schema and validate, {len(problems)} problems")
sys.exit(1 if problems or not taken else 0)
