// Latest, alive: rows come by the stream, wait in a queue, and are put in where that disturbs nobody.
import { clock, day, dayWords, element, shown } from "./times.js";

const PACE = 200; // milliseconds between two changes of the list
const NEW = 10_000; // milliseconds that a row is called new, and between two announcements
const KEPT = 400; // rows in the page
const ASIDE = 30_000; // milliseconds after which a hidden page lets go of its stream

const list = document.querySelector("#rows");
const [template, state, told, newer, pause, earlier] = ["row", "live", "told", "newer", "pause", "earlier"].map((id) => document.getElementById(id));
const labels = JSON.parse(template.dataset.labels);
const marks = JSON.parse(template.dataset.marks);
const quoted = template.dataset.quoted.split(" ");
const quoteRoom = Number(template.dataset.room);

let last = list.dataset.after;
let lastAt = list.querySelector("time.at")?.dateTime;
let stream, retry, aside, paused = false, wait = 500, draining, announced = 0, unannounced = 0;
const queue = new Map(); // by key, oldest first

// ---- rows

const keyOf = (entry) => `${entry.report} ${entry.kind} ${entry.id}`;
const rowOf = (key) => [...list.querySelectorAll(".row")].find((row) => row.dataset.key === key);
const path = (kind, id) => `/${kind}/${encodeURIComponent(id)}`;

function short(text, room) {
  const flat = text.slice(0, 4 * room).split(/\s+/).filter(Boolean).join(" ");
  if (flat.length <= room) return flat;
  const kept = flat.slice(0, room - 1);
  const cut = kept.lastIndexOf(" ");
  return (cut > 0 ? kept.slice(0, cut).replace(/[ ,;:]+$/, "") : kept) + " …";
}

function drawing(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [attribute, value] of Object.entries({ class: "mark", "aria-hidden": "true", width: 12, height: 12 })) svg.setAttribute(attribute, value);
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#m-${name}`);
  svg.append(use);
  return svg;
}

function moment(at) {
  return element("time", { dateTime: at }, clock(new Date(at)));
}

function notes(entry) {
  if (entry.retracted) return [element("span", { className: "note" }, "Retracted ", moment(entry.changed), `: version ${entry.retracted} of the report no longer says it`)];
  return entry.change === "amended" ? [element("span", { className: "note" }, "Amended ", moment(entry.changed))] : [];
}

/** The row as the page has it, from the stream's entry. */
function fill(row, entry) {
  const part = (name) => row.querySelector(name);
  const mark = marks[entry.status];
  row.dataset.key = keyOf(entry);
  row.classList.toggle("gone", Boolean(entry.retracted));
  const label = labels[entry.status] ?? labels[entry.kind] ?? entry.kind;
  part(".status").className = mark ? `status s-${mark}` : "status";
  part(".status").replaceChildren(...(mark ? [drawing(mark)] : []), label);
  part(".sentence").replaceChildren(
    ...entry.pieces.map(([text, actor]) => (actor ? element("a", { className: "name", href: path("actor", actor) }, shown(text)) : shown(text))),
  );
  part(".quote")?.remove();
  if (quoted.includes(entry.kind)) part(".sentence").after(element("p", { className: "quote" }, "“", shown(short(entry.words, quoteRoom)), "”"));
  const why = element("a", { className: "why", href: `${path("row", entry.id)}?report=${encodeURIComponent(entry.report)}` }, "Why", element("span", { className: "vh" }, `: ${label}`));
  const from = element("a", { className: "from", href: `${path("report", entry.report)}?row=${encodeURIComponent(entry.id)}` }, shown(short(entry.title ?? entry.source, 90)));
  part(".meta").replaceChildren(...notes(entry), from, " ", why);
  return row;
}

function made(entry) {
  const row = fill(template.content.firstElementChild.cloneNode(true), entry);
  const at = new Date(entry.at);
  row.dataset.sequence = entry.sequence;
  Object.assign(row.querySelector(".at"), { dateTime: entry.at, textContent: clock(at) });
  row.classList.add("fresh");
  const note = element("span", { className: "note" }, "New");
  row.querySelector(".meta").prepend(note);
  setTimeout(() => (note.remove(), row.classList.remove("fresh")), NEW);
  return row;
}

/** The list of a day, made at the top or at the end where there is none yet. */
function shelf(at, put) {
  const name = day(at);
  let section = [...list.children].find((s) => s.dataset.day === name);
  if (!section) {
    section = element("section", { className: "day" }, element("h2", {}, dayWords(at)), element("ol", { className: "rows" }));
    section.dataset.day = name;
    list[put](section);
  }
  return section.lastElementChild;
}

