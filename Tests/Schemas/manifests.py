"""Reads manifests as YAML 1.2, and breaks them: what the checks of the generated schemas share."""

import copy
import pathlib

from ruamel.yaml import YAML

GROUP = "rondo.dev"
PLURALS = {
    "Environment": "environments",
    "CloudResource": "cloudresources",
    "TestSuite": "testsuites",
    "AlertRule": "alertrules",
    "CachePolicy": "cachepolicies",
}


def load(path):
    """The documents of a file; YAML 1.1 would take the key `on` for a boolean."""
    return [document for document in YAML(typ="safe", pure=True).load_all(path.read_text()) if document]


def manifests(folder):
    """Path and document of each manifest of a folder."""
    for path in sorted(pathlib.Path(folder).rglob("*.yaml")):
        for document in load(path):
            if str(document.get("apiVersion", "")).startswith(GROUP):
                yield path, document


def _first_service(spec):
    return next(iter(spec["services"].values()))


# For each kind: a required field, a value outside of an enumeration, a quantity of the wrong form, fields at odds.
OWN = {
    "Environment": (
        lambda spec: spec.pop("type"),
        lambda spec: spec.update(type="developement"),
        lambda spec: _first_service(spec)["mock"]["routes"][0].update(delay=20),
        lambda spec: _first_service(spec).update(url="http://shop.example.org"),
    ),
    "CloudResource": (
        lambda spec: spec.pop("environment"),
        lambda spec: spec.update(provider="locally"),
        lambda spec: spec.update(worker={"slots": "two"}),
        lambda spec: spec.update(type="ec2"),
    ),
    "TestSuite": (
        lambda spec: spec.pop("environments"),
        lambda spec: spec.update(order="newest"),
        lambda spec: spec["tests"][0].update(timeout=10),
        lambda spec: spec["tests"][0].update(command={"run": ["true"]}),
    ),
    "AlertRule": (
        lambda spec: spec.pop("metric"),
        lambda spec: spec.update(condition="above"),
        lambda spec: spec.update(window=60),
        lambda spec: spec.update(threshold="high"),
    ),
    "CachePolicy": (
        lambda spec: spec.pop("ttl"),
        lambda spec: spec.update(evictionPolicy="newest"),
        lambda spec: spec.update(maxSize=64),
        lambda spec: spec.update(tier=-1),
    ),
}

# What every kind has; the second value says whether a server that prunes unknown fields takes it.
COMMON = {
    "unknown field": (lambda document: document["spec"].update(unknwon=1), True),
    "unknown field beside spec": (lambda document: document.update(spce={}), True),
    "no name": (lambda document: document["metadata"].pop("name"), False),
    "name with capitals": (lambda document: document["metadata"].update(name="Not_A_Label"), False),
    "wrong apiVersion": (lambda document: document.update(apiVersion=f"{GROUP}/v0"), False),
    "wrong kind": (lambda document: document.update(kind=document["kind"] + "s"), False),
    "spec is a list": (lambda document: document.update(spec=[]), False),
    "spec is missing": (lambda document: document.pop("spec"), False),
    "boolean as text": (lambda document: document["spec"].update(suspend="yes"), False),
    "dependency without kind": (lambda document: document["spec"].update(dependsOn=["dev"]), False),
}


def broken(document):
    """Variants of a manifest that each have one thing wrong: name, document, whether a pruning server takes it."""
    for name, (change, is_pruned) in COMMON.items():
        yield name, _changed(document, change), is_pruned
    names = ["required field missing", "value not in the list", "quantity of the wrong form", "fields at odds"]
    for name, change in zip(names, OWN[document["kind"]]):
        yield name, _changed(document, lambda whole: change(whole["spec"])), False


def _changed(document, change):
    result = copy.deepcopy(document)
    change(result)
    return result
