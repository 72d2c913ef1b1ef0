// Post-its typed one a line, with the keyboard alone. A line shown in the list is on the disk; one that is not yet
// says that it waits. Words are set as text, never as markup.
function render({ model, el }) {
  const words = model.get("words");
  el.classList.add("pl-typing");
  const waiting = new Map();
  const unsaved = []; // { note, problem }: typed, not on the disk yet
  let editing = 0; // number of the line being corrected
  let drawn = "";

  const ask = (content) => new Promise((resolve) => {
    const ticket = Math.random().toString(36).slice(2);
    waiting.set(ticket, resolve);
    model.send({ ...content, ticket });
  });
  const heard = (answer) => {
    waiting.get(answer.ticket)?.(answer);
    waiting.delete(answer.ticket);
  };

  const fields = {};
  const where = make("div", "pl-typing-where");
  for (const name of ["table", "sequence", "photo"]) {
    fields[name] = makeInput(120, model.get("state")[name] ?? "");
    where.append(makeField(words[name], fields[name]));
  }
  const counts = make("p", "pl-typing-counts");
  where.append(counts);
  fields.text = makeInput(4000);
  fields.text.classList.add("pl-typing-text");
  const textField = makeField(words.text, fields.text);
  fields.table.setAttribute("aria-keyshortcuts", "Alt+T");
  fields.sequence.setAttribute("aria-keyshortcuts", "Alt+S");

  const help = make("p", "pl-small pl-typing-help");
  for (const [key, told] of model.get("shortcuts")) help.append(make("kbd", "", key), ` ${told}   `);

  const personal = make("div", "pl-typing-personal pl-warning");
  const found = make("p");
  const maskButton = makeButton("pl-button", words.mask, () => maskText());
  personal.append(found, maskButton);
  personal.hidden = true;
  const said = make("div", "pl-hidden"); // read aloud: what was saved, what was seen
  said.setAttribute("role", "status");
  const alert = make("div");
  alert.setAttribute("role", "alert");
  const live = make("div", "pl-live");
  live.append(alert);
  const list = make("div", "pl-typing-list");
  list.tabIndex = 0;
  list.setAttribute("role", "region");
  list.setAttribute("aria-label", words.list);
  const lines = make("ol");
  list.append(lines);
  el.append(where, textField, help, personal, live, said, list);

  // Personal data while typing. An answer to words that changed since is not shown.
  let timer = 0;
  async function watch() {
    const text = fields.text.value;
    const { passages = [] } = text.trim() ? await ask({ op: "watch", text }) : {};
    if (fields.text.value !== text) return;
    personal.hidden = passages.length === 0;
    write(found, passages.length ? `${words.personal} ${passages.map((one) => `« ${one} »`).join(", ")}` : "");
    if (passages.length) write(said, found.textContent);
  }
  fields.text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(watch, 250);
  });
  async function maskText() {
    const text = fields.text.value;
    const answer = await ask({ op: "mask_text", text });
    if (!answer.done || fields.text.value !== text) return;
    fields.text.value = answer.text;
    personal.hidden = true;
    fields.text.focus();
  }

  async function save(note) {
    const line = { note, problem: "" };
    unsaved.push(line);
    show();
    const late = setTimeout(() => { alert.textContent = words.late; }, 15000);
    const answer = await ask({ op: "add", note });
    clearTimeout(late);
    if (answer.done) {
      unsaved.splice(unsaved.indexOf(line), 1);
      alert.textContent = "";
      write(said, answer.said);
    } else {
      line.problem = answer.problem;
      alert.textContent = answer.problem;
    }
    show();
  }
  function enter() {
    const note = Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.value]));
    if (!note.text.trim()) return;
    fields.text.value = "";
    clearTimeout(timer);
    personal.hidden = true;
    save(note);
  }
  async function act(content) {
    const answer = await ask(content);
    alert.textContent = answer.done ? "" : answer.problem;
    if (answer.done) {
      editing = 0;
      write(said, answer.said);
    }
    show();
    return answer.done;
  }
  const back = (done) => { if (done) fields.text.focus(); };

  for (const name of ["table", "sequence", "photo"]) {
    fields[name].addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.isComposing) {
        event.preventDefault();
        fields.text.focus();
      }
    });
    fields[name].addEventListener("input", () => tellCounts());
  }
  fields.text.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter") {
      event.preventDefault();
      enter();
    } else if (event.key === "ArrowUp" && !fields.text.value) {
      const last = model.get("state").notes.at(-1);
      if (last) {
        event.preventDefault();
        edit(last.number);
      }
    } else if (event.key === "z" && event.ctrlKey && !fields.text.value) {
      event.preventDefault();
      act({ op: "undo" }).then(back);
    }
  });
  el.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey) return;
    const key = event.key.toLowerCase();
    const field = { t: fields.table, s: fields.sequence }[key];
    if (field) {
      event.preventDefault();
      field.focus();
      field.select();
    } else if (key === "m" && !personal.hidden) {
      event.preventDefault();
      maskText();
    }
  });

  function edit(number) {
    editing = number;
    show();
    lines.querySelector("form input[data-part='text']")?.focus();
  }
  const plain = ({ text, table, sequence, photo }) => ({ text, table, sequence, photo });

  function editLine(line) {
    const form = make("form", "pl-typing-edit");
    const inputs = {};
    for (const name of ["table", "sequence", "text", "photo"]) {
      inputs[name] = makeInput(name === "text" ? 4000 : 120, line[name]);
      inputs[name].dataset.part = name;
      form.append(makeField(words[`short_${name}`], inputs[name]));
    }
    const submit = make("button", "pl-button", words.save);
    submit.type = "submit";
    const close = () => {
      editing = 0;
      show();
      fields.text.focus();
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const corrected = Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, input.value]));
      act({ op: "correct", number: line.number, shown: plain(line), corrected }).then(back);
    });
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      close();
    });
    form.append(submit, makeButton("pl-button", words.give_up, close));
    return form;
  }

  function place(note) {
    const parts = [];
    if (note.table) parts.push(`${words.short_table} ${note.table}`);
    if (note.sequence) parts.push(note.sequence);
    if (note.photo) parts.push(note.photo);
    return parts.join(" · ");
  }

  function lineOf(line) {
    const item = make("li", "pl-typing-line");
    item.dataset.number = line.number;
    item.append(make("span", "pl-typing-number", String(line.number)));
    if (editing === line.number) {
      item.append(editLine(line));
      return item;
    }
    const text = make("div", "pl-typing-words", line.text);
    if (line.same) text.append(make("span", "pl-typing-flag", filled(words.same, { number: line.same })));
    const acts = make("div", "pl-typing-acts");
    const button = (name, content) => {
      const made = makeButton("pl-link", words[name], content);
      made.setAttribute("aria-label", `${words[name]}, ${words.line} ${line.number}`);
      acts.append(made);
    };
    if (line.personal.length) {
      text.append(make("span", "pl-typing-flag", `${words.personal} ${line.personal.map((one) => `« ${one} »`).join(", ")}`));
      button("mask", () => act({ op: "mask", number: line.number, shown: plain(line) }).then(back));
    }
    button("correct", () => edit(line.number));
    button("remove", () => act({ op: "correct", number: line.number, shown: plain(line), corrected: null }).then(back));
    item.append(make("span", "pl-typing-place", place(line)), text, acts);
    return item;
  }

  function waitingLine({ note, problem }, rank) {
    const item = make("li", "pl-typing-line pl-typing-waits");
    const text = make("div", "pl-typing-words", note.text);
    text.append(make("span", "pl-typing-flag", problem || words.waits));
    item.append(make("span", "pl-typing-number", "…"), make("span", "pl-typing-place", place(note)), text);
    if (problem) {
      item.append(makeButton("pl-link", words.again, () => {
        unsaved.splice(rank, 1);
        save(note);
      }));
    }
    return item;
  }

  function tellCounts() {
    const { notes } = model.get("state");
    const table = fold(fields.table.value.trim());
    const here = notes.filter((line) => fold(line.table) === table).length;
    write(counts, filled(words.counts, { total: notes.length, here }));
  }

  function show() {
    const { notes } = model.get("state");
    tellCounts();
    const now = JSON.stringify([notes, unsaved, editing]);
    if (now === drawn) return;
    drawn = now;
    lines.replaceChildren(
      ...unsaved.map(waitingLine).reverse(),
      ...notes.map(lineOf).reverse(), // the last one typed is under the field
    );
    list.hidden = !notes.length && !unsaved.length;
  }
  const holds = (event) => {
    if (unsaved.length || fields.text.value.trim()) event.preventDefault();
  };
  show();
  model.on("change:state", show);
  model.on("msg:custom", heard);
  window.addEventListener("beforeunload", holds);
  // Once it is seen: nothing takes the keyboard before.
  const seen = new ResizeObserver(() => {
    if (!el.offsetHeight) return;
    seen.disconnect();
    (fields.table.value ? fields.text : fields.table).focus();
  });
  seen.observe(el);
  return () => {
    seen.disconnect();
    model.off("change:state", show);
    model.off("msg:custom", heard);
    window.removeEventListener("beforeunload", holds);
  };
}
export default { render };