/** The server sorted by days in UTC; the reader's may begin at another hour. */
function regroup() {
  const rows = [...list.querySelectorAll(".row")];
  list.replaceChildren();
  for (const row of rows) {
    const at = new Date(row.querySelector(".at").dateTime);
    shelf(at, "append").append(row);
  }
}

/** Keeps the page at a bounded length; what leaves is found again by Earlier. */
function trim() {
  const rows = list.querySelectorAll(".row");
  if (rows.length <= KEPT) return;
  for (const row of [...rows].slice(KEPT)) row.remove();
  for (const section of [...list.children]) if (!section.querySelector(".row")) section.remove();
  const address = new URL(earlier.href || location.href, location.href);
  address.searchParams.set("before", rows[KEPT - 1].dataset.sequence);
  earlier.href = address.pathname + address.search;
  earlier.hidden = false;
}

// ---- the queue

function disturbs() {
  const selection = getSelection();
  const selecting = selection && !selection.isCollapsed && list.contains(selection.anchorNode);
  return paused || scrollY > 80 || selecting || list.contains(document.activeElement);
}

function take(entry) {
  const key = keyOf(entry);
  const there = rowOf(key);
  if (entry.change === "added") {
    queue.delete(key);
    queue.set(key, entry);
    schedule();
  } else if (queue.has(key)) {
    queue.set(key, { ...entry, at: queue.get(key).at, sequence: queue.get(key).sequence });
  } else if (there) {
    fill(there, entry);
  }
}

function schedule() {
  draining ??= setTimeout(() => ((draining = undefined), drain()), Math.max(0, PACE - (Date.now() - (schedule.done ?? 0))));
}

function drain(asked = false) {
  if (queue.size && (asked || !disturbs())) {
    for (const [key, entry] of queue) {
      rowOf(key)?.remove();
      shelf(new Date(entry.at), "prepend").prepend(made(entry));
    }
    document.getElementById("empty")?.remove();
    unannounced += queue.size;
    queue.clear();
    trim();
    schedule.done = Date.now();
  }
  newer.hidden = queue.size === 0;
  newer.textContent = queue.size === 1 ? "1 new row" : `${queue.size} new rows`;
  announce();
}

function announce() {
  const count = unannounced + queue.size;
  if (!count || Date.now() - announced < NEW) return;
  told.textContent = count === 1 ? "1 new row" : `${count} new rows`;
  announced = Date.now();
  unannounced = 0;
}

// ---- the stream

function say(what, on = false) {
  state.hidden = false;
  state.classList.toggle("is-on", on);
  const at = lastAt ? ` ${clock(new Date(lastAt))}` : "";
  state.textContent = on ? `${what}${at && " ·"}${at}` : `${what}${at && ", last row"}${at}`;
}

const tellState = () => (paused ? say("Paused") : stream?.readyState === EventSource.OPEN ? say("Live", true) : say("Reconnecting"));

function open() {
  clearTimeout(retry);
  stream?.close();
  stream = new EventSource(`${list.dataset.live}${list.dataset.live.includes("?") ? "&" : "?"}after=${last}`);
  stream.onopen = () => ((wait = 500), tellState());
  stream.onerror = lost;
  stream.onmessage = seen;
  stream.addEventListener("hello", (event) => (seen(event), (list.dataset.opens = Number(list.dataset.opens ?? 0) + 1)));
  stream.addEventListener("reset", () => location.reload());
  stream.addEventListener("row", (event) => {
    seen(event);
    const entry = JSON.parse(event.data);
    lastAt = entry.change === "added" ? entry.at : (entry.changed ?? entry.at);
    take(entry);
    tellState();
  });
}

function seen(event) {
  if (event.lastEventId) last = event.lastEventId;
}

/** A browser comes back by itself unless it was refused; then it has to be told. */
function lost() {
  tellState();
  if (stream.readyState !== EventSource.CLOSED) return;
  clearTimeout(retry);
  retry = setTimeout(open, wait);
  wait = Math.min(10_000, wait * 2);
}

function leave() {
  clearTimeout(retry);
  stream?.close();
}

regroup();
open();
pause.hidden = false;
newer.addEventListener("click", () => (drain(true), scrollTo({ top: 0 })));
pause.addEventListener("click", () => {
  paused = !paused;
  pause.setAttribute("aria-pressed", String(paused));
  pause.textContent = paused ? "Go on" : "Pause";
  tellState();
  drain();
});
for (const change of ["scroll", "focusout", "selectionchange"]) document.addEventListener(change, () => queue.size && schedule(), { passive: true });
setInterval(announce, 1000);
document.addEventListener("visibilitychange", () => {
  clearTimeout(aside);
  if (document.hidden) aside = setTimeout(leave, ASIDE);
  else if (stream.readyState === EventSource.CLOSED) open();
});
addEventListener("pagehide", leave);
addEventListener("pageshow", (event) => event.persisted && open());
