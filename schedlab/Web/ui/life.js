import { formatSpan } from "../draw/scale.js";

// A job's life from its stays: stretches of waiting and running. Pure.

/** Stretches [{what: "waits" | "runs", from, to, gpus: [..], isOpen}] from arrival to end, from exact stays in order. */
export function stretchesOf(run, job, stays) {
  const end = Number.isNaN(run.jobs.end[job]) ? run.readTo : run.jobs.end[job];
  const marks = new Set([run.jobs.arrival[job], end]);
  for (const stay of stays) marks.add(stay.from).add(stay.to);
  const times = [...marks].filter((t) => t >= run.jobs.arrival[job] && t <= end).sort((a, b) => a - b);
  const stretches = [];
  const starting = new Map();
  for (const stay of stays) {
    if (!starting.has(stay.from)) starting.set(stay.from, []);
    starting.get(stay.from).push(stay);
  }
  let held = [];
  for (let i = 0; i + 1 < times.length; i += 1) {
    held = held.filter((stay) => stay.to > times[i]).concat(starting.get(times[i]) ?? []);
    const gpus = held.map((stay) => stay.gpu).sort((a, b) => a - b);
    const last = stretches[stretches.length - 1];
    if (last && last.gpus.join() === gpus.join()) last.to = times[i + 1];
    else stretches.push({ what: gpus.length > 0 ? "runs" : "waits", from: times[i], to: times[i + 1], gpus });
  }
  return stretches;
}

/** Numbers as ranges: "0 to 3, 7". */
export function rangesText(numbers) {
  const parts = [];
  for (let i = 0; i < numbers.length;) {
    let k = i;
    while (k + 1 < numbers.length && numbers[k + 1] === numbers[k] + 1) k += 1;
    parts.push(k > i + 1 ? `${numbers[i]} to ${numbers[k]}` : k > i ? `${numbers[i]}, ${numbers[k]}` : String(numbers[i]));
    i = k + 1;
  }
  return parts.join(", ");
}

/** GPUs in words: "4 v100 (GPU 12 to 15)". */
export function gpusText(run, gpus) {
  const byType = new Map();
  for (const gpu of gpus) {
    const type = run.typeOf(gpu);
    byType.set(type, (byType.get(type) ?? []).concat(gpu));
  }
  return [...byType].map(([type, own]) => `${own.length} ${run.types[type].name} (GPU ${rangesText(own)})`).join(" and ");
}

/** What a job does at a time, as a sentence. */
export function stateSentence(run, job, stretches, seconds, timeText) {
  const name = run.label(job);
  const { arrival, end } = { arrival: run.jobs.arrival[job], end: run.jobs.end[job] };
  if (seconds < arrival) return `${name} had not arrived: it comes at ${timeText(arrival)}.`;
  if (!Number.isNaN(end) && seconds >= end) return `${name} was over: it ${run.jobs.state[job] === 3 ? "was given up" : "completed"} at ${timeText(end)}.`;
  const now = stretches.find((s) => seconds >= s.from && seconds < s.to) ?? stretches[stretches.length - 1];
  if (!now) return `${name} arrived at ${timeText(arrival)}.`;
  const since = `since ${timeText(now.from)} (${formatSpan(seconds - now.from)})`;
  if (now.what === "waits") return `${name} waits for ${run.wants(job)} ${since}; in all it waits ${formatSpan(run.jobs.wait[job])}.`;
  return `${name} runs on ${gpusText(run, now.gpus)} ${since}.`;
}

/** Parts of a completion time: column of `jobs`, name, and what it is. */
export const completionParts = [
  ["ideal", "ideal", "its work on its fastest type"], ["waiting", "waiting", "before its first GPU"],
  ["slowerType", "slower type", "the same work took longer on what it got"], ["spanning", "more nodes", "what the same work took longer across nodes; below zero: it ran faster there"], ["moving", "moves", "seconds without work after moves"],
  ["sharing", "sharing", "without GPUs while others had their turn"], ["other", "other", "not credited, and the rest of last rounds"]];

/** A job's time taken apart: {total, parts: [{key, name, why, seconds}]}. */
export function completionOf(run, job) {
  const end = Number.isNaN(run.jobs.end[job]) ? run.readTo : run.jobs.end[job];
  const parts = completionParts.map(([key, name, why]) => ({ key, name, why, seconds: run.jobs[key][job] }));
  return { total: end - run.jobs.arrival[job], parts: parts.filter((part) => !Number.isNaN(part.seconds)) };
}
