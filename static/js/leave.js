// Quick exit: the link works without this file; with it, the Back button does not return here and Esc three times leaves too.

const link = document.querySelector("[data-leave]");
let presses = 0;

function leave() {
  document.documentElement.hidden = true;
  window.location.replace(link.href);
}

link?.addEventListener("click", (event) => {
  event.preventDefault();
  leave();
});

document.addEventListener("keydown", (event) => {
  presses = event.key === "Escape" ? presses + 1 : 0;
  if (presses === 3 && link) leave();
});
