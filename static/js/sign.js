// A drawn signature: strokes by finger, pen or mouse become straight lines in a hidden field. Who types is not asked to draw.

const box = document.querySelector("[data-sign]");
const field = document.querySelector("input[name=signature]");
const LONGEST = 6000;

function start() {
  const pad = box.querySelector("svg");
  const drawn = pad.querySelector("path");
  const [wide, high] = [pad.viewBox.baseVal.width, pad.viewBox.baseVal.height];
  let stroke = "";
  let last = "";

  const show = () => drawn.setAttribute("d", field.value + (stroke.includes("L") ? stroke : ""));

  function point(event) {
    const area = pad.getBoundingClientRect();
    const within = (value, most) => Math.round(Math.min(Math.max(value, 0), most));
    const x = within(((event.clientX - area.left) / area.width) * wide, wide);
    const y = within(((event.clientY - area.top) / area.height) * high, high);
    return `${x} ${y}`;
  }

  pad.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    pad.setPointerCapture(event.pointerId);
    last = point(event);
    stroke = `M${last}`;
  });

  pad.addEventListener("pointermove", (event) => {
    const here = point(event);
    if (!stroke || here === last || field.value.length + stroke.length > LONGEST - 10) return;
    stroke += `L${here}`;
    last = here;
    show();
  });

  const end = () => {
    if (stroke.includes("L")) field.value += stroke;
    stroke = "";
    show();
  };
  pad.addEventListener("pointerup", end);
  pad.addEventListener("pointercancel", end);

  box.querySelector("[data-clear]").addEventListener("click", () => {
    field.value = stroke = "";
    show();
  });
  box.hidden = false;
  show();
}

if (box && field) start();
