// Times of recording in the reader's zone; text of others as the pages show it. No string ever becomes HTML.

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const two = (n) => String(n).padStart(2, "0");

export const clock = (at) => `${two(at.getHours())}:${two(at.getMinutes())}`;
export const day = (at) => `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
export const dayWords = (at) => `${DAYS[at.getDay()]} ${at.getDate()} ${MONTHS[at.getMonth()]} ${at.getFullYear()}`;

/** Every <time> inside gets the reader's clock. */
export function localise(root) {
  for (const time of root.querySelectorAll("time[datetime]")) {
    const at = new Date(time.dateTime);
    if (!Number.isNaN(at.getTime())) time.textContent = time.dataset.full === undefined ? clock(at) : `${dayWords(at)}, ${clock(at)}`;
  }
}

export const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || "your own zone";

const UNSEEN = /([\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff])/;

/** An element with children: strings become text. */
export function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** Foreign text, kept from turning the text around it, with what can't be seen as boxes. */
export function shown(text) {
  const bits = text.split(UNSEEN).map((bit, n) => {
    const number = () => "U+" + bit.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
    return n % 2 ? element("span", { className: "box" }, number()) : bit;
  });
  return element("bdi", {}, ...bits);
}
