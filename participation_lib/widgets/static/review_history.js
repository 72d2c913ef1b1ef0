// The lines of the history, by day. Python gives fifty at a time and does what is asked.
function make(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text) node.textContent = text;
  return node;
}

function makeButton(className, text, act) {
  const button = make("button", className, text);
  button.type = "button";
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-disabled") !== "true") act();
  });
  return button;
}

function render({ model, el }) {
  const words = model.get("words");
  el.classList.add("pl-history");
  const top = make("div", "pl-history-top");
  const since = make("select");
  since.id = `pl-since-${Math.random().toString(36).slice(2)}`;
  const label = make("label", "pl-label", words.since);
  label.htmlFor = since.id;
  const field = make("div", "pl-history-field");
  field.append(label, since);
  since.addEventListener("change", () => model.send({ op: "since", name: since.value }));
  top.append(make("h3", "", words.heading), field);
  const position = make("p", "pl-small");
  position.setAttribute("role", "status");
  const list = make("div");
  const pages = make("div", "pl-history-pages");
  const previous = makeButton("pl-button", words.previous, () => model.send({ op: "previous" }));
  const next = makeButton("pl-button", words.next, () => model.send({ op: "next" }));
  pages.append(previous, next);
  el.append(top, position, list, pages);

  const makeLine = (line, readOnly) => {
    const item = make("li", line.undone ? "pl-undone" : "");
    item.dataset.decision = line.id;
    item.classList.toggle("pl-obstacle", line.obstacle);
    const said = make("span", "pl-said");
    said.append(make("span", "pl-small pl-when", `${line.time} · ${line.author}`), " ");
    said.append(make(line.undone ? "s" : "span", "", line.sentence));
    if (line.undone) said.append(" ", make("strong", "pl-mark", words.undone));
    if (line.obstacle) said.append(" ", make("strong", "pl-mark", words.obstacle));
    if (line.reason) said.append(make("span", "pl-small pl-reason", `${words.reason} : ${line.reason}`));
    item.append(said);
    const op = line.undo ? "undo" : line.redo ? "redo" : "";
    if (op && !readOnly) {
      const button = makeButton("pl-link", words[op], () => model.send({ op, id: line.id }));
      button.setAttribute("aria-label", `${words[op]} : ${line.sentence}`);
      item.append(button);
    }
    return item;
  };

  const show = () => {
    const state = model.get("state");
    if (!state.days) return;
    const held = list.contains(document.activeElement) ? document.activeElement.closest("[data-decision]") : null;
    since.replaceChildren(...state.periods.map((period) => new Option(period.label, period.name)));
    since.value = state.since;
    if (position.textContent !== state.position) position.textContent = state.position;
    list.replaceChildren(
      ...state.days.flatMap(({ day, lines }) => {
        const items = make("ul", "pl-lines");
        items.append(...lines.map((line) => makeLine(line, state.read_only)));
        return [make("h4", "", day), items];
      }),
      ...(state.days.length ? [] : [make("p", "pl-note", words.none)]),
    );
    previous.setAttribute("aria-disabled", String(!state.has_previous));
    next.setAttribute("aria-disabled", String(!state.has_next));
    pages.hidden = !state.has_previous && !state.has_next;
    if (held) {
      const again = list.querySelector(`[data-decision="${held.dataset.decision}"] button`);
      (again ?? since).focus({ preventScroll: true });
    }
    const obstacle = list.querySelector(".pl-obstacle");
    if (obstacle) obstacle.scrollIntoView({ block: "nearest" });
  };
  el.addEventListener("keydown", (event) => event.stopPropagation());
  show();
  model.on("change:state", show);
  return () => model.off("change:state", show);
}
export default { render };
