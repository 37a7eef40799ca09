"""Pages made by hand from docs/page-parts.md: runs that no engine would make, to see what the page does with them."""

import base64
import json
import random
import re
import sys
import zlib
from array import array

CODES = {"u8": "B", "u16": "H", "u32": "I", "i32": "i", "f64": "d"}
NAN = float("nan")


def columns(header, values):
    """A part of columns: values = [(name, type, list or bytes)]."""
    described, body = [], b""
    for name, kind, data in values:
        raw = bytes(data) if kind == "bytes" else packed(kind, data)
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


def packed(kind, data):
    values = data if isinstance(data, array) else array(CODES[kind], data)
    if sys.byteorder == "big":
        values = array(CODES[kind], values)
        values.byteswap()
    return values.tobytes()


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


def strips_of(gpu_count, stays, borders):
    """Parts `stays/K` of strips between borders (indices of instants): every stay cut at them, as docs/page-parts.md says."""
    parts = []
    for k, (start, stop) in enumerate(zip(borders, borders[1:])):
        cut = []
        for gpu, number, milli, begin, end, is_open in stays:
            if begin < stop and end > start:
                goes_on = end > stop or (is_open and end == stop == borders[-1])
                cut.append((gpu, number, milli, max(begin, start), min(end, stop), (2 if begin < start else 0) | (4 if goes_on else 0)))
        parts.append(strip_part(k, gpu_count, sorted(cut, key=lambda s: (s[0], s[3], s[1], s[2])), start))
    return parts


def strip_part(k, gpu_count, stays, first_instant):
    data, reference_job = bytearray(), 0
    by_gpu = {}
    for stay in stays:
        by_gpu.setdefault(stay[0], []).append(stay)
    for gpu in range(gpu_count):
        own = by_gpu.get(gpu, [])
        data += count(len(own))
        reference, job = first_instant, reference_job
        for i, (_, number, milli, begin, end, flags) in enumerate(own):
            flags |= 1 if milli != 1000 else 0
            data += signed(begin - reference) + count(2 * (end - begin) + (1 if flags else 0))
            data += bytes([flags]) if flags else b""
            data += signed(number - job)
            data += count(milli) if flags & 1 else b""
            reference, job = end, number
            if i == 0:
                reference_job = number
    return columns({"part": "stays", "strip": k, "stayCount": len(stays), "gpuCount": gpu_count, "firstInstant": first_instant}, [("stays", "bytes", data)])


