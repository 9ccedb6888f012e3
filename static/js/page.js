// Small comforts on every staff page; each page works without them.

// An open menu closes on Escape and on a click elsewhere, and gives the focus back.
const openMenus = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  openMenus().forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});

document.addEventListener("click", (event) => {
  openMenus().forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});

// A form that failed says so to whoever cannot see it: the focus goes to the summary.
document.querySelector("[data-error-summary]")?.focus();

// What htmx swapped in is where the person goes on reading.
document.addEventListener("htmx:afterSwap", (event) => {
  event.detail.target.querySelector("[data-focus-after-swap]")?.focus();
});

// A second click on Send must not send twice; the server refuses it too.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

// Back from the sign-in of one's organization: the one step that is left needs no hand.
document.querySelector("form[data-onward]")?.requestSubmit();

// Signing out leaves nothing on the device: no answer that still waited to be saved.
document.addEventListener("submit", (event) => {
  // Not `form.action`: a button of that name would stand there instead.
  const where = new URL(event.target.getAttribute("action") || "", location.href);
  if (where.pathname.includes("/logout/")) sessionStorage.clear();
});

// Printing opens what is folded.
window.addEventListener("beforeprint", () => {
  document.querySelectorAll("details.data").forEach((details) => { details.open = true; });
});

document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
