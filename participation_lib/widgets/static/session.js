// A session being composed. Python holds the steps and does what is asked; here are only what is open, what is
// being typed, and where the focus goes. Words are set as text, never as markup.
function labelled(text, control, className = "ps-part") {
  const field = makeField(text, control);
  field.className = className;
  return field;
}

// A button whose text alone does not say what it acts on.
function namedButton(className, text, act, label) {
  const button = makeButton(className, text, act);
  button.setAttribute("aria-label", label);
  return button;
}

function area(value, rows) {
  const control = make("textarea");
  control.rows = rows;
  control.maxLength = 4000;
  control.value = value ?? "";
  return control;
}

function select(options, value) {
  const control = make("select");
  for (const [key, text] of options) {
    const option = make("option", "", text);
    option.value = key;
    control.append(option);
  }
  control.value = value;
  return control;
}

function render({ model, el }) {
  const words = model.get("words");
  el.classList.add("pl-session");
  const { ask, heard } = askingOf(model);
  const typed = new Map(); // what is being typed, by key: it outlives a new state
  let opened = ""; // the step whose details are open
  let focusKey = "";
  let dragged = "";

  const facts = make("div", "ps-facts");
  const summary = make("p", "ps-summary");
  const remarks = make("ul", "ps-remarks");
  const list = make("ol", "ps-steps");
  const adding = make("div", "ps-adding");
  const tools = make("div", "ps-tools");
  el.append(facts, tools, summary, remarks, list, adding);

  // A field that saves itself when it is left; what is refused stays as it was typed.
  function field(key, control, value, send) {
    control.value = typed.get(key) ?? value;
    control.dataset.focus = key;
    control.addEventListener("input", () => typed.set(key, control.value));
    control.addEventListener("change", async () => {
      const sent = control.value;
      if (await send(sent) && typed.get(key) === sent) typed.delete(key);
      control.toggleAttribute("aria-invalid", typed.has(key));
    });
    if (control.tagName === "INPUT") {
      control.addEventListener("keydown", (event) => {
        if (event.key === "Escape") { typed.delete(key); control.value = value; }
      });
    }
    return control;
  }

  function move(step, to) {
    focusKey = `move/${step.id}`;
    ask({ op: "move", id: step.id, to });
  }

  function drawStep(step, rank, steps, readOnly) {
    const item = make("li", `ps-step ps-kind-${step.kind_key}`);
    item.dataset.step = step.id;
    const row = make("div", "ps-row");
    const hours = make("span", "ps-hours", `${step.starts} – ${step.ends}`);
    if (!readOnly) {
      const grip = namedButton("ps-grip", "⠿", () => {}, `${words.move} : ${step.title}`);
      grip.dataset.focus = `move/${step.id}`;
      grip.title = words.move_how;
      grip.draggable = true;
      grip.addEventListener("dragstart", (event) => {
        dragged = step.id;
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", step.id);
        item.classList.add("ps-dragged");
      });
      grip.addEventListener("dragend", () => { dragged = ""; item.classList.remove("ps-dragged"); });
      grip.addEventListener("keydown", (event) => {
        if (event.key === "ArrowUp" && rank > 0) { event.preventDefault(); move(step, rank - 1); }
        if (event.key === "ArrowDown" && rank < steps.length - 1) { event.preventDefault(); move(step, rank + 1); }
      });
      row.append(grip);
    }
    const save = (name) => (value) => ask({ op: "change", id: step.id, values: { [name]: value } });
    const title = field(`title/${step.id}`, makeInput(500), step.title, save("title"));
    title.setAttribute("aria-label", `${words.title}, ${words.step} ${rank + 1}`);
    title.className = "ps-title";
    const minutes = field(`minutes/${step.id}`, makeInput(12), step.minutes, save("minutes"));
    minutes.setAttribute("aria-label", `${words.minutes}, ${step.title}`);
    minutes.className = "ps-minutes";
    const kind = field(`kind/${step.id}`, select(words.kinds, step.kind), step.kind, save("kind"));
    kind.setAttribute("aria-label", `${words.kind}, ${step.title}`);
    for (const control of [title, minutes, kind]) control.disabled = readOnly;
    row.append(hours, title, minutes, make("span", "ps-unit", "min"), kind);
    const toggle = namedButton("pl-link", opened === step.id ? words.less : words.more, () => {
      opened = opened === step.id ? "" : step.id;
      focusKey = `more/${step.id}`;
      draw();
    }, `${opened === step.id ? words.less : words.more} : ${step.title}`);
    toggle.dataset.focus = `more/${step.id}`;
    toggle.setAttribute("aria-expanded", String(opened === step.id));
    row.append(toggle);
    if (!readOnly) {
      const remove = namedButton("pl-link", words.remove, () => {
        const next = steps[rank + 1] ?? steps[rank - 1];
        focusKey = next ? `move/${next.id}` : "add/title";
        ask({ op: "remove", id: step.id });
      }, `${words.remove} : ${step.title}`);
      remove.dataset.focus = `remove/${step.id}`;
      row.append(remove);
    }
    item.append(row);
    for (const sentence of step.remarks) item.append(make("p", "ps-remark", sentence));
    if (opened === step.id) {
      const box = make("div", "ps-details");
      for (const [name, control, label] of [
        ["question", makeInput(500), words.question],
        ["facilitators", makeInput(500), words.facilitators],
        ["material", makeInput(500), words.material],
        ["instructions", area("", 4), words.instructions],
      ]) {
        const made = field(`${name}/${step.id}`, control, step[name], save(name));
        made.disabled = readOnly;
        box.append(labelled(label, made));
      }
      item.append(box);
    }
    item.addEventListener("dragover", (event) => {
      if (!dragged || dragged === step.id) return;
      event.preventDefault();
      item.classList.add("ps-over");
    });
    item.addEventListener("dragleave", () => item.classList.remove("ps-over"));
    item.addEventListener("drop", (event) => {
      item.classList.remove("ps-over");
      if (!dragged || dragged === step.id) return;
      event.preventDefault();
      const name = dragged;
      dragged = "";
      focusKey = `move/${name}`;
      ask({ op: "move", id: name, to: rank });
    });
    return item;
  }

  function drawFacts(state) {
    facts.replaceChildren(...state.facts.map((fact) => {
      const control = field(`fact/${fact.name}`, makeInput(500), fact.value, (value) => ask({ op: "fact", name: fact.name, value }));
      control.disabled = state.read_only;
      control.placeholder = fact.hint;
      return labelled(fact.label, control, `ps-part ps-fact-${fact.name}`);
    }));
  }

  function drawAdding(state) {
    if (state.read_only) { adding.replaceChildren(); return; }
    const form = make("form", "ps-add");
    form.append(make("h3", "", words.add_heading));
    const keep = (key, control) => {
      control.value = typed.get(key) ?? control.value;
      control.dataset.focus = key;
      control.addEventListener("input", () => typed.set(key, control.value));
      return control;
    };
    const title = keep("add/title", makeInput(500));
    const minutes = keep("add/minutes", makeInput(12));
    const kind = keep("add/kind", select(words.kinds, "activité"));
    const submit = make("button", "pl-button ps-strong", words.add);
    submit.type = "submit";
    const row = make("div", "ps-add-row");
    row.append(labelled(words.title, title), labelled(words.minutes, minutes, "ps-part ps-short"), labelled(words.kind, kind), submit);
    form.append(row);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const values = { title: title.value, minutes: minutes.value, kind: kind.value };
      if (await ask({ op: "add", values })) {
        for (const key of ["add/title", "add/minutes", "add/kind"]) typed.delete(key);
        focusKey = "add/title";
        draw();
      }
    });
    const parts = [form];
    if (state.methods.length) {
      const box = make("div", "ps-add-row");
      const method = keep("add/method", select(state.methods, state.methods[0][0]));
      box.append(labelled(words.method, method), makeButton("pl-button", words.add_method, () => ask({ op: "method", method: method.value })));
      parts.push(box);
    }
    adding.replaceChildren(...parts);
  }

  function draw() {
    const state = model.get("state");
    if (!state.steps) return;
    const active = document.activeElement;
    const inside = el.contains(active);
    const kept = focusKey || (inside ? active.dataset.focus || "" : "");
    const caret = inside && !focusKey && active.tagName !== "SELECT" && "selectionStart" in active ? active.selectionStart : null;
    focusKey = "";
    drawFacts(state);
    const undo = makeButton("pl-button", words.undo, () => ask({ op: "undo" }));
    const redo = makeButton("pl-button", words.redo, () => ask({ op: "redo" }));
    undo.dataset.focus = "undo";
    redo.dataset.focus = "redo";
    undo.disabled = !state.can_undo;
    redo.disabled = !state.can_redo;
    tools.replaceChildren(...(state.read_only ? [] : [undo, redo]));
    summary.textContent = state.summary;
    remarks.replaceChildren(...state.remarks.map((sentence) => make("li", "ps-remark", sentence)));
    remarks.hidden = !state.remarks.length;
    list.replaceChildren(...state.steps.map((step, rank) => drawStep(step, rank, state.steps, state.read_only)));
    drawAdding(state);
    if (kept) {
      const target = [...el.querySelectorAll("[data-focus]")].find((node) => node.dataset.focus === kept && !node.disabled)
        ?? el.querySelector('[data-focus="add/title"]');
      target?.focus({ preventScroll: caret !== null });
      if (target && caret !== null && target.setSelectionRange) target.setSelectionRange(caret, caret);
    }
  }

  model.on("msg:custom", heard);
  model.on("change:state", draw);
  draw();
  return () => {
    model.off("msg:custom", heard);
    model.off("change:state", draw);
  };
}

export default { render };
