#!/usr/bin/env python3
"""Reads the parts of a page by docs/page-parts.md alone; shares no code with schedlab.

    read-page.py list PAGE                  the runs and their parts, with sizes
    read-page.py show PAGE ID/NAME          a part of JSON, or the header of a part of columns
    read-page.py stays PAGE ID              all stays as CSV: gpu,job,milli,from_seconds,to_seconds,open
    read-page.py check PAGE [ID FOLDER]     everything that can be checked: the form of every part, strips, the first
                                            picture against the stays; with FOLDER also against export --to csv
"""

import base64
import csv
import json
import math
import random
import re
import struct
import sys
import zlib
from array import array

SIZES = {"u8": ("B", 1), "u16": ("H", 2), "u32": ("I", 4), "i32": ("i", 4), "u64": ("Q", 8), "f32": ("f", 4), "f64": ("d", 8)}


class Problem(Exception):
    pass


def require(condition, text):
    if not condition:
        raise Problem(text)


def unescape(text):
    return text.replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


class Page:
    """A page file: its parts by name."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        self.raw = {}
        for name, data in re.findall(r'<script type="text/plain" id="part:([^"]*)">([^<]*)</script>', text):
            name = unescape(name)
            require(name not in self.raw, f"part {name} is there twice")
            self.raw[name] = data
        require("index" in self.raw, "there is no part:index")
        self.index = json.loads(self.bytes("index"))

    def bytes(self, name):
        require(name in self.raw, f"there is no part {name}")
        return zlib.decompress(base64.b64decode(self.raw[name], validate=True))

    def json(self, name):
        return json.loads(self.bytes(name))

    def columns(self, name):
        return Columns(self.bytes(name), name)


class Columns:
    """A part of columns."""

    def __init__(self, data, name):
        end = data.index(b"\n") + 1
        require(end % 8 == 0, f"{name}: the header has {end} bytes")
        self.header = json.loads(data[:end])
        require(self.header["version"] == 1, f"{name}: version {self.header['version']}")
        self.column = {}
        place = end
        for column in self.header["columns"]:
            offset, count, size = column["offset"], column["count"], column["bytes"]
            require(offset == place, f"{name}: column {column['name']} begins at {offset}, not {place}")
            require(offset + size <= len(data), f"{name}: column {column['name']} ends beyond the part")
            piece = data[offset : offset + size]
            if column["type"] == "bytes":
                require(size == count, f"{name}: {size} bytes are {count}")
                self.column[column["name"]] = piece
            else:
                code, width = SIZES[column["type"]]
                require(size == width * count, f"{name}: column {column['name']} has {size} bytes")
                values = array(code)
                if values.itemsize == width and sys.byteorder == "little":
                    values.frombytes(piece)
                else:
                    values = list(struct.unpack(f"<{count}{code}", piece))
                self.column[column["name"]] = values
            place = offset + (size + 7) // 8 * 8
            require(not any(data[offset + size : place]), f"{name}: the gap after {column['name']} is not zero")
        require(place == len(data), f"{name}: {len(data) - place} bytes too many")

    def __getitem__(self, name):
        return self.column[name]


def decode_strip(part, times, gpu_count):
    """The stays of a strip: (gpu, job, milli, from index, to index, continued, goes on)."""
    data = part["stays"]
    position = 0

    def count():
        nonlocal position
        value = shift = 0
        while True:
            byte = data[position]
            position += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7

    def signed():
        value = count()
        return value // 2 if value % 2 == 0 else -(value + 1) // 2

    stays = []
    first = part.header["firstInstant"]
    reference = 0
    for gpu in range(gpu_count):
        end, job = first, reference
        before = None
        for place in range(count()):
            begin = end + signed()
            length = count()
            flags = 0
            if length % 2:
                flags = data[position]
                position += 1
                require(0 < flags < 8, f"flags {flags}")
            end = begin + length // 2
            job += signed()
            milli = count() if flags & 1 else 1000
            require(flags & 1 == 0 or milli != 1000, "a share of 1000 is told")
            if place == 0:
                reference = job
            require(length // 2 > 0, f"a stay of no length on GPU {gpu}")
            require(0 <= begin and end < len(times), f"a stay on GPU {gpu} lies outside the instants")
            key = (begin, job, milli)
            require(before is None or before <= key, f"the stays of GPU {gpu} are not in order")
            before = key
            stays.append((gpu, job, milli, begin, end, bool(flags & 2), bool(flags & 4)))
    require(position == len(data), f"{len(data) - position} bytes after the last stay")
    require(len(stays) == part.header["stayCount"], "stayCount is wrong")
    return stays


class Run:
    """A run of a page, with its stays joined over strips."""

    def __init__(self, page, run_id):
        self.page, self.id = page, run_id
        self.run = page.json(f"{run_id}/run")
        self.times = page.columns(f"{run_id}/times")["seconds"]
        require(all(a < b for a, b in zip(self.times, self.times[1:])), "times do not ascend")
        self.jobs = page.columns(f"{run_id}/jobs")
        self.rounds = page.columns(f"{run_id}/rounds")
        self.gpu_count = self.run["cluster"]["gpuCount"]

    def stays(self):
        """Whole stays: (gpu, job, milli, from seconds, to seconds, still open), by GPU, beginning, job."""
        whole, pending = [], {}
        border = self.run["fromSeconds"]
        for k, strip in enumerate(self.run["strips"]):
            require(strip["fromSeconds"] == border, f"strip {k} does not begin where the last one ended")
            border = strip["toSeconds"]
            part = self.page.columns(f"{self.id}/stays/{k}")
            joined = {}
            for gpu, job, milli, a, b, continued, goes_on in decode_strip(part, self.times, self.gpu_count):
                begin, end = self.times[a], self.times[b]
                require(strip["fromSeconds"] <= begin and end <= border, f"strip {k} holds a stay beyond its borders")
                key = (gpu, job, milli)
                if continued:
                    require(begin == strip["fromSeconds"] and key in pending, f"{key} goes on from nowhere")
                    begin = pending.pop(key)
                if goes_on:
                    require(end == border, f"{key} goes on, but ends before the border")
                    joined[key] = begin
                else:
                    whole.append((gpu, job, milli, begin, end, False))
            require(not pending, f"{len(pending)} stays do not go on in strip {k}")
            pending = joined
        require(border == self.run["toSeconds"], "the strips end before the run")
        whole += [(*key, begin, border, True) for key, begin in pending.items()]
        require(len(whole) == self.run["counts"]["stays"], "counts.stays is wrong")
        return sorted(whole)


# What is checked


def same(a, b):
    return a == b or (math.isnan(a) and math.isnan(b))


def check_jobs(run):
    jobs, end = run.jobs, run.run["toSeconds"]
    for n in range(jobs.header["rowCount"]):
        total = (end if math.isnan(jobs["end"][n]) else jobs["end"][n]) - jobs["arrival"][n]
        parts = [jobs[name][n] for name in ("ideal", "waiting", "slowerType", "spanning", "moving", "sharing", "other")]
        found = sum(part for part in parts if not math.isnan(part))
        require(abs(found - total) <= 1e-6 * max(1, abs(total)), f"job {n}: the parts are {found} s, its time {total} s")
        wait = jobs["waiting"][n] + jobs["sharing"][n]
        require(abs(wait - jobs["wait"][n]) <= 1e-6 * max(1, wait), f"job {n}: wait is {jobs['wait'][n]}")


def check_held(run, stays):
    held = [0.0] * run.jobs.header["rowCount"]
    for _, job, milli, begin, end, _ in stays:
        held[job] += (end - begin) * milli / 1000
    for n, (a, b) in enumerate(zip(held, run.jobs["heldGPUSeconds"])):
        require(abs(a - b) <= 1e-6 * max(1, abs(a)), f"job {n} held {a} GPU-seconds by its stays, {b} by its row")


def check_rounds(run, stays):
    """GPUs in use and running jobs of 200 rounds, counted from the stays."""
    rounds, layout = run.rounds, run.run["cluster"]
    chosen = random.Random(1).sample(range(rounds.header["rowCount"]), min(200, rounds.header["rowCount"]))
    order = sorted(chosen, key=lambda r: rounds["seconds"][r])
    by_begin = sorted(stays, key=lambda s: s[3])
    alive, place = [], 0
    for r in order:
        now = rounds["seconds"][r]
        while place < len(by_begin) and by_begin[place][3] <= now:
            alive.append(by_begin[place])
            place += 1
        # At the end of the record what had not ended is still there.
        alive = [s for s in alive if s[4] > now or (s[5] and s[4] == now)]
        used = [0] * len(layout["types"])
        for gpu, _, milli, *_ in alive:
            used[next(t for t, kind in enumerate(layout["types"]) if kind["firstGPU"] <= gpu < kind["firstGPU"] + kind["gpuCount"])] += milli
        # Who gets GPUs at the last instant of all has no stay: it would have no length.
        if now == run.run["toSeconds"]:
            continue
        last_of_its_time = r + 1 == rounds.header["rowCount"] or rounds["seconds"][r + 1] > now
        if last_of_its_time:
            found = [rounds[f"used/{t}"][r] for t in range(len(used))]
            require(found == used, f"round row {r}: used {found}, by the stays {used}")
            require(rounds["running"][r] == len({s[1] for s in alive}), f"round row {r}: running {rounds['running'][r]}")
        waiting = sum(rounds[f"waiting/{i}"][r] for i in range(len(rounds.header["waitingSizes"])))
        require(waiting == rounds["waiting"][r], f"round row {r}: waiting {rounds['waiting'][r]}, by size {waiting}")
        if "idle" in rounds.column:
            idle = sum(rounds[f"fragmentation/{i}"][r] for i in range(len(rounds.header["causes"])))
            require(abs(idle - rounds["idle"][r]) <= 1e-3, f"round row {r}: causes add up to {idle}")


def check_first(run, stays, sample=1000):
    """Random cells of the first picture against the stays, the nearly idle ones among them."""
    first = run.page.columns(f"{run.id}/first")
    head = first.header
    columns, rows = head["columnCount"], head["rowCount"]
    require(len(first["cells"]) == columns * rows, "the cells do not fill the picture")
    if not columns or not rows:
        return 0
    named = list(first["jobs"])
    require(named == sorted(set(named)), "the named jobs do not ascend")
    width = (head["toSeconds"] - head["fromSeconds"]) / columns
    by_gpu = {}
    for stay in stays:
        by_gpu.setdefault(stay[0], []).append(stay)
    rng = random.Random(2)
    cells = {(rng.randrange(rows), rng.randrange(columns)) for _ in range(sample)}
    low = [i for i, cell in enumerate(first["cells"]) if 0 < (cell >> (20 if head["cellType"] == "u32" else 32) & 63) < 8]
    cells |= {divmod(i, columns) for i in rng.sample(low, min(sample, len(low)))}
    for row, column in sorted(cells):
        band = next(b for b in head["bands"] if b["firstRow"] <= row < b["firstRow"] + b["rowCount"])
        start = band["firstGPU"] + (row - band["firstRow"]) * head["gpusPerRow"]
        gpus = range(start, min(start + head["gpusPerRow"], band["firstGPU"] + band["gpuCount"]))
        a = head["fromSeconds"] + column * width
        busy, total = {}, 0.0
        for gpu in gpus:
            for _, job, milli, begin, end, _ in by_gpu.get(gpu, []):
                part = (min(end, a + width) - max(begin, a)) * milli / 1000
                if part > 1e-9 * width:
                    busy[job] = busy.get(job, 0) + part
                    total += part
        cell = first["cells"][row * columns + column]
        check_cell(cell, head["cellType"], named, busy, total, total / width / len(gpus), (row, column))
    return len(cells)


def check_cell(cell, kind, named, busy, total, occupancy, where):
    if kind == "u32":
        index, found, share = cell & 0xFFFFF, cell >> 20 & 63, cell >> 26
    else:
        index, found, share = cell & 0xFFFFFFFF, cell >> 32 & 63, cell >> 38 & 63
    occupancy = min(occupancy, 1)
    require(abs(found / 63 - occupancy) <= 1 / 63 + 1e-6, f"cell {where}: occupancy {found}/63, in truth {occupancy}")
    require((found == 0) == (total == 0) or total < 1e-6, f"cell {where}: occupancy {found}, busy {total}")
    if share == 0:
        require(index == 0, f"cell {where} names a job without a share")
    else:
        true = busy.get(named[index], 0) / total
        require(true >= (share - 0.5) / 63 - 1e-6, f"cell {where}: share {share}/63 for a job with {true}")
        if share >= 16:
            require(true >= 0.2, f"cell {where} is coloured for a job with {true}")
    for job, time in busy.items():
        if time / total > 0.63:
            require(share >= 16 and named[index] == job, f"cell {where}: job {job} has {time / total} and no colour")


def check_csv(run, stays, folder):
    """The stays and jobs against export --to csv."""
    ids = {}
    with open(f"{folder}/record_jobs.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    jobs, classes = run.jobs, run.run["classes"]
    require(len(rows) == jobs.header["rowCount"], f"{len(rows)} jobs in CSV, {jobs.header['rowCount']} in the page")
    states = {"completed": 2, "dropped": 3}
    for n, row in enumerate(rows):
        ids[int(row["job_id"])] = n
        own = (jobs["id"][n], classes[jobs["class"][n]]["model"], classes[jobs["class"][n]]["gpus"], jobs["milli"][n], jobs["arrival"][n])
        csv_row = (int(row["job_id"]), row["model"], int(row["gpus"]), int(row["milli_per_gpu"]), float(row["arrival_seconds"]))
        require(own == csv_row, f"job {n}: {own} in the page, {csv_row} in CSV")
        require(same(jobs["end"][n], float(row["end_seconds"] or "nan")), f"job {n} ends at {jobs['end'][n]}")
        require(jobs["state"][n] == states.get(row["state"], jobs["state"][n] % 2), f"job {n} is {row['state']}")
    by_place = {}
    with open(f"{folder}/segments.csv", newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            key = (int(row["gpu"]), ids[int(row["job_id"])], int(row["milli_gpu"]))
            by_place.setdefault(key, []).append((float(row["from_seconds"]), float(row["to_seconds"])))
    merged = set()
    for key, pieces in by_place.items():
        pieces.sort()
        begin, end = pieces[0]
        for a, b in pieces[1:]:
            if a != end:
                if end > begin:
                    merged.add((*key, begin, end))
                begin = a
            end = b
        if end > begin:
            merged.add((*key, begin, end))
    closed, still = set(), set()
    for gpu, job, milli, begin, end, is_open in stays:
        (still if is_open else closed).add((gpu, job, milli, begin, end))
    # What had not ended has no segment, or one up to the last time that it was kept.
    extra = merged - closed
    require(not closed - merged, f"not in CSV: {sorted(closed - merged)[:3]}")
    for gpu, job, milli, begin, end in extra:
        require(any(s[:4] == (gpu, job, milli, begin) for s in still), f"only in CSV: {(gpu, job, milli, begin, end)}")
    with open(f"{folder}/rounds.csv", newline="", encoding="utf-8") as file:
        rounds = list(csv.DictReader(file))
    require(len(rounds) == run.rounds.header["rowCount"], f"{len(rounds)} rounds in CSV")
    for r, row in enumerate(rounds):
        require((run.rounds["label"][r], run.rounds["seconds"][r]) == (int(row["round"]), float(row["seconds"])), f"round row {r} differs")


def check(page, run_id, folder=None):
    run = Run(page, run_id)
    listed = next(r for r in page.index["runs"] if r["id"] == run_id)
    for part in listed["parts"]:
        data = page.bytes(f"{run_id}/{part['name']}")
        require(len(data) == part["bytes"], f"{part['name']} has {len(data)} bytes, {part['bytes']} are listed")
        if data[:1] == b"{" and b'"columns"' in data[: data.index(b"\n") + 1 if b"\n" in data else 0]:
            Columns(data, part["name"])
        else:
            json.loads(data)
    check_jobs(run)
    cells = 0
    has_stays = all(f"{run_id}/stays/{k}" in page.raw for k in range(len(run.run["strips"])))
    if has_stays:
        stays = run.stays()
        check_held(run, stays)
        check_rounds(run, stays)
        cells = check_first(run, stays)
        if folder:
            check_csv(run, stays, folder)
    counts = run.run["counts"]
    print(f"{run_id} {run.run['name']}: {counts['jobs']} jobs, {counts['rounds']} rounds, {counts['stays']} stays"
          f"{'' if has_stays else ' (not in the file)'}, {cells} cells: equal")


def main():
    if len(sys.argv) < 3 or sys.argv[1] not in ("list", "show", "stays", "check"):
        sys.exit(__doc__)
    page = Page(sys.argv[2])
    if sys.argv[1] == "list":
        for run in page.index["runs"]:
            print(run["id"], run["name"], run["path"])
            for part in run["parts"]:
                print(f"  {part['name']:20} {part['bytes']:>12,} {part['storedBytes']:>12,}")
    elif sys.argv[1] == "show":
        data = page.bytes(sys.argv[3])
        print(data.split(b"\n")[0].decode())
    elif sys.argv[1] == "stays":
        print("gpu,job,milli,from_seconds,to_seconds,open")
        for stay in Run(page, sys.argv[3]).stays():
            print(",".join(str(int(v) if isinstance(v, bool) else v) for v in stay))
    else:
        chosen = sys.argv[3:4] or [run["id"] for run in page.index["runs"]]
        for run_id in chosen:
            check(page, run_id, sys.argv[4] if len(sys.argv) > 4 else None)


if __name__ == "__main__":
    try:
        main()
    except Problem as problem:
        sys.exit(f"read-page: {problem}")
