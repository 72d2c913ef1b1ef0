// One doubtful passage at a time, in its sentence. Python keeps the truth; the page keeps what is open,
// what is selected and where the keyboard is.
// JavaScript counts UTF-16 halves, Python counts characters.
const characters = (text, end) => [...text.slice(0, end)].length;
let views = 0;

function render({ model, el }) {
  const words = model.get("words");
  const name = `pp${++views}`;
  let state = model.get("state");
  let form = null; // { message, from }: words to write in the place of a passage
  let found = [];
  let follow = ""; // where the keyboard goes once Python answered

  const root = make("div", "pp");
  root.dataset.lmSuppressShortcuts = "true"; // JupyterLab would take digits for its own
  const progress = make("p", "pp-progress");
  const columns = make("div", "pp-columns");
  const left = make("div", "pp-left");
  const right = make("div", "pp-right");
  const card = make("section", "pp-card");
  card.tabIndex = 0;
  card.dataset.plStart = ""; // the keyboard comes here when the panel is asked for
  card.setAttribute("role", "group");
  card.setAttribute("aria-labelledby", `${name}-title`);
  card.setAttribute("aria-describedby", `${name}-text ${name}-now`);
  const end = make("p", "pp-end");
  end.tabIndex = -1;
  const actions = make("div", "pp-actions");
  const place = make("div", "pp-form");
  const placeSelected = make("div", "pp-form");
  const keys = make("p", "pl-small", words.keys);
  const spoken = make("div", "pl-hidden");
  spoken.setAttribute("role", "status");
  left.append(card);
  right.append(place, actions);
  columns.append(left, right);
  const select = make("section", "pp-select");
  const decided = make("section", "pp-decided");
  root.append(progress, end, columns, keys, select, decided, spoken);
  el.append(root);

  const button = (label, key, act, className = "") => {
    const node = make("button", `pl-button pp-button ${className}`.trim());
    node.type = "button";
    if (key) {
      const cap = make("kbd", "", key);
      cap.setAttribute("aria-hidden", "true");
      node.append(cap);
      if (/^\d$/.test(key)) node.setAttribute("aria-keyshortcuts", key);
    }
    node.append(make("span", "", label));
    node.addEventListener("click", act);
    return node;
  };
  const field = (node, label, id) => {
    node.id = `${name}-${id}`;
    const said = make("label", "pl-label", label);
    said.htmlFor = node.id;
    return said;
  };

  // The passage in sight

  const keep = button(words.keep, "1", () => decide({ do: "keep" }));
  const mask = button(words.mask, "2", () => decide({ do: "mask" }));
  const general = button(words.general, "3", () => open({ ...passage(), do: "general" }, state.current.general));
  const back = button(words.back, "←", () => ask({ do: "back" }, "card"));
  const skip = button(words.skip, "→", () => ask({ do: "skip" }, "card"));
  const everywhere = make("input");
  everywhere.type = "checkbox";
  everywhere.checked = true;
  everywhere.id = `${name}-everywhere`;
  const everywhereLabel = make("label", "pp-check");
  everywhereLabel.htmlFor = everywhere.id;
  const n_alike = make("span", "pl-small");
  everywhereLabel.append(everywhere, make("span", "", words.everywhere), n_alike);
  const travel = make("div", "pp-travel");
  travel.append(back, skip);
  const reason = make("input");
  reason.type = "text";
  reason.autocomplete = "off";
  const reasonLabel = field(reason, words.reason, "reason");
  const asked = make("div", "pp-reason");
  asked.append(reasonLabel, reason);
  actions.append(keep, mask, general, everywhereLabel, asked, travel);

  const passage = () => {
    const { contribution, start, end: last, kind } = state.current;
    return { contribution, start, end: last, kind };
  };

  function decide(message) {
    if (!state.current || state.read_only) return;
    ask({ ...passage(), ...message, everywhere: everywhere.checked, reason: reason.value }, "card");
  }

  function ask(message, goes = "") {
    follow = goes;
    model.send(message);
  }

  // Words to write in the place of a passage

  function open(message, proposed = "") {
    if (state.read_only) return;
    close(false);
    form = { message, from: document.activeElement };
    const node = make("form", "pp-frame");
    node.noValidate = true;
    const input = make("input");
    input.type = "text";
    input.autocomplete = "off";
    input.value = proposed;
    const label = field(input, words.general_field, "general");
    const go = make("button", "pl-button", words.general_done);
    go.type = "submit";
    const cancel = make("button", "pl-button", words.cancel);
    cancel.type = "button";
    cancel.addEventListener("click", () => close());
    const row = make("div", "pp-row");
    row.append(go, cancel);
    node.append(label, input, row);
    node.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!input.value.trim()) { input.focus(); return; }
      const asked = { ...form.message, words: input.value, everywhere: everywhere.checked, reason: reason.value };
      const goes = form.message.selected ? "text" : "card";
      close(false);
      ask(asked, goes);
    });
    (message.selected ? placeSelected : place).replaceChildren(node);
    actions.hidden = !message.selected;
    input.focus();
    input.select();
  }

  function close(restores = true) {
    const from = form?.from;
    form = null;
    place.replaceChildren();
    placeSelected.replaceChildren();
    actions.hidden = false;
    if (restores) (from?.isConnected ? from : card).focus();
  }

  // A passage she selects herself

  const heading = make("h3", "", words.select_title);
  const finder = make("form", "pp-find");
  finder.noValidate = true;
  const wanted = make("input");
  wanted.type = "text";
  wanted.autocomplete = "off";
  const search = make("button", "pl-button", words.find);
  search.type = "submit";
  const asking = make("div", "pp-asking");
  asking.append(field(wanted, words.find_field, "wanted"), wanted);
  finder.append(asking, search);
  finder.addEventListener("submit", (event) => {
    event.preventDefault();
    model.send({ do: "find", wanted: wanted.value });
  });
  const message = make("p", "pp-message");
  message.setAttribute("role", "status");
  const choice = make("select");
  const choiceLabel = field(choice, words.found, "found");
  const text = make("textarea", "pp-textarea");
  text.readOnly = true;
  text.rows = 4;
  text.spellcheck = false;
  const textLabel = field(text, words.text, "selection");
  const kind = make("select");
  for (const one of model.get("kinds")) kind.append(new Option(one.label, one.id));
  const kindLabel = field(kind, words.kind, "kind");
  const maskSelection = button(words.mask_selection, "", () => selected("mask"));
  const generalSelection = button(words.general_selection, "", () => selected("general"));
  const selecting = make("div", "pp-selecting");
  const row = make("div", "pp-row");
  const kinds = make("div", "pp-kind");
  kinds.append(kindLabel, kind);
  row.append(kinds, maskSelection, generalSelection);
  selecting.append(choiceLabel, choice, textLabel, text, row, placeSelected);
  selecting.hidden = true;
  select.append(heading, make("p", "pl-note", words.select_help), finder, message, selecting);
  choice.addEventListener("change", showFound);

  function showFound() {
    text.value = found.find((one) => one.id === choice.value)?.text ?? "";
  }

  function selected(what) {
    const asked = {
      do: what,
      selected: true,
      contribution: choice.value,
      start: characters(text.value, text.selectionStart),
      end: characters(text.value, text.selectionEnd),
      kind: kind.value,
    };
    if (what === "general" && asked.start < asked.end) open(asked);
    else ask({ ...asked, do: what, everywhere: true }, "text");
  }

  function tell({ rows, message: said }) {
    const before = choice.value;
    found = rows;
    choice.replaceChildren(...rows.map((one) => new Option(`${one.place} : ${one.text.slice(0, 80)}`, one.id)));
    if (rows.some((one) => one.id === before)) choice.value = before;
    selecting.hidden = !rows.length;
    message.textContent = said;
    showFound();
    if (rows.length && follow !== "text") text.focus();
    if (follow === "text") { text.focus(); follow = ""; }
  }

  // Showing

  function draw() {
    const current = state.current;
    progress.textContent = state.progress ?? "";
    end.textContent = state.end ?? "";
    end.hidden = Boolean(current);
    columns.hidden = keys.hidden = !current;
    if (current) {
      const top = make("div", "pp-top");
      const title = make("h3", "", words.title);
      title.id = `${name}-title`;
      top.append(title, make("span", "pp-where", current.place));
      const said = make("p", "pp-text");
      said.id = `${name}-text`;
      said.append(
        make("span", "pp-around", current.before), make("mark", "pp-words", current.words),
        make("span", "pp-around", current.after),
      );
      const now = make("p", "pp-now", current.now);
      now.id = `${name}-now`;
      card.replaceChildren(top, said, now);
      n_alike.textContent = current.alike;
    }
    for (const node of [keep, mask, general, maskSelection, generalSelection]) node.disabled = Boolean(state.read_only);
    drawDecided();
  }

  function drawDecided() {
    decided.replaceChildren();
    decided.hidden = !state.decided.length;
    if (decided.hidden) return;
    const list = make("ul", "pp-list");
    for (const one of state.decided) {
      const line = make("li");
      const said = make("div", "pp-line");
      const what = make("p");
      what.append(make("mark", "pp-words", one.words), ` ${one.what}`);
      if (one.shown) what.append(" : ", make("span", "pp-shown", one.shown));
      said.append(what, make("p", "pl-small", one.where));
      const undo = make("button", "pp-link", words.undo_one);
      undo.type = "button";
      undo.setAttribute("aria-label", `${words.undo_one} : ${one.words} ${one.what}`);
      undo.addEventListener("click", () => ask({ do: "undo_one", decision: one.decision }, "card"));
      line.append(said);
      if (!state.read_only) line.append(undo);
      list.append(line);
    }
    decided.append(make("h3", "", words.decided_title), list);
    if (state.left) decided.append(make("p", "pl-small", state.left));
  }

  function answered() {
    state = model.get("state");
    draw();
  }

  function called(content) {
    if (content.do === "found") { tell(content); return; }
    if (content.do !== "done") return;
    reason.value = "";
    if (follow === "card") {
      follow = "";
      if (state.current) {
        card.focus({ preventScroll: true });
        spoken.textContent = `${state.current.before}${state.current.words}${state.current.after}`.slice(-300);
      } else end.focus();
    } else if (follow === "text" && !selecting.hidden) {
      model.send({ do: "find", wanted: choice.value.replace(/^c0*/, "") }); // its text as it is shown now
    }
  }

  // Digits are read from the place of the key: a French keyboard gives « & » for 1.
  function pressed(event) {
    event.stopPropagation();
    if (event.key === "Escape" && form) { event.preventDefault(); close(); return; }
    const typing = event.target.matches("input[type=text], textarea, select");
    if (event.altKey || event.metaKey || typing || form) return;
    const letter = event.key.toLowerCase();
    if (event.ctrlKey) {
      const turn = letter === "y" || (letter === "z" && event.shiftKey) ? "redo" : letter === "z" ? "undo" : "";
      if (turn) { event.preventDefault(); if (!event.repeat) ask({ do: turn }, "card"); }
      return;
    }
    if (!state.current || event.repeat) return;
    const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1] ?? event.key;
    const act = {
      1: () => keep.click(), 2: () => mask.click(), 3: () => general.click(),
      ArrowLeft: () => back.click(), ArrowRight: () => skip.click(),
    }[digit];
    if (!act) return;
    event.preventDefault();
    act();
  }
  root.addEventListener("keydown", pressed);
  model.on("change:state", answered);
  model.on("msg:custom", called);
  draw();
  return () => {
    model.off("change:state", answered);
    model.off("msg:custom", called);
  };
}
export default { render };
