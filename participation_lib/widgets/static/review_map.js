// Ideas as points. Python keeps the truth; the page keeps the selection, the zoom and what is lit up.
// Everything the mouse can choose on the picture can be chosen in the list with the keyboard.
const WIDTH = 1000;
const HEIGHT = 540;
const MARGIN = 30;
const PAGE = 50; // ideas of the list added at a time
const NEAR = 14; // pixels from the pointer to a point that it shows
const STILL = 4; // pixels under which a gesture is a click
const SVG = "http://www.w3.org/2000/svg";
const SET_ASIDE = "ecartee";
const NEW = "+";

// Six colours that stand out on white, six shapes: twelve pairs, then a grey ring for all others.
const COLOURS = ["#1d3f6e", "#b35c00", "#1b7a3d", "#a3247a", "#0b7285", "#b3261e"];
const SHAPES = [
  "M0-5A5 5 0 1 1 0 5A5 5 0 1 1 0-5Z",
  "M-4.5-4.5H4.5V4.5H-4.5Z",
  "M0-6L5.6 4.2H-5.6Z",
  "M0-6.2L6.2 0 0 6.2-6.2 0Z",
  "M-1.9-5.7H1.9V-1.9H5.7V1.9H1.9V5.7H-1.9V1.9H-5.7V-1.9H-1.9Z",
  "M0 6L5.6-4.2H-5.6Z",
];
const CROSS = "M-4-4L4 4M4-4L-4 4";
const markOf = (number) => {
  if (number === 0) return { d: CROSS, fill: "none", stroke: "#4a5560" };
  if (number > 12) return { d: SHAPES[0], fill: "#fff", stroke: "#4a5560" };
  const shape = number <= 6 ? number - 1 : (number - 7 + 3) % 6;
  const colour = COLOURS[(number - 1) % 6];
  return { d: SHAPES[shape], fill: colour, stroke: colour };
};

const draw = (tag, attributes) => {
  const node = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
};
const paint = (node, mark) => {
  node.setAttribute("d", mark.d);
  node.setAttribute("fill", mark.fill);
  node.setAttribute("stroke", mark.stroke);
};
let views = 0;

