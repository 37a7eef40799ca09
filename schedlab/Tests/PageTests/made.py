"""Pages made by hand from docs/page-parts.md: runs that no engine would make, to see what the page does with them."""

import base64
import json
import re
import struct
import zlib

CODES = {"u8": "B", "u16": "H", "u32": "I", "i32": "i", "f64": "d"}
NAN = float("nan")


def columns(header, values):
    """A part of columns: values = [(name, type, list or bytes)]."""
    described, body = [], b""
    for name, kind, data in values:
        raw = bytes(data) if kind == "bytes" else struct.pack(f"<{len(data)}{CODES[kind]}", *data)
        described.append({"name": name, "type": kind, "count": len(data), "offset": len(body), "bytes": len(raw)})
        body += raw + b"\0" * (-len(raw) % 8)
    size = 0
    while True:
        for column, (start, _) in zip(described, offsets(described)):
            column["offset"] = start + size
        line = json.dumps({"version": 1, **header, "columns": described}).encode()
        padded = (len(line) + 8) // 8 * 8
        if padded == size:
            return line + b" " * (padded - len(line) - 1) + b"\n" + body
        size = padded


def offsets(described):
    place = 0
    for column in described:
        yield place, column
        place += (column["bytes"] + 7) // 8 * 8


def count(value):
    out = b""
    while True:
        byte, value = value & 127, value >> 7
        out += bytes([byte | (128 if value else 0)])
        if not value:
            return out


def signed(value):
    return count(2 * value if value >= 0 else -2 * value - 1)


def stays_part(gpu_count, stays):
    """stays: (gpu, job, milli, begin, end, is open) with indices of instants, by GPU then beginning."""
    data, reference_job = b"", 0
    for gpu in range(gpu_count):
        own = [s for s in stays if s[0] == gpu]
        data += count(len(own))
        reference, job = 0, reference_job
        for i, (_, number, milli, begin, end, is_open) in enumerate(own):
            flags = (1 if milli != 1000 else 0) | (4 if is_open else 0)
            data += signed(begin - reference) + count(2 * (end - begin) + (1 if flags else 0))
            data += bytes([flags]) if flags else b""
            data += signed(number - job)
            data += count(milli) if flags & 1 else b""
            reference, job = end, number
            if i == 0:
                reference_job = number
    return columns({"part": "stays", "strip": 0, "stayCount": len(stays), "gpuCount": gpu_count, "firstInstant": 0}, [("stays", "bytes", data)])


def first_part(gpu_count, width, length):
    """An idle first picture: the exact stays replace it as soon as they are read."""
    return columns({"part": "first", "columnCount": 2048 if length else 0, "rowCount": gpu_count, "gpusPerRow": 1, "fromSeconds": 0, "toSeconds": length,
                    "cellType": "u32", "bands": [{"type": 0, "firstRow": 0, "rowCount": gpu_count, "firstGPU": 0, "gpuCount": gpu_count}]},
                   [("jobs", "u32", []), ("cells", "u32", [0] * (width * gpu_count if length else 0))])


