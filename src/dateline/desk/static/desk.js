// Every page: the reader's time zone, and the keys.
import { localise, zone } from "./times.js";

const root = document.documentElement;
root.classList.add("scripted");
localise(document);
for (const place of document.querySelectorAll(".zone")) place.textContent = `in ${zone()}`;

// ---- keys

const off = () => localStorage.getItem("keys") === "off";
const one = (selector, within = document) => within.querySelector(selector);
const press = (selector, within) => one(selector, within ?? document)?.click();
const rows = () => [...document.querySelectorAll("main .row")];
const current = () => document.activeElement?.closest?.(".row");
const PLACES = { l: "/", c: "/calendar", a: "/actors", r: "/reports", f: "/follow" };
let going = 0;

function move(step) {
  const all = rows();
  const at = all.indexOf(current());
  const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

async function copy() {
  const link = one("a.why, a.main", current() ?? document.createElement("i"));
  if (link) await navigator.clipboard?.writeText(link.href).catch(() => {});
}

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  o: () => press("a.from, a.main", current()),
  Enter: () => document.activeElement === current() && press("a.from, a.main", current()),
  w: () => press("a.why, a.main", current()),
  c: copy,
  "/": () => one("#find")?.focus(),
  ".": () => press("#newer:not([hidden])"),
  p: () => press("#pause"),
  g: () => (going = Date.now()),
  "?": () => location.assign("/keys"),
  ArrowLeft: () => press("#before"),
  ArrowRight: () => press("#after"),
};
const NEEDS_ROW = new Set(["o", "Enter", "w", "c"]);

function escape() {
  const menu = one("details.menu[open]");
  if (menu) menu.open = false;
  else if (one("#why .close")) press("#why .close");
  else document.activeElement?.blur?.();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.key === "Escape") return escape();
  if (off() || event.target.closest?.("input, select, textarea")) return;
  const place = Date.now() - going < 1500 && PLACES[event.key];
  going = 0;
  if (place) return location.assign(place);
  if (!Object.hasOwn(KEYS, event.key) || (NEEDS_ROW.has(event.key) && !current())) return;
  if (event.key === "Enter" ? document.activeElement === current() : !event.key.startsWith("Arrow")) event.preventDefault();
  KEYS[event.key]();
});

const keysOn = one("#keys-on");
if (keysOn) {
  keysOn.checked = !off();
  keysOn.addEventListener("change", () => localStorage.setItem("keys", keysOn.checked ? "on" : "off"));
}
