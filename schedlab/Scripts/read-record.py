#!/usr/bin/env python3
"""Reads the stays of a record by docs/run-record.md alone, and prints them as segments.csv of 'schedlab export --to csv'.

It shares no code with schedlab: a test holds both against each other, so that the description stays complete.
Usage: read-record.py RUN.record"""
import json
import struct
import sys
import zlib


class Numbers:
    """The section "Numbers"."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def more(self):
        return self.at < len(self.data)

    def byte(self):
        self.at += 1
        return self.data[self.at - 1]

    def count(self):
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7

    def signed(self):
        value = self.count()
        return value >> 1 if value & 1 == 0 else -(value >> 1) - 1

    def f64(self):
        self.at += 8
        return struct.unpack("<d", self.data[self.at - 8:self.at])[0]

    def near(self, expected):
        code = self.count()
        if code == 0:
            return self.f64()
        code -= 1
        distance = code >> 1 if code & 1 == 0 else -(code >> 1) - 1
        bits = struct.unpack("<q", struct.pack("<d", expected))[0] + distance
        return struct.unpack("<d", struct.pack("<Q", bits & (1 << 64) - 1))[0]

    def text(self):
        length = self.count()
        self.at += length
        return self.data[self.at - length:self.at].decode()

    def gpus(self):
        gpus, end = [], 0
        for _ in range(self.count()):
            first = end + self.signed()
            end = first + self.count()
            gpus += range(first, end)
        return gpus

    def fields(self, widths):
        size = (sum(widths) + 7) // 8
        pool = int.from_bytes(self.data[self.at:self.at + size], "little")
        self.at += size
        for width in widths:
            yield pool & (1 << width) - 1
            pool >>= width


class Stay:
    def __init__(self, kind, gpus, milli, start, warm_up):
        self.kind, self.gpus, self.milli, self.start, self.warm_up = kind, gpus, milli, start, warm_up


class Job:
    def __init__(self, name, row, milli, arrival, steps, done=0.0):
        self.id, self.row, self.milli, self.arrival, self.steps, self.done = name, row, milli, arrival, steps, done
        self.stay, self.ended = None, False


class Record:
    def __init__(self, path):
        with open(path, "rb") as file:
            data = file.read()
        if data[:8] != b"SCHEDREC" or data[8:12] != b"\1\0\0\0":
            raise SystemExit(f"{path}: no record of version 1")
        self.batches, at = [], 16
        while at + 40 <= len(data) and data[at:at + 4] == b"BTCH":
            kind, whole, size = data[at + 4], data[at + 5], struct.unpack_from("<I", data, at + 8)[0]
            payload = data[at + 40:at + 40 + size]
            checksum = struct.unpack_from("<I", data, at + 36)[0]
            if len(payload) < size or zlib.crc32(payload, zlib.crc32(data[at:at + 36])) != checksum:
                break
            self.batches.append((kind, whole, payload))
            at += 40 + size
        self.head = json.loads(self.batches[0][2])
        self.types, self.ends, self.free = [], [], []
        for nodes in self.head["cluster"]["nodes"]:
            if nodes["gpuType"] not in self.types:
                self.types.append(nodes["gpuType"])
                self.ends.append(len(self.free))
            self.free += [1000] * (nodes["nodeCount"] * nodes["gpusPerNode"])
            self.ends[-1] = len(self.free)
        self.starts = [0] + self.ends[:-1]
        self.classes = []
        for kind, _, payload in self.batches:
            if kind == 2:
                self.dictionary(Numbers(payload))

    def dictionary(self, n):
        for _ in range(n.count()):
            n.text()
            size = n.count()
            n.byte()
            for _ in range(n.count()):
                n.text()
            rates = [n.near(0.0) for _ in range(n.count())]
            self.classes.append((size, rates))

    # The state that writer and reader share.

    def book(self, stay, sign):
        for gpu in stay.gpus:
            self.free[gpu] += sign * stay.milli
        self.used[stay.kind] -= sign * len(stay.gpus)

    def place(self, job, kind, gpus, milli):
        row = self.jobs[job]
        row.stay = Stay(kind, gpus, milli, self.clock, self.head["secondsPerMove"] if row.done > 0 else 0.0)
        self.running.append(job)
        self.book(row.stay, -1)
        self.cursor[kind] = gpus[-1] + 1

    def rate(self, row, kind):
        rates = self.classes[row.row][1]
        return rates[kind] if kind < len(rates) else 0.0

    def finish_time(self, job):
        row = self.jobs[job]
        rate = self.rate(row, row.stay.kind)
        if not rate > 0:
            return self.clock
        return row.stay.start + row.stay.warm_up + (row.steps - row.done) / rate

    def piece_end(self, job):
        row = self.jobs[job]
        length = self.lengths.get(row.row * len(self.types) + row.stay.kind, 0.0)
        return row.stay.start + length if length > 0 else self.clock

    def round_end(self):
        if not self.lengths:
            return self.round_start + self.head["roundSeconds"]
        return max([self.clock] + [self.piece_end(job) for job in self.running])

    def leave(self, items):
        """Stays that end, in the order of their beginning."""
        for job, to in items:
            row = self.jobs[job]
            stay = row.stay
            yield job, stay, to
            seconds = max(0.0, to - stay.start - stay.warm_up)
            row.done = min(row.done + seconds * self.rate(row, stay.kind), row.steps)
            self.book(stay, 1)
            self.left.append((job, stay))
            row.stay = None
        gone = {job for job, _ in items}
        self.running = [job for job in self.running if job not in gone]
        for kind, start in enumerate(self.starts):
            self.cursor[kind] = next((gpu for gpu in range(start, self.ends[kind]) if self.free[gpu] > 0), self.ends[kind])

    def end(self, job):
        self.active.remove(job)
        self.ended += 1

    def expected_gpus(self, kind, count, milli):
        gpus = []
        for gpu in range(self.cursor[kind], self.ends[kind]):
            if len(gpus) == count:
                break
            if self.free[gpu] >= milli:
                gpus.append(gpu)
        return gpus

    # The entries.

    def stays(self):
        """Job, stay and end of each, in the order of the record; from the first whole state on."""
        self.jobs, self.active, self.running, self.left = [], [], [], []
        self.clock = self.round_start = self.value = self.last_arrival = self.next_arrival = self.busy = 0.0
        self.prices, self.lengths, self.ended = None, {}, 0
        self.used, self.cursor = [0] * len(self.types), list(self.starts)
        for kind, whole, payload in self.batches:
            if kind == 3:
                n = Numbers(payload)
                if whole:
                    self.whole_state(n)
                yield from self.entries(n)

    def whole_state(self, n):
        """Passed over: a reader from the start has it already. Only what it repeats is checked."""
        assert n.f64() == self.clock
        n.signed(), n.f64(), n.near(0.0), n.f64(), n.f64(), n.f64()
        for _ in range(n.count()):
            n.f64()
        for _ in range(n.count()):
            n.near(0.0)
        assert n.count() == len(self.jobs) and n.count() == self.ended
        number = 0
        for index in range(n.count()):
            number += n.count()
            assert number == self.active[index]
            row = self.jobs[number]
            assert (n.signed(), n.count(), n.count()) == (row.id - number, row.row, row.milli)
            assert (n.f64(), n.f64(), n.near(0.0)) == (row.arrival, row.steps, row.done)
            number += 1
        for index in range(n.count()):
            job = self.active[n.count()]
            stay = self.jobs[job].stay
            assert job == self.running[index] and (n.count(), n.count()) == (stay.kind, stay.milli)
            assert (n.near(self.clock), n.near(0.0), n.gpus()) == (stay.start, stay.warm_up, stay.gpus)
        assert [n.count() for _ in self.types] == self.cursor

    def entries(self, n):
        finishing = -1
        while n.more():
            code = n.byte()
            if code == 1:
                self.clock = n.near(self.round_end())
            elif code == 2:
                self.begin_round(n)
            elif code == 3:
                for _ in range(n.count()):
                    self.arrive(n)
            elif code == 4:
                if n.byte() & 4:
                    n.count()
                    self.value, _ = n.near(self.value), n.near(0.0)
                    self.prices = [n.near(price) for price in self.prices or [0.0] * len(self.types)]
            elif code == 5:
                self.placements(n)
            elif code == 6:
                self.keeps(n)
            elif code == 7:
                yield from self.leaves(n)
            elif code in (8, 15):
                job = self.active[n.count()] if code == 8 else finishing
                yield from self.leave([(job, self.clock)])
                self.end(job)
            elif code == 9:
                self.left = []
            elif code in (10, 11):
                n.count()
            elif code == 12:
                job = self.active[n.count()]
                n.byte(), n.near(self.clock)
                self.end(job)
            elif code == 13:
                n.byte(), n.count()
            elif code == 14:
                finishing = self.active[n.count()]
                self.clock = self.finish_time(finishing)
            else:
                raise SystemExit(f"an entry of kind {code}")

    def begin_round(self, n):
        flags = n.byte()
        if not flags & 8:
            n.signed()
        if not flags & 1:
            for _ in range(4 + len(self.types)):
                n.signed()
        if flags & 2:
            self.next_arrival = n.near(self.next_arrival)
        busy = n.near(self.busy) if flags & 4 else 0.0
        self.busy, self.round_start, self.left = busy, self.clock, []

    def arrive(self, n):
        flags, row = n.byte(), n.count()
        name = len(self.jobs) + (0 if flags & 1 else n.signed())
        milli = 1000 if flags & 2 else n.count()
        arrival = self.clock if flags & 16 else n.near(self.last_arrival)
        steps = float(n.count()) if flags & 8 else n.f64()
        if flags & 4:
            n.near(1.0), n.count(), n.count(), n.near(float("nan")), n.text(), n.text(), n.text()
        self.last_arrival = arrival
        self.active.append(len(self.jobs))
        self.jobs.append(Job(name, row, milli, arrival, steps))

    def placements(self, n):
        count, kinds = n.count(), len(self.types)
        is_long = count * 16 >= len(self.active)
        jobs = [job for job in self.active if self.jobs[job].stay is None] if is_long else list(self.active)
        sizes = [len(jobs) - (taken if is_long else 0) for taken in range(count)]
        for field in n.fields([max(size * 2 * kinds - 1, 0).bit_length() for size in sizes]):
            kind, rank = field // 2 % kinds, field // 2 // kinds
            job = jobs[rank]
            if is_long:
                jobs[rank] = jobs[-1]
                jobs.pop()
            row = self.jobs[job]
            milli, size = row.milli, self.classes[row.row][0]
            gpus = self.expected_gpus(kind, size, milli)
            if not field & 1:
                # The exceptions follow the bit fields, in the same order.
                code = n.count()
                if code & 1:
                    milli = n.count()
                if code & 2:
                    code >>= 2
                    first = (gpus[0] if gpus else 0) + (code >> 1 if code & 1 == 0 else -(code >> 1) - 1)
                    gpus = list(range(first, first + size))
                else:
                    gpus = n.gpus()
            self.place(job, kind, gpus, milli)

    def keeps(self, n):
        rest, expected = n.count(), 0
        while rest > 0:
            first = expected + n.signed()
            expected = first + n.count()
            for job, stay in self.left[first:expected]:
                self.place(job, stay.kind, stay.gpus, stay.milli)
            rest -= expected - first

    def leaves(self, n):
        order, positions, position = n.byte(), [], 0
        if order == 0:
            for _ in range(n.count()):
                position += n.signed()
                positions.append(position)
                position += 1
        elif order == 1:
            for _ in range(n.count()):
                position += n.count()
                leaving = n.count()
                positions += range(position, position + leaving)
                position += leaving
        else:
            positions = list(range(len(self.running)))
        jobs = [self.running[position] for position in positions]
        times = [self.clock] * len(jobs)
        if n.byte():
            for _ in range(n.count()):
                index = n.count()
                self.lengths[index] = n.f64()
            times, index = [self.piece_end(job) for job in jobs], 0
            for _ in range(n.count()):
                index += n.count()
                times[index] = n.near(times[index])
                index += 1
        outcomes = []
        for _ in range(2):
            index, outcomes = 0, []
            for _ in range(n.count()):
                index += n.count()
                n.byte()
                outcomes.append(index)
                index += 1
        told = {job: told for told, job in enumerate(jobs)}
        if order == 2:
            ranks = sorted(range(len(jobs)), key=lambda index: (-times[index], jobs[index]))
            told = {jobs[index]: rank for rank, index in enumerate(ranks)}
        items = sorted(zip(positions, jobs, times))
        ended = list(self.leave([(job, to) for _, job, to in items]))
        yield from sorted(ended, key=lambda item: told[item[0]])
        for index in outcomes:
            self.end(jobs[index])


def main():
    record = Record(sys.argv[1])
    print("job_id,gpu,gpu_type,milli_gpu,from_seconds,to_seconds")
    for job, stay, to in record.stays():
        for gpu in stay.gpus:
            print(f"{record.jobs[job].id},{gpu},{record.types[stay.kind]},{stay.milli},{stay.start!r},{to!r}")


main()
