// A report's page: choosing a row changes the Why panel and the marks, not the page. The server's own page is the source.
import { localise } from "./times.js";

const strip = () => [...document.querySelectorAll(".strip a")];
const chosen = () => document.querySelector(".strip a[aria-current]");
const told = document.getElementById("told");
let asking;

function show(page, row) {
  const panel = document.importNode(page.getElementById("why"), true);
  document.getElementById("why").replaceWith(panel);
  localise(panel);
  for (const link of strip()) row !== null && link.dataset.row === row ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
  for (const piece of document.querySelectorAll("[data-rows]")) piece.classList.toggle("picked", piece.dataset.rows.split(" ").includes(row));
  told.textContent = panel.querySelector("h2")?.textContent ?? "";
}

/** Takes the panel from the page at that address; a page that can't be had is gone to instead. */
function choose(address, remember = true) {
  asking?.abort();
  asking = new XMLHttpRequest();
  asking.responseType = "document";
  asking.onload = () => {
    const page = asking.response;
    if (asking.status !== 200 || !page?.getElementById("why")) return location.assign(address);
    if (remember) history.pushState(null, "", address.pathname + address.search);
    show(page, address.searchParams.get("row"));
  };
  asking.onerror = () => location.assign(address);
  asking.open("GET", address);
  asking.send();
}

function step(by) {
  const links = strip();
  const at = links.indexOf(chosen());
  const next = links[at < 0 ? (by > 0 ? 0 : links.length - 1) : at + by];
  if (!next) return;
  choose(new URL(next.href));
  next.scrollIntoView({ block: "center" });
}

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest(".strip a, #why .close");
  const piece = event.target.closest("[data-rows]");
  if (link) {
    event.preventDefault();
    choose(new URL(link.href));
  } else if (piece && getSelection().isCollapsed) {
    const rows = piece.dataset.rows.split(" ");
    const at = rows.indexOf(chosen()?.dataset.row);
    const row = rows[at < 0 ? rows.length - 1 : (at + 1) % rows.length];
    const target = strip().find((l) => l.dataset.row === row);
    if (target) choose(new URL(target.href));
  }
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem("keys") === "off") return;
  if (event.target.closest?.("input, select, textarea")) return;
  if (event.key === "]" || event.key === "[") {
    event.preventDefault();
    step(event.key === "]" ? 1 : -1);
  }
});

addEventListener("popstate", () => choose(new URL(location.href), false));