function render({ model, el }) {
  const words = model.get("words");
  const name = `pm${++views}`;
  let points = [];
  let nodes = [];
  let rank = new Map(); // of each idea in the points
  let selection = new Set();
  let lit = ""; // theme shown alone
  let mode = "lasso";
  let view = { k: 1, x: 0, y: 0 };
  let pointed = -1;
  let shownRows = PAGE;
  let side = ""; // "", "new" or "aside": what is asked beside the selection

  // What stays

  const root = make("div", "pm");
  root.dataset.lmSuppressShortcuts = "true";
  const button = (label, act, className = "") => {
    const node = make("button", `pl-button pm-button ${className}`.trim(), label);
    node.type = "button";
    node.addEventListener("click", act);
    return node;
  };
  const field = (tag, id, label) => {
    const box = make("div", "pm-field");
    const said = make("label", "pl-label", label);
    const node = make(tag);
    node.id = `${name}-${id}`;
    said.htmlFor = node.id;
    if (tag === "input") { node.type = "text"; node.autocomplete = "off"; }
    box.append(said, node);
    return { box, node };
  };

  const help = make("p", "pm-help", words.help);
  const note = make("p", "pl-small");
  const tools = make("div", "pm-tools");
  const modes = make("fieldset", "pm-modes");
  modes.append(make("legend", "", words.mode));
  for (const kind of ["lasso", "box", "hand"]) {
    const radio = make("input");
    radio.type = "radio";
    radio.name = `${name}-mode`;
    radio.id = `${name}-${kind}`;
    radio.checked = kind === mode;
    radio.addEventListener("change", () => { mode = kind; svg.dataset.mode = kind; });
    const label = make("label", "", words[kind]);
    label.htmlFor = radio.id;
    modes.append(radio, label);
  }
  const toSelection = button(words.to_selection, () => frame([...selection]));
  const zooms = make("div", "pm-zooms");
  zooms.append(
    button(words.closer, () => zoomAt(1.5)), button(words.farther, () => zoomAt(1 / 1.5)),
    button(words.whole, () => moveView({ k: 1, x: 0, y: 0 })), toSelection,
  );
  tools.append(modes, zooms);

  const columns = make("div", "pm-columns");
  const svg = draw("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "pm-picture", role: "img", "aria-label": words.picture });
  svg.dataset.mode = mode;
  const world = draw("g", {});
  const dots = draw("g", {});
  const names = draw("g", { class: "pm-names" });
  const ring = draw("circle", { r: 11, class: "pm-ring" });
  const trace = draw("path", { class: "pm-trace" });
  world.append(dots, names, ring);
  svg.append(world, trace);
  const beside = make("div", "pm-beside");
  const card = make("div", "pm-card");
  card.setAttribute("aria-live", "off");
  const legend = make("div", "pm-legend");
  beside.append(card, legend);
  const left = make("div", "pm-left");
  left.append(svg);
  columns.append(left, beside);

  const bar = make("form", "pm-bar");
  bar.noValidate = true;
  const count = make("p", "pm-count");
  count.setAttribute("role", "status");
  const target = field("select", "target", words.move_to);
  const fresh = field("input", "new", words.new_field);
  const reason = field("input", "reason", words.aside_field);
  const move = make("button", "pl-button pm-button pm-main", words.move);
  move.type = "submit";
  const aside = button(words.aside, () => ask("aside"));
  const asideDone = make("button", "pl-button pm-button pm-main", words.aside_done);
  asideDone.type = "submit";
  const cancel = button(words.cancel, () => { ask(""); aside.focus(); });
  const clear = button(words.clear, () => choose([]));
  const problem = make("p", "pm-problem");
  problem.setAttribute("role", "alert");
  const top = make("div", "pm-bar-top");
  top.append(count, clear);
  bar.append(top, target.box, fresh.box, reason.box, move, asideDone, cancel, aside, problem);

  const listing = make("div", "pm-listing");
  const listTitle = make("h3", "", words.list);
  const which = field("select", "which", words.list_field);
  const listTop = make("div", "pm-list-top");
  const all = button("", () => {
    const ids = inList();
    const missing = ids.some((id) => !selection.has(id));
    choose(missing ? [...selection, ...ids] : [...selection].filter((id) => !ids.includes(id)));
  });
  listTop.append(which.box, all);
  const list = make("ul", "pm-list");
  const empty = make("p", "pl-note", words.list_empty);
  const more = button(words.more, () => {
    const first = shownRows;
    shownRows += PAGE;
    drawList();
    list.children[first]?.querySelector("input").focus();
  });
  listing.append(listTitle, listTop, empty, list, more);
  left.append(bar);
  root.append(help, note, tools, columns, listing);
  el.append(root);

  // Themes and points

  const themes = () => model.get("themes");
  const themeOf = (id) => model.get("places")[rank.get(id)];
  const themeName = (id) => themes().find((theme) => theme.id === id)?.label ?? "";
  const visible = (id) => rank.has(id) && themeOf(id) !== SET_ASIDE;

  function drawPoints() {
    points = model.get("points").map((point) => ({
      ...point,
      px: MARGIN + point.x * (WIDTH - 2 * MARGIN),
      py: MARGIN + (1 - point.y) * (HEIGHT - 2 * MARGIN),
    }));
    rank = new Map(points.map((point, place) => [point.id, place]));
    nodes = points.map(() => draw("path", { class: "pm-dot" }));
    dots.replaceChildren(...nodes);
    note.textContent = model.get("note");
    note.hidden = !note.textContent;
    selection = new Set([...selection].filter(visible));
    pointed = -1;
    place();
    drawThemes();
  }

  function drawThemes() {
    const marks = new Map(themes().map((theme) => [theme.id, markOf(theme.mark)]));
    const places = model.get("places");
    nodes.forEach((node, at) => {
      const mark = marks.get(places[at]);
      node.style.display = mark ? "" : "none";
      if (mark) paint(node, mark);
    });
    selection = new Set([...selection].filter(visible));
    if (lit && !marks.has(lit)) lit = "";
    drawLegend();
    drawNames();
    drawTargets();
    drawSelection();
    drawList();
  }

  function drawNames() {
    names.replaceChildren(...themes().filter((theme) => theme.middle && theme.number).map((theme) => {
      const group = draw("g", { class: "pm-name" });
      group.dataset.theme = theme.id;
      group.append(draw("circle", { r: 13, stroke: markOf(theme.mark).stroke }));
      const text = draw("text", { "text-anchor": "middle", dy: ".35em" });
      text.textContent = theme.number;
      group.append(text);
      return group;
    }));
    place();
    light();
  }

  function drawLegend() {
    const at = document.activeElement?.dataset?.theme;
    const focused = legend.contains(document.activeElement);
    const title = make("h3", "", words.themes);
    const lines = make("ul", "pm-themes");
    for (const theme of themes()) {
      const node = button("", () => { lit = lit === theme.id ? "" : theme.id; drawLegend(); light(); }, "pm-theme");
      node.dataset.theme = theme.id;
      node.setAttribute("aria-pressed", String(lit === theme.id));
      const icon = draw("svg", { viewBox: "-8 -8 16 16", width: 16, height: 16, "aria-hidden": "true" });
      const sign = draw("path", { "stroke-width": 1.5 });
      paint(sign, markOf(theme.mark));
      icon.append(sign);
      const label = make("span", "pm-label", theme.number ? `${theme.number}. ${theme.label}` : theme.label);
      node.append(icon, label, make("span", "pm-number", String(theme.ideas)));
      const line = make("li");
      line.append(node);
      lines.append(line);
    }
    legend.replaceChildren(title, make("p", "pl-small", words.themes_help), lines);
    if (themes().some((theme) => theme.mark > 12)) legend.append(make("p", "pl-small", words.rest));
    if (focused) [...lines.querySelectorAll("button")].find((node) => node.dataset.theme === at)?.focus();
  }

  function light() {
    const places = model.get("places");
    nodes.forEach((node, at) => node.classList.toggle("pm-dim", Boolean(lit) && places[at] !== lit));
    for (const node of names.children) node.classList.toggle("pm-dim", Boolean(lit) && node.dataset.theme !== lit);
  }

  // The view: points keep their size whatever the zoom

  const size = () => (points.length > 600 ? 0.75 : 1.1);
  function place() {
    world.setAttribute("transform", `translate(${view.x} ${view.y}) scale(${view.k})`);
    nodes.forEach((node, at) => {
      const scale = (selection.has(points[at].id) ? size() * 1.35 : size()) / view.k;
      node.setAttribute("transform", `translate(${points[at].px} ${points[at].py}) scale(${scale})`);
    });
    [...names.children].forEach((node) => {
      const [x, y] = themes().find((theme) => theme.id === node.dataset.theme).middle;
      const px = MARGIN + x * (WIDTH - 2 * MARGIN);
      const py = MARGIN + (1 - y) * (HEIGHT - 2 * MARGIN);
      node.setAttribute("transform", `translate(${px} ${py}) scale(${1 / view.k})`);
    });
    const at = points[pointed];
    ring.style.display = at && visible(at.id) ? "" : "none";
    if (at) ring.setAttribute("transform", `translate(${at.px} ${at.py}) scale(${1 / view.k})`);
  }
  function moveView(next) {
    const k = Math.min(20, Math.max(1, next.k));
    view = { k, x: Math.min(0, Math.max(WIDTH * (1 - k), next.x)), y: Math.min(0, Math.max(HEIGHT * (1 - k), next.y)) };
    place();
  }
  function zoomAt(factor, x = WIDTH / 2, y = HEIGHT / 2) {
    const k = Math.min(20, Math.max(1, view.k * factor));
    moveView({ k, x: x - ((x - view.x) * k) / view.k, y: y - ((y - view.y) * k) / view.k });
  }
  function frame(ids) {
    const chosen = ids.filter(visible).map((id) => points[rank.get(id)]);
    if (!chosen.length) return;
    const xs = chosen.map((point) => point.px);
    const ys = chosen.map((point) => point.py);
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const k = Math.min(6, WIDTH / (right - left + 120), HEIGHT / (bottom - top + 120));
    const kept = Math.max(1, k);
    moveView({ k: kept, x: WIDTH / 2 - (kept * (left + right)) / 2, y: HEIGHT / 2 - (kept * (top + bottom)) / 2 });
  }

  // Choosing

  function choose(ids) {
    selection = new Set(ids.filter(visible));
    drawSelection();
    if (which.node.value === "") drawList();
    else tickList();
  }

  function drawSelection() {
    nodes.forEach((node, at) => node.classList.toggle("pm-chosen", selection.has(points[at].id)));
    place();
    const n = selection.size;
    count.textContent = n === 0 ? words.none : `${n} ${n < 2 ? words.one : words.several}`;
    for (const node of [move, aside, asideDone, clear, toSelection]) node.disabled = n === 0;
  }

  function point(at) {
    pointed = at;
    place();
    const shown = points[at];
    if (!shown || !visible(shown.id)) {
      card.replaceChildren(make("h3", "", words.pointed), make("p", "pl-small", words.nothing));
      return;
    }
    card.replaceChildren(
      make("h3", "", words.pointed),
      make("p", "pm-words", shown.text),
      make("p", "pl-small", `${shown.where} · ${themeName(themeOf(shown.id))}`),
    );
  }

  // The mouse on the picture

  const inPicture = (event) => {
    const frame_ = svg.getBoundingClientRect();
    return [((event.clientX - frame_.left) * WIDTH) / frame_.width, ((event.clientY - frame_.top) * HEIGHT) / frame_.height];
  };
  const inWorld = ([x, y]) => [(x - view.x) / view.k, (y - view.y) / view.k];
  function nearest(event) {
    const [x, y] = inWorld(inPicture(event));
    const reach = ((NEAR * WIDTH) / svg.getBoundingClientRect().width / view.k) ** 2;
    let best = -1;
    let least = reach;
    points.forEach((at, place_) => {
      const far = (at.px - x) ** 2 + (at.py - y) ** 2;
      if (far < least && visible(at.id)) { best = place_; least = far; }
    });
    return best;
  }
  const inside = (x, y, outline) => {
    let odd = false;
    for (let i = 0, j = outline.length - 1; i < outline.length; j = i++) {
      const [xi, yi] = outline[i];
      const [xj, yj] = outline[j];
      if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) odd = !odd;
    }
    return odd;
  };
  let gesture = null; // { start, outline, view, moved }
  const outlineOf = () => {
    if (mode === "lasso") return gesture.outline;
    const [[x1, y1]] = gesture.outline;
    const [x2, y2] = gesture.outline.at(-1);
    return [[x1, y1], [x2, y1], [x2, y2], [x1, y2]];
  };
  svg.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    svg.setPointerCapture(event.pointerId);
    gesture = { start: [event.clientX, event.clientY], outline: [inPicture(event)], view: { ...view }, moved: false };
  });
  svg.addEventListener("pointermove", (event) => {
    if (!gesture) { const at = nearest(event); if (at !== pointed && at >= 0) point(at); return; }
    const [x, y] = gesture.start;
    if (Math.hypot(event.clientX - x, event.clientY - y) > STILL) gesture.moved = true;
    const here = inPicture(event);
    if (mode === "hand") {
      const [x0, y0] = gesture.outline[0];
      moveView({ ...gesture.view, x: gesture.view.x + here[0] - x0, y: gesture.view.y + here[1] - y0 });
      return;
    }
    gesture.outline.push(here);
    trace.setAttribute("d", `M${outlineOf().map((corner) => corner.join(" ")).join("L")}Z`);
  });
  const finish = (event) => {
    if (!gesture) return;
    const done = gesture;
    const adds = event.ctrlKey || event.metaKey || event.shiftKey;
    if (event.type === "pointerup" && (done.moved ? mode !== "hand" : true)) {
      if (done.moved) {
        const outline = outlineOf().map(inWorld);
        const caught = points.filter((at) => inside(at.px, at.py, outline)).map((at) => at.id);
        which.node.value = "";
        choose(adds ? [...selection, ...caught] : caught);
        drawList();
      } else {
        const at = nearest(event);
        if (at >= 0) toggle(points[at].id);
        else if (!adds && mode !== "hand") choose([]);
      }
    }
    gesture = null;
    trace.setAttribute("d", "");
  };
  svg.addEventListener("pointerup", finish);
  svg.addEventListener("pointercancel", finish);
  svg.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoomAt(event.deltaY < 0 ? 1.2 : 1 / 1.2, ...inPicture(event));
  }, { passive: false });
  const toggle = (id) => {
    const next = new Set(selection);
    if (!next.delete(id)) next.add(id);
    choose([...next]);
  };

  // The list: the same choice without the mouse

  function inList() {
    const wanted = which.node.value;
    const places = model.get("places");
    return points
      .filter((at, place_) => (wanted ? places[place_] === wanted : selection.has(at.id)))
      .map((at) => at.id);
  }

  function drawList() {
    const ids = inList();
    const kept = new Map([...list.children].map((line) => [line.dataset.id, line]));
    const at = document.activeElement?.closest?.(".pm-row")?.dataset.id;
    const place_ = at === undefined ? -1 : [...list.children].findIndex((line) => line.dataset.id === at);
    list.replaceChildren(...ids.slice(0, shownRows).map((id) => kept.get(id) ?? rowOf(id)));
    for (const line of list.children) {
      const shown = points[rank.get(line.dataset.id)];
      line.querySelector(".pl-small").textContent = `${shown.where} · ${themeName(themeOf(shown.id))}`;
    }
    list.hidden = ids.length === 0;
    empty.hidden = ids.length > 0 || which.node.value !== "";
    more.hidden = ids.length <= shownRows;
    all.hidden = ids.length === 0;
    tickList();
    if (place_ >= 0 && !list.contains(document.activeElement)) {
      const line = list.children[Math.min(place_, list.children.length - 1)];
      (line?.querySelector("input") ?? which.node).focus();
    }
  }

  function rowOf(id) {
    const shown = points[rank.get(id)];
    const line = make("li", "pm-row");
    line.dataset.id = id;
    const box = make("input");
    box.type = "checkbox";
    box.id = `${name}-idea-${id}`;
    box.addEventListener("change", () => toggle(id));
    box.addEventListener("focus", () => lookAt(id));
    line.addEventListener("pointerenter", () => point(rank.get(id)));
    const label = make("label");
    label.htmlFor = box.id;
    label.append(make("span", "pm-words", shown.text), make("span", "pl-small"));
    line.append(box, label);
    return line;
  }

  function lookAt(id) {
    const at = rank.get(id);
    point(at);
    const x = view.x + points[at].px * view.k;
    const y = view.y + points[at].py * view.k;
    if (x < 0 || y < 0 || x > WIDTH || y > HEIGHT) {
      moveView({ k: view.k, x: WIDTH / 2 - points[at].px * view.k, y: HEIGHT / 2 - points[at].py * view.k });
    }
  }

  function tickList() {
    for (const line of list.children) line.querySelector("input").checked = selection.has(line.dataset.id);
    const ids = inList();
    all.textContent = ids.length && ids.every((id) => selection.has(id)) ? words.tick_none : words.tick_all;
  }

  const sorted = () => [...themes()].sort((a, b) => (a.number === 0) - (b.number === 0) || a.label.localeCompare(b.label, "fr"));
  const option = (value, label) => {
    const node = make("option", "", label);
    node.value = value;
    return node;
  };
  function drawTargets() {
    const [to, from] = [target.node.value, which.node.value];
    const rows = sorted();
    target.node.replaceChildren(
      option("", words.choose), ...rows.map((theme) => option(theme.id, theme.label)), option(NEW, words.new),
    );
    which.node.replaceChildren(
      option("", words.list_selection), ...rows.map((theme) => option(theme.id, `${theme.label} (${theme.ideas})`)),
    );
    target.node.value = rows.some((theme) => theme.id === to) || to === NEW ? to : "";
    which.node.value = rows.some((theme) => theme.id === from) ? from : "";
  }
  which.node.addEventListener("change", () => { shownRows = PAGE; drawList(); });

  // What is asked of Python

  function ask(kind) {
    side = kind;
    const creates = side === "" && target.node.value === NEW;
    fresh.box.hidden = !creates;
    reason.box.hidden = asideDone.hidden = cancel.hidden = side !== "aside";
    target.box.hidden = move.hidden = aside.hidden = side === "aside";
    problem.textContent = "";
    if (side === "aside") reason.node.focus();
  }
  target.node.addEventListener("change", () => ask(""));
  function refuse(sentence, node) {
    problem.textContent = sentence;
    node.focus();
  }
  bar.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!selection.size) return;
    const ideas = [...selection];
    if (side === "aside") {
      if (!reason.node.value.trim()) refuse(words.missing_reason, reason.node);
      else send({ do: "aside", ideas, reason: reason.node.value });
    } else if (target.node.value === NEW) {
      if (!fresh.node.value.trim()) refuse(words.missing_name, fresh.node);
      else send({ do: "new", ideas, label: fresh.node.value });
    } else if (!target.node.value) refuse(words.missing, target.node);
    else send({ do: "move", ideas, theme: target.node.value });
  });
  const send = (message) => { problem.textContent = ""; model.send(message); };
  const heard = (answer) => {
    if (!answer.done || !["move", "new", "aside"].includes(answer.did)) return;
    const inBar = bar.contains(document.activeElement);
    fresh.node.value = reason.node.value = target.node.value = "";
    ask("");
    choose([]);
    if (inBar) target.node.focus();
  };

  root.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") {
      if (gesture) { gesture = null; trace.setAttribute("d", ""); }
      else if (side) { ask(""); aside.focus(); }
      return;
    }
    if (!event.ctrlKey || event.altKey || event.target.matches("input[type=text]")) return;
    const letter = event.key.toLowerCase();
    const turnBack = letter === "y" || (letter === "z" && event.shiftKey) ? "redo" : letter === "z" ? "undo" : "";
    if (turnBack) { event.preventDefault(); send({ do: turnBack }); }
  });

  model.on("change:points", drawPoints);
  model.on("change:places", drawThemes);
  model.on("change:themes", drawThemes);
  model.on("msg:custom", heard);
  drawPoints();
  ask("");
  point(-1);
  return () => {
    model.off("change:points", drawPoints);
    model.off("change:places", drawThemes);
    model.off("change:themes", drawThemes);
    model.off("msg:custom", heard);
  };
}
export default { render };
