// A bar and two sentences: what is going on (read politely) and what went wrong (read at once).
// The regions stay in the page and only their words change, or screen readers would miss them.
function render({ model, el }) {
  el.classList.add("pl-live");
  const bar = document.createElement("progress");
  const status = document.createElement("div");
  const alert = document.createElement("div");
  status.setAttribute("role", "status");
  alert.setAttribute("role", "alert");
  bar.setAttribute("aria-label", model.get("bar_label"));
  el.append(bar, status, alert);
  const show = () => {
    const maximum = model.get("maximum");
    bar.hidden = maximum === 0;
    if (maximum > 0) {
      bar.max = maximum;
      bar.value = model.get("value");
    }
    status.textContent = model.get("message");
    status.classList.toggle("pl-busy", model.get("busy"));
    alert.textContent = model.get("problem");
  };
  show();
  for (const name of ["value", "maximum", "message", "busy", "problem"]) model.on(`change:${name}`, show);
}
export default { render };