def first_part(types, length):
    """An idle first picture: the exact stays replace it as soon as they are read."""
    size = 1
    while sum(-(-t["gpuCount"] // size) for t in types) > 1024:
        size *= 2
    bands, row = [], 0
    for index, kind in enumerate(types):
        rows = -(-kind["gpuCount"] // size)
        bands.append({"type": index, "firstRow": row, "rowCount": rows, "firstGPU": kind["firstGPU"], "gpuCount": kind["gpuCount"]})
        row += rows
    return columns({"part": "first", "columnCount": 2048 if length else 0, "rowCount": row, "gpusPerRow": size, "fromSeconds": 0, "toSeconds": length,
                    "cellType": "u32", "bands": bands}, [("jobs", "u32", []), ("cells", "u32", [0] * (2048 * row if length else 0))])


def cluster_of(types):
    """types: [(name, nodes, GPUs a node)]."""
    told, nodes, gpu, node = [], [], 0, 0
    for index, (name, count_of_nodes, size) in enumerate(types):
        told.append({"name": name, "firstGPU": gpu, "gpuCount": count_of_nodes * size, "firstNode": node, "nodeCount": count_of_nodes})
        nodes.append({"firstNode": node, "nodeCount": count_of_nodes, "firstGPU": gpu, "gpusPerNode": size, "type": index, "cpuMilli": 1, "memoryMiB": 1, "rack": ""})
        gpu, node = gpu + count_of_nodes * size, node + count_of_nodes
    return {"name": "made", "gpuCount": gpu, "types": told, "nodes": nodes}


def run(gpu_count=4, gpus_per_node=4, times=(0.0, 100.0, 200.0), jobs=(), stays=(), rounds=((0, 0.0), (1, 100.0)), type_name="v100", names=None, types=None,
        borders=None, run_id="0000000a", **about):
    """The parts of a run: jobs = (arrival, end or None, GPUs, milli); stays = (gpu, job, milli, begin, end, is open), indices of instants."""
    cluster = cluster_of(types or [(type_name, gpu_count // gpus_per_node, gpus_per_node)])
    length = times[-1] if times else 0.0
    borders = borders or [0, max(0, len(times) - 1)]
    rows = len(rounds)
    round_columns = [("label", "i32", [r[0] for r in rounds]), ("decidedIn", "i32", [r[0] for r in rounds]), ("seconds", "f64", [r[1] for r in rounds])]
    for index, kind in enumerate(cluster["types"]):
        own = [s for s in stays if kind["firstGPU"] <= s[0] < kind["firstGPU"] + kind["gpuCount"]]
        round_columns.append((f"used/{index}", "u32", [sum(s[2] for s in own if times[s[3]] <= r[1] < times[s[4]]) for r in rounds]))
    for name in ("running", "waiting", "waiting/0", "waiting/1", "arrived", "ended", "moves", "preemptions", "startable/0", "fragmentation/0"):
        round_columns.append((name, "u32" if name != "fragmentation/0" else "f64", [0] * rows))
    sizes = sorted({j[2] for j in jobs})
    description = {
        "part": "run", "version": 1, "path": "/made/run.record", "name": "made", "state": "complete", "ignoredBytes": 0, "engine": "made", "mechanism": "", "policy": "",
        "placement": "", "seed": "", "roundSeconds": 100, "secondsPerMove": 0, "importedFrom": "", "experiment": None, "host": None, "summary": None, "command": [],
        "recordBytes": 1, "reasons": "none", "fromSeconds": 0, "toSeconds": length, "window": None, "cluster": cluster,
        "classes": [{"model": "model", "category": "other", "gpus": size, "rates": [], "isInReferenceSeconds": False, "acceptedTypes": []} for size in sizes],
        "users": [""], "queues": [""], "counts": {"jobs": len(jobs), "rounds": rows, "stays": len(stays), "instants": len(times)},
        "strips": [{"fromSeconds": times[a], "toSeconds": times[b], "firstInstant": a, "stayCount": 0} for a, b in zip(borders, borders[1:])] if times else [],
        "lacks": ["reasons", "speeds"], "notes": [], **about}
    parts = {"times": columns({"part": "times", "rowCount": len(times)}, [("seconds", "f64", list(times))]),
             "rounds": columns({"part": "rounds", "rowCount": rows, "types": [t["name"] for t in cluster["types"]], "waitingSizes": [1, None], "startableSizes": [1],
                                "causes": ["usable"]}, round_columns),
             "jobs": jobs_part(jobs, sizes, length, names), "first": first_part(cluster["types"], length)}
    if times:
        for k, part in enumerate(strips_of(cluster["gpuCount"], stays, borders)):
            parts[f"stays/{k}"] = part
    return {"id": run_id, "about": description, "parts": parts}


def jobs_part(jobs, sizes, length, names):
    n = len(jobs)
    nan, zero, none = array("d", [NAN]) * n, array("d", [0.0]) * n, array("I", [0]) * n
    totals = [(length if j[1] is None else j[1]) - j[0] for j in jobs]
    place = {size: i for i, size in enumerate(sizes)}
    own = [("id", "u32", range(n)), ("class", "u32", [place[j[2]] for j in jobs]), ("milli", "u32", [j[3] for j in jobs]),
           ("arrival", "f64", [j[0] for j in jobs]), ("firstStart", "f64", nan), ("end", "f64", [NAN if j[1] is None else j[1] for j in jobs]),
           ("state", "u8", [0 if j[1] is None else 2 for j in jobs]), ("moves", "u32", none), ("preemptions", "u32", none), ("starts", "u32", none),
           ("heldGPUSeconds", "f64", zero), ("work", "f64", zero), ("wait", "f64", zero), ("ideal", "f64", nan), ("waiting", "f64", zero), ("slowerType", "f64", nan),
           ("spanning", "f64", nan), ("moving", "f64", nan), ("sharing", "f64", zero), ("other", "f64", totals), ("user", "u32", none), ("queue", "u32", none)]
    if names:
        encoded = [name.encode() for name in names]
        own += [("nameOffset", "u32", [sum(map(len, encoded[:i])) for i in range(n + 1)]), ("names", "bytes", b"".join(encoded))]
    return columns({"part": "jobs", "rowCount": n}, own)


def random_run(seed):
    """A run of everything that makes pictures wrong: shares, gangs, several types, nearly idle GPUs, unequal instants, several strips."""
    picker = random.Random(seed)
    types = [[("a", 1, 1)], [("a", 3, 4), ("b", 1, 2)], [("a", 2, 3), ("b", 5, 8), ("c", 1, 1)], [("a", 40, 8), ("b", 1, 2)], [("a", 180, 8)]][seed % 5]
    gpus = sum(n * size for _, n, size in types)
    times = [0.0]
    for _ in range(picker.choice([2, 30, 400])):
        times.append(times[-1] + picker.choice([1.0, 60.0, 360.0, 7000.0]) * picker.uniform(0.2, 1.8))
    last = len(times) - 1
    is_idle = seed % 3 == 0
    job_count = picker.choice([1, 5, 200])
    shares = [picker.choice([1, 37, 250, 500, 1000, 1000, 1000]) for _ in range(job_count)]
    stays = []
    for gpu in range(gpus):
        lanes = [(0, 1000)]
        while lanes:
            at, room = lanes.pop()
            while at < last:
                if is_idle:
                    at += picker.randrange(1, last + 1)
                elif picker.random() < 0.4:
                    at += picker.randrange(1, max(2, last // 20))
                if at >= last:
                    break
                job = picker.randrange(job_count)
                end = min(last, at + (1 if is_idle else picker.randrange(1, max(2, last // picker.choice([2, 10, 100])))))
                if shares[job] <= room and not any(s[0] == gpu and s[1] == job and s[3] <= end and at <= s[4] for s in stays[-400:]):
                    stays.append((gpu, job, shares[job], at, end, end == last))
                    if room - shares[job] > 0 and len(lanes) < 3 and picker.random() < 0.3:
                        lanes.append((at, room - shares[job]))
                at = end
    cuts = sorted(set(picker.randrange(1, last) for _ in range(picker.randrange(0, 4)))) if last > 1 else []
    # A second lane may overlap more than it should by a share: a GPU is never more than full.
    stays = fitting(stays, last)
    jobs = [(0, None, 1, milli) for milli in shares]
    return run(types=types, times=times, jobs=jobs, stays=stays, borders=[0, *cuts, last], rounds=[(i, t) for i, t in enumerate(times[:-1])]), times, stays


def fitting(stays, last):
    """Without the stays that would take more of a GPU than there is."""
    taken, kept = {}, []
    for stay in stays:
        used = taken.setdefault(stay[0], [0] * last)
        if all(used[i] + stay[2] <= 1000 for i in range(stay[3], stay[4])):
            for i in range(stay[3], stay[4]):
                used[i] += stay[2]
            kept.append(stay)
    return sorted(kept)


def write(shell, path, made, change=None, other=None):
    """A page of a made run, or of two, in the shell of an exported one; `change(parts)` may damage it."""
    parts, listed = {}, []
    for one in filter(None, (made, other)):
        about = {**one["about"], "id": one["id"]}
        parts[f"{one['id']}/run"] = json.dumps(about).encode()
        parts |= {f"{one['id']}/{name}": data for name, data in one["parts"].items()}
        listed.append({"id": one["id"], "name": about["name"], "path": about["path"], "parts": []})
    if change:
        change(parts)
    index = {"version": 1, "generator": "made", "mode": "file", "command": "", "runs": listed}
    stored = {"index": base64.b64encode(zlib.compress(json.dumps(index).encode())).decode()}
    for name, data in parts.items():
        stored[name] = data if isinstance(data, str) else base64.b64encode(zlib.compress(data, 1)).decode()
    text = shell.read_text(encoding="utf-8")
    element = r'<script type="text/plain" id="part:[^"]*">[^<]*</script>\n?'
    spot = re.search(element, text).start()
    text = re.sub(element, "", text)
    elements = "".join(f'<script type="text/plain" id="part:{name}">{data}</script>\n' for name, data in stored.items())
    path.write_text(text[:spot] + elements + text[spot:], encoding="utf-8")
    return path
