// Locks the screen when nobody is there. What stands half typed in a form goes along, sealed on the server;
// coming back, it is put where it was. Somebody who types for long is not taken for gone.

const form = document.querySelector("form[data-lock]");
const LOOK = 5000;
const SAY_SO = 120000;
const TELL = 1000;
let last = Date.now();
let said = Date.now();
let written = null;

// What is done in one window counts for all of them.
const windows = new BroadcastChannel("awake");
let told = 0;
const here = () => {
  last = Date.now();
  if (last - told > TELL) {
    told = last;
    windows.postMessage("here");
  }
};
["pointerdown", "pointermove", "keydown", "scroll", "touchstart"].forEach((name) =>
  document.addEventListener(name, here, { passive: true, capture: true }));

document.addEventListener("input", (event) => {
  const from = event.target.form;
  if (from?.method === "post" && from !== form && !from.dataset.autosave) written = from;
});

function hidden(name, value) {
  const input = document.createElement("input");
  Object.assign(input, { type: "hidden", name, value });
  form.append(input);
}

function lock() {
  form.elements.lock_from.value = location.pathname + location.search;
  if (written) {
    hidden("lock_with", "1");
    const secret = new Set([...written.querySelectorAll("input[type=password]")].map(({ name }) => name));
    for (const [name, value] of new FormData(written)) {
      if (typeof value === "string" && name !== "csrfmiddlewaretoken" && !secret.has(name)) hidden(name, value);
    }
  }
  form.submit();
}

function look() {
  const now = Date.now();
  if (now - last >= Number(form.dataset.lock) * 60000) {
    last = now;
    lock();
  } else if (now - said >= SAY_SO && last > said) {
    said = now;
    fetch(form.dataset.awake);
  }
}

function fill(target, fields) {
  target.querySelectorAll("input[type=checkbox], input[type=radio]").forEach((box) => { box.checked = false; });
  const seen = new Map();
  fields.forEach(([name, value]) => {
    const all = [...target.elements].filter((field) => field.name === name && field.type !== "hidden");
    const nth = seen.get(name) ?? 0;
    seen.set(name, nth + 1);
    const box = all.find((field) => ["checkbox", "radio"].includes(field.type) && field.value === value);
    const choice = all.find((field) => field.multiple);
    if (box) box.checked = true;
    else if (choice) [...choice.options].forEach((one) => { if (one.value === value) one.selected = true; });
    else if (all[nth]) all[nth].value = value;
  });
}

async function restore(address) {
  const answer = await fetch(address);
  if (!answer.ok) return;
  const { fields } = await answer.json();
  const names = new Set(fields.map(([name]) => name));
  const fits = (one) => [...one.elements].filter((field) => names.has(field.name) && field.type !== "hidden").length;
  const forms = [...document.querySelectorAll("main form[method=post]")];
  const best = forms.sort((one, other) => fits(other) - fits(one))[0];
  if (best && fits(best)) {
    fill(best, fields);
    written = best;
    best.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  }
}

if (form) {
  setInterval(look, LOOK);
  windows.onmessage = ({ data }) => {
    if (data === "here") last = Date.now();
    else lock();
  };
  form.addEventListener("submit", () => windows.postMessage("locked"));
  const kept = new URLSearchParams(location.hash.slice(1)).get("kept");
  if (kept) {
    history.replaceState(null, "", location.pathname + location.search);
    restore(`/kept/${encodeURIComponent(kept)}/words/`);
  }
}