def run(gpu_count=4, gpus_per_node=4, times=(0.0, 100.0, 200.0), jobs=(), stays=(), rounds=((0, 0.0), (1, 100.0)), type_name="v100", names=None, **about):
    """The parts of a run: jobs = (arrival, end or NaN, GPUs, milli)."""
    n, length = len(jobs), times[-1] if times else 0.0
    nan, zero = [NAN] * n, [0.0] * n
    ends = [NAN if j[1] is None else j[1] for j in jobs]
    totals = [(length if j[1] is None else j[1]) - j[0] for j in jobs]
    job_columns = [("id", "u32", list(range(n))), ("class", "u32", list(range(n))), ("milli", "u32", [j[3] for j in jobs]),
                   ("arrival", "f64", [j[0] for j in jobs]), ("firstStart", "f64", nan), ("end", "f64", ends), ("state", "u8", [0 if j[1] is None else 2 for j in jobs]),
                   ("moves", "u32", [0] * n), ("preemptions", "u32", [0] * n), ("starts", "u32", [0] * n), ("heldGPUSeconds", "f64", zero), ("work", "f64", zero),
                   ("wait", "f64", zero), ("ideal", "f64", nan), ("waiting", "f64", zero), ("slowerType", "f64", nan), ("moving", "f64", nan), ("sharing", "f64", zero),
                   ("other", "f64", totals), ("user", "u32", [0] * n), ("queue", "u32", [0] * n)]
    if names:
        encoded = [name.encode() for name in names]
        job_columns += [("nameOffset", "u32", [sum(map(len, encoded[:i])) for i in range(n + 1)]), ("names", "bytes", b"".join(encoded))]
    rows = len(rounds)
    used = [sum(s[2] for s in stays if times[s[3]] <= r[1] < times[s[4]]) for r in rounds]
    round_columns = [("label", "i32", [r[0] for r in rounds]), ("decidedIn", "i32", [r[0] for r in rounds]), ("seconds", "f64", [r[1] for r in rounds]), ("used/0", "u32", used)]
    for name in ("running", "waiting", "waiting/0", "waiting/1", "arrived", "ended", "moves", "preemptions", "startable/0", "fragmentation/0"):
        round_columns.append((name, "u32" if name != "fragmentation/0" else "f64", [0] * rows))
    description = {
        "part": "run", "version": 1, "path": "/made/run.record", "name": "made", "state": "complete", "ignoredBytes": 0, "engine": "made", "mechanism": "", "policy": "",
        "placement": "", "seed": "", "roundSeconds": 100, "secondsPerMove": 0, "importedFrom": "", "experiment": None, "host": None, "summary": None, "command": [],
        "recordBytes": 1, "reasons": "none", "fromSeconds": 0, "toSeconds": length, "window": None,
        "cluster": {"name": "made", "gpuCount": gpu_count, "types": [{"name": type_name, "firstGPU": 0, "gpuCount": gpu_count, "firstNode": 0, "nodeCount": gpu_count // gpus_per_node}],
                    "nodes": [{"firstNode": 0, "nodeCount": gpu_count // gpus_per_node, "firstGPU": 0, "gpusPerNode": gpus_per_node, "type": 0, "cpuMilli": 1, "memoryMiB": 1, "rack": ""}]},
        "classes": [{"model": "model", "category": "other", "gpus": j[2], "rates": [], "isInReferenceSeconds": False, "acceptedTypes": []} for j in jobs],
        "users": [""], "queues": [""], "counts": {"jobs": n, "rounds": rows, "stays": len(stays), "instants": len(times)},
        "strips": [{"fromSeconds": 0, "toSeconds": length, "firstInstant": 0, "stayCount": len(stays)}] if times else [], "lacks": ["reasons", "speeds"], "notes": [], **about}
    parts = {"times": columns({"part": "times", "rowCount": len(times)}, [("seconds", "f64", list(times))]),
             "rounds": columns({"part": "rounds", "rowCount": rows, "types": [type_name], "waitingSizes": [1, None], "startableSizes": [1], "causes": ["usable"]}, round_columns),
             "jobs": columns({"part": "jobs", "rowCount": n}, job_columns), "first": first_part(gpu_count, 2048, length)}
    if times:
        parts["stays/0"] = stays_part(gpu_count, stays)
    return {"id": "0000000a", "about": description, "parts": parts}


def write(shell, path, made, change=None):
    """A page of a made run in the shell of an exported one; `change(parts)` may damage it."""
    about = {**made["about"], "id": made["id"]}
    parts = {f"{made['id']}/run": json.dumps(about).encode(), **{f"{made['id']}/{name}": data for name, data in made["parts"].items()}}
    if change:
        change(parts)
    index = {"version": 1, "generator": "made", "mode": "file", "command": "", "runs": [{"id": made["id"], "name": about["name"], "path": about["path"], "parts": []}]}
    stored = {"index": base64.b64encode(zlib.compress(json.dumps(index).encode())).decode()}
    for name, data in parts.items():
        stored[name] = data if isinstance(data, str) else base64.b64encode(zlib.compress(data)).decode()
    text = shell.read_text(encoding="utf-8")
    element = r'<script type="text/plain" id="part:[^"]*">[^<]*</script>\n?'
    spot = re.search(element, text).start()
    text = re.sub(element, "", text)
    elements = "".join(f'<script type="text/plain" id="part:{name}">{data}</script>\n' for name, data in stored.items())
    path.write_text(text[:spot] + elements + text[spot:], encoding="utf-8")
    return path
