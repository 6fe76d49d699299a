#!/usr/bin/env python3
"""Writes eviction_trace.json: a seeded trace, and what cachetools answers to it.

    python3 -m venv venv && venv/bin/pip install cachetools==8.0.0
    venv/bin/python eviction_trace.py > eviction_trace.json

Operations are `gN` (look key N up, and store it when it is missing), `pN` (store it anew) and `dN` (remove it).
`lru` and `fifo` hold one digit for each `g`: 1 for a hit, 0 for a miss; `lru_left` and `fifo_left` the keys that are
there at the end, sorted."""
import json
import random

import cachetools

SEED, KEYS, CAPACITY, OPERATIONS = 20, 120, 100, 4000


def replay(cache, operations, sizes):
    hits = []
    for operation in operations:
        key = int(operation[1:])
        if operation[0] == "g":
            hits.append("1" if cache.get(key) is not None else "0")
            if hits[-1] == "0":
                cache[key] = sizes[key]
        elif operation[0] == "p":
            cache[key] = sizes[key]
        else:
            cache.pop(key, None)
    return "".join(hits), sorted(cache.keys())


def main():
    random.seed(SEED)
    sizes = [random.randint(1, 6) for _ in range(KEYS)]
    operations = []
    for _ in range(OPERATIONS):
        key = min(int(random.expovariate(1 / 30)), KEYS - 1)
        operations.append(random.choices("gpd", [88, 8, 4])[0] + str(key))
    trace = {"cachetools": cachetools.__version__, "seed": SEED, "capacity": CAPACITY, "sizes": sizes,
             "operations": " ".join(operations)}
    for name, cache in [("lru", cachetools.LRUCache), ("fifo", cachetools.FIFOCache)]:
        trace[name], trace[name + "_left"] = replay(cache(CAPACITY, getsizeof=lambda size: size), operations, sizes)
    print(json.dumps(trace))


main()
