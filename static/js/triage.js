// Keyboard triage on a worklist: j and k move, Enter opens (the browser does that), a acts, x picks, / searches.
// Off when <html data-keys="off"> (an account setting: single-letter keys must be switch-off-able, WCAG 2.1.4).

const TYPING = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";

const rows = () => [...document.querySelectorAll(".wl tbody tr")];
const current = () => rows().findIndex((row) => row.contains(document.activeElement));

function move(step) {
  const all = rows();
  const here = current();
  const next = here < 0 ? 0 : Math.min(all.length - 1, Math.max(0, here + step));
  const link = all[next]?.querySelector(".who a");
  link?.focus();
  link?.scrollIntoView({ block: "nearest" });
}

function click(selector) {
  rows()[current()]?.querySelector(selector)?.click();
}

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  a: () => click(".c-act a, .c-act button"),
  x: () => click(".c-pick input"),
  "/": () => document.querySelector("#find-anything")?.focus(),
  "?": () => help?.toggleAttribute("open"),
};

const help = document.querySelector("#keys-help");
if (help) help.hidden = document.documentElement.dataset.keys === "off";

document.addEventListener("keydown", (event) => {
  if (document.documentElement.dataset.keys === "off") return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(TYPING)) return;
  const act = KEYS[event.key];
  if (!act || (event.key !== "/" && rows().length === 0)) return;
  event.preventDefault();
  act();
});
