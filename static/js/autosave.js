// Saves each answer as it is chosen. What cannot be sent waits in sessionStorage under the key of
// this visit, is tried again with growing pauses, and is gone once it is saved, finished or signed out.
// Answers given in private are never written to the device: they wait in memory only.

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 60000;
const PREFIX = "answers:";

const form = document.querySelector("form[data-autosave]");
const waiting = new Map();
let pause = FIRST_PAUSE;
let timer = 0;
let isSending = false;

const key = () => PREFIX + form.dataset.autosave;
const isPrivate = (question) => question.closest("[data-private]") !== null;
const codeOf = (question) => question.querySelector("[name=asked]").value;
const questionOf = (code) => document.getElementById(`question-${code}`);

function wipe() {
  Object.keys(sessionStorage)
    .filter((name) => name.startsWith(PREFIX))
    .forEach((name) => sessionStorage.removeItem(name));
}

function keep() {
  const open = [...waiting].filter(([code]) => !questionOf(code) || !isPrivate(questionOf(code)));
  if (open.length) sessionStorage.setItem(key(), JSON.stringify(open));
  else sessionStorage.removeItem(key());
}

function say(trouble) {
  document.querySelectorAll("[data-unsaved]").forEach((notice) => {
    notice.hidden = notice.dataset.unsaved !== trouble;
  });
}

function chosenIn(question) {
  return [...question.querySelectorAll("input:checked")].map((input) => input.value);
}

// "None of these" and "I would rather not say" go with nothing else: the last tap wins.
function untangle(question, tapped) {
  if (tapped.type !== "checkbox" || !tapped.checked) return;
  const boxes = [...question.querySelectorAll("input[type=checkbox]")];
  boxes.filter((box) => box !== tapped)
    .filter((box) => tapped.dataset.alone || box.dataset.alone)
    .forEach((box) => { box.checked = false; });
}

function body(code, values) {
  const data = new URLSearchParams({ asked: code });
  data.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  values.forEach((value) => data.append(code, value));
  return data;
}

async function send(code, values) {
  const response = await fetch(form.action, {
    method: "POST",
    body: body(code, values),
    headers: { Accept: "application/json" },
    redirect: "manual",
  });
  if (response.type === "opaqueredirect" || response.status === 403) return "signed-out";
  if (response.status >= 500) return "offline";
  if (!response.ok) return "refused";
  const { sentence, answered } = await response.json();
  const count = document.querySelector("[data-answered]");
  if (count) count.textContent = answered;
  const places = [questionOf(code), document.querySelector(".savebar")];
  places.forEach((place) => {
    const saved = place?.querySelector("[data-saved]");
    if (saved) saved.textContent = sentence;
  });
  return "";
}

async function sendAll() {
  if (isSending) return;
  isSending = true;
  let trouble = "";
  for (const [code, values] of [...waiting]) {
    trouble = await send(code, values).catch(() => "offline");
    if (trouble === "offline" || trouble === "signed-out") break;
    if (waiting.get(code) === values) waiting.delete(code);
  }
  isSending = false;
  keep();
  say(trouble);
  tryLater(trouble);
}

function tryLater(trouble) {
  clearTimeout(timer);
  if (trouble !== "offline") {
    pause = FIRST_PAUSE;
    if (waiting.size && trouble !== "signed-out") sendAll();
    return;
  }
  timer = setTimeout(sendAll, pause);
  pause = Math.min(pause * 2, LONGEST_PAUSE);
}

function restore() {
  const kept = JSON.parse(sessionStorage.getItem(key()) || "[]");
  kept.forEach(([code, values]) => {
    waiting.set(code, values);
    questionOf(code)?.querySelectorAll("input:not([type=hidden])").forEach((input) => {
      input.checked = values.includes(input.value);
    });
  });
  if (waiting.size) sendAll();
}

if (form) {
  form.addEventListener("change", (event) => {
    const question = event.target.closest(".question");
    if (!question) return;
    untangle(question, event.target);
    waiting.set(codeOf(question), chosenIn(question));
    keep();
    sendAll();
  });
  window.addEventListener("online", sendAll);
  restore();
}

// Finished or given back: nothing stays on the device (page.js does it for signing out).
if (document.querySelector("[data-wipe]")) wipe();
document.addEventListener("submit", (event) => {
  const pressed = event.submitter?.dataset ?? {};
  if ("finish" in pressed || "finish" in event.target.dataset) wipe();
});
