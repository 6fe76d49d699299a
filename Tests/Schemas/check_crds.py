"""Holds the CustomResourceDefinitions against a real API server: check_crds.py ADDRESS SERVER-FOLDER CRDS FOLDER…

The server takes them, and with them every manifest; it refuses every broken variant but unknown fields, which it prunes;
status is written apart from spec, and the columns show it.
"""

import json
import pathlib
import ssl
import sys
import time
import urllib.error
import urllib.request

import manifests

address, server, crds, *folders = sys.argv[1:]
token = (pathlib.Path(server) / "token").read_text().strip()
context = ssl.create_default_context(cafile=str(pathlib.Path(server) / "ca.crt"))
problems = []


def call(method, path, body=None, accept="application/json"):
    """Status and document of an answer."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {token}", "Accept": accept, "Content-Type": "application/json"}
    request = urllib.request.Request(address + path, data=data, method=method, headers=headers)
    try:
        with urllib.request.urlopen(request, context=context, timeout=30) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def check(condition, problem):
    if not condition:
        problems.append(problem)


def lost(sent, kept, path=""):
    """Paths of what was sent and is not in what came back."""
    if isinstance(sent, dict) and isinstance(kept, dict):
        return [p for key in sent for p in (lost(sent[key], kept[key], f"{path}.{key}") if key in kept else [f"{path}.{key}"])]
    if isinstance(sent, list) and isinstance(kept, list) and len(sent) == len(kept):
        return [p for one, other in zip(sent, kept) for p in lost(one, other, path + "[]")]
    return [] if sent == kept else [path]


definitions = [document for path in sorted(pathlib.Path(crds).glob("*.yaml")) for document in manifests.load(path)]
check(len(definitions) == 5, f"{len(definitions)} definitions instead of 5")
for definition in definitions:
    code, answer = call("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition)
    check(code == 201, f"{definition['metadata']['name']}: {code} {answer.get('message')}")
for definition in definitions:
    name = definition["metadata"]["name"]
    conditions = {}
    for _ in range(150):
        _, answer = call("GET", f"/apis/apiextensions.k8s.io/v1/customresourcedefinitions/{name}")
        conditions = {c["type"]: c for c in ((answer.get("status") or {}).get("conditions") or [])}
        if conditions.get("Established", {}).get("status") == "True":
            break
        time.sleep(0.2)
    check(conditions.get("Established", {}).get("status") == "True", f"{name}: not established: {conditions}")
    check(conditions.get("NamesAccepted", {}).get("status") == "True", f"{name}: names refused: {conditions}")
    check("NonStructuralSchema" not in conditions, f"{name}: not structural: {conditions.get('NonStructuralSchema')}")
    # This server is older than CEL and drops its rules; anything else must stay. It leaves out a priority of 0.
    gone = {p for p in lost(definition, answer) if not p.endswith((".x-kubernetes-validations", ".priority"))}
    check(not gone, f"{name}: the server dropped {sorted(gone)[:5]}")

_, group = call("GET", f"/apis/{manifests.GROUP}/v1")
for resource in group.get("resources", []):
    if "/" not in resource["name"]:
        check(resource.get("shortNames") and resource.get("categories") == ["rondo"], f"{resource['name']}: {resource}")

taken = refused = pruned = 0
for folder in folders:
    for path, document in manifests.manifests(folder):
        place = f"/apis/{manifests.GROUP}/v1/namespaces/default/{manifests.PLURALS[document['kind']]}"
        # Under metadata a server adds its own.
        code, answer = call("POST", f"{place}?dryRun=All", document)
        check(code == 201, f"{path}: {code} {answer.get('message')}")
        gone = lost(document, answer)
        check(not gone, f"{path}: the server pruned {gone}")
        taken += 1
        for name, variant, is_pruned in manifests.broken(document):
            code, answer = call("POST", f"{place}?dryRun=All", variant)
            if is_pruned:
                check(code == 201 and not {"unknwon"} & set(answer["spec"]), f"{path}: {name}: {code}")
                pruned += 1
            else:
                check(code in (400, 422), f"{path}: {name}: {code} {answer.get('message', 'was taken')}")
                refused += 1

shown = 0
for path, document in manifests.manifests(folders[0]):
    place = f"/apis/{manifests.GROUP}/v1/namespaces/default/{manifests.PLURALS[document['kind']]}"
    code, answer = call("POST", place, document)
    check(code == 201, f"{path}: {code} {answer.get('message')}")
    name = answer["metadata"]["name"]
    condition = {
        "type": "Ready", "status": "True", "reason": "Succeeded", "message": "as git says",
        "lastTransitionTime": "2026-01-01T00:00:00Z", "observedGeneration": 1,
    }
    answer["status"] = {"conditions": [condition], "observedGeneration": 1, "summary": "as git says"}
    answer["spec"]["suspend"] = True
    code, answer = call("PUT", f"{place}/{name}/status", answer)
    check(code == 200 and answer["status"]["conditions"] == [condition], f"{path}: status: {code} {answer}")
    check("suspend" not in answer["spec"], f"{path}: a change of status changed spec")
    _, table = call("GET", f"{place}/{name}", accept="application/json;as=Table;v=v1;g=meta.k8s.io")
    columns = [c["name"] for c in table["columnDefinitions"] if c["priority"] == 0]
    check(columns == ["Name", "Ready", "Status", "Age"], f"{path}: columns {columns}")
    check(table["rows"][0]["cells"][1:3] == ["True", "as git says"], f"{path}: {table['rows'][0]['cells']}")
    shown += 1

print("\n".join(problems), end="\n" if problems else "")
print(
    f"CustomResourceDefinitions: 5 accepted, {taken} manifests taken, {refused} broken variants refused, {pruned} unknown"
    f" fields pruned, {shown} shown with their status, {len(problems)} problems")
sys.exit(1 if problems else 0)
