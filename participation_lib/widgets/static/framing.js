// The framing of a démarche as it is filled in. Python holds the answers, says what does not go together and
// counts the calendar; here are only what is being typed, what is open, and where the focus goes. A field is saved
// when it is left or chosen. Words are set as text, never as markup.
const newId = () => `pl-${Math.random().toString(36).slice(2)}`;

function render({ model, el }) {
  const words = model.get("words");
  el.classList.add("pl-framing");
  const waiting = new Map();
  const fields = new Map(); // by question: how to read it, show it, and what is said under it
  const typed = new Map(); // what was refused or is not sent yet: a new state does not erase it
  const explaining = new Map(); // warnings being taken on, with the reason typed so far
  const placed = new Map(); // by warning: the question under which it is read, the last answered of its own

  let lastAnswered = "";

  const ask = (content) => new Promise((resolve) => {
    const ticket = newId();
    waiting.set(ticket, resolve);
    model.send({ ...content, ticket });
  });
  const heard = (answer) => {
    waiting.get(answer.ticket)?.(answer);
    waiting.delete(answer.ticket);
  };

  async function save(name, value, problem, control) {
    typed.set(name, value);
    lastAnswered = name;
    const answer = await ask({ op: "answer", name, value });
    // What was typed meanwhile is another answer.
    if (answer.done && typed.get(name) === value) typed.delete(name);
    problem.textContent = answer.done ? "" : answer.problem;
    if (answer.done) control.removeAttribute("aria-invalid");
    else control.setAttribute("aria-invalid", "true");
    if (answer.done) show();
  }

  // Top: where it stands, what to go to.
  const top = make("div", "pl-framing-top");
  const light = make("p", "pl-framing-light");
  const missing = make("p", "pl-small");
  const undo = makeButton("pl-button", words.undo, () => ask({ op: "undo" }));
  top.append(light, missing, undo);
  const nav = make("nav", "pl-framing-nav");
  nav.setAttribute("aria-label", words.blocks);
  el.append(top, nav);

  function textControl(question) {
    const long = ["paragraphe", "lignes", "periodes"].includes(question.form);
    const control = make(long ? "textarea" : "input");
    if (long) control.rows = question.form === "paragraphe" ? 2 : 3;
    else control.type = question.form === "date" ? "date" : "text";
    if (question.form === "nombre") control.inputMode = "numeric";
    if (question.form === "date") { control.min = "1990-01-01"; control.max = "2199-12-31"; }
    control.maxLength = 4000;
    control.autocomplete = "off";
    return control;
  }

  // A day being typed is a day at each digit of its year: only one that may be kept counts, or what is left there.
  function onceChosen(control, act) {
    control.addEventListener("change", () => {
      if (control.type !== "date" || (control.value && control.validity.valid)) act();
    });
    if (control.type === "date") control.addEventListener("blur", act);
  }

  function lineField(question) {
    const box = make("div", "pl-part");
    const control = question.form === "choix" ? make("select") : textControl(question);
    control.id = newId();
    const label = make("label", "pl-label", question.label);
    label.htmlFor = control.id;
    if (question.essential) label.append(make("span", "pl-framing-mark", ` (${words.essential})`));
    const hint = make("p", "pl-small", question.hint);
    const problem = make("p", "pl-framing-problem");
    hint.id = newId();
    problem.id = newId();
    const definition = make("p", "pl-small");
    control.setAttribute("aria-describedby", `${hint.id} ${problem.id}`);
    box.append(label, hint, control, problem, definition);
    hint.hidden = !question.hint;
    if (question.form === "choix") {
      const none = make("option", "", words.choose);
      none.value = "";
      control.append(none, ...question.options.map(([name, text]) => {
        const option = make("option", "", text);
        option.value = name;
        return option;
      }));
    }
    let sent = "";
    control.addEventListener("input", () => typed.set(question.id, control.value));
    onceChosen(control, () => {
      if (control.value === sent) { typed.delete(question.id); return; }
      sent = control.value;
      save(question.id, control.value, problem, control);
    });
    const display = (value, day) => {
      definition.textContent = question.definitions[value] || day || "";
      definition.hidden = !definition.textContent;
      if (typed.has(question.id) || document.activeElement === control) return;
      const shown = question.form === "periodes" ? value.split("\n").map(toldPeriod).join("\n") : value;
      sent = shown;
      control.value = shown;
    };
    return { box, display, lock: (locked) => { control.disabled = locked; } };
  }

  const french = (day) => day.split("-").reverse().join("/");
  const toldPeriod = (line) => {
    const [first, last] = line.split("/");
    if (!last) return line;
    return first === last ? french(first) : `du ${french(first)} au ${french(last)}`;
  };

  function ticksField(question) {
    const box = make("fieldset", "pl-framing-ticks");
    const legend = make("legend", "pl-label", question.label);
    if (question.essential) legend.append(make("span", "pl-framing-mark", ` (${words.essential})`));
    const problem = make("p", "pl-framing-problem");
    const grid = make("div", "pl-framing-grid");
    const ticks = question.options.map(([name, text]) => {
      const line = make("label", "pl-framing-tick");
      const tick = make("input");
      tick.type = "checkbox";
      tick.value = name;
      line.append(tick, make("span", "", text));
      grid.append(line);
      tick.addEventListener("change", () => {
        const value = ticks.filter((one) => one.checked).map((one) => one.value).join(",");
        save(question.id, value, problem, tick);
      });
      return tick;
    });
    box.append(legend);
    if (question.hint) box.append(make("p", "pl-small", question.hint));
    box.append(grid, problem);
    const display = (value) => {
      if (typed.has(question.id)) return;
      const chosen = new Set(value.split(","));
      for (const tick of ticks) tick.checked = chosen.has(tick.value);
    };
    return { box, display, lock: (locked) => { for (const tick of ticks) tick.disabled = locked; } };
  }

  const counts = new Map();
  for (const [rank, block] of model.get("form").entries()) {
    const section = make("details", "pl-framing-block");
    section.open = rank < 2;
    const heading = make("summary");
    const title = make("h3", "", block.heading);
    const count = make("span", "pl-small");
    heading.append(title, count);
    counts.set(block.id, count);
    section.append(heading);
    const body = make("div", "pl-framing-fields");
    for (const question of block.questions) {
      const field = question.form === "plusieurs" ? ticksField(question) : lineField(question);
      field.notes = make("div", "pl-framing-notes");
      field.box.append(field.notes);
      field.box.dataset.question = question.id;
      if (["paragraphe", "lignes", "plusieurs", "periodes"].includes(question.form)) field.box.classList.add("pl-wide");
      fields.set(question.id, field);
      body.append(field.box);
    }
    section.append(body);
    nav.append(makeButton("pl-link", block.heading, () => {
      section.open = true;
      heading.focus();
      section.scrollIntoView({ block: "start" });
    }));
    el.append(section);
  }

  const plan = make("details", "pl-framing-block");
  plan.open = true;
  const planHeading = make("summary");
  planHeading.append(make("h3", "", words.schedule));
  const planBody = make("div");
  plan.append(planHeading, planBody);
  el.append(plan);
  nav.append(makeButton("pl-link", words.schedule, () => {
    plan.open = true;
    planHeading.focus();
    plan.scrollIntoView({ block: "start" });
  }));

  function drawWarning(warning, readOnly) {
    const box = make("div", `pl-framing-warning pl-severity-${warning.severity}`);
    box.dataset.rule = warning.id;
    const text = make("p");
    text.append(make("strong", "", `${warning.severity_words}. ${warning.fact}`), ` ${warning.reason} ${warning.advice}`);
    box.append(text);
    const name = `avertissement.${warning.id}`;
    if (warning.accepted) {
      box.append(make("p", "", `${words.taken_on} ${warning.accepted}`));
      if (!readOnly) box.append(makeButton("pl-link", words.take_back, () => ask({ op: "answer", name, value: "" })));
    } else if (!readOnly && !explaining.has(warning.id)) {
      const button = makeButton("pl-link", words.take_on, () => {
        explaining.set(warning.id, "");
        show();
        el.querySelector(`[data-why="${warning.id}"]`)?.focus();
      });
      button.dataset.focus = `take/${warning.id}`;
      box.append(button);
    } else if (!readOnly) {
      const form = make("form", "pl-framing-why");
      const input = make("input");
      input.type = "text";
      input.maxLength = 500;
      input.id = newId();
      input.dataset.why = warning.id;
      input.dataset.focus = `why/${warning.id}`;
      input.value = explaining.get(warning.id);
      input.addEventListener("input", () => explaining.set(warning.id, input.value));
      const label = make("label", "pl-label", words.take_on_why);
      label.htmlFor = input.id;
      const submit = make("button", "pl-button", words.save);
      submit.type = "submit";
      const close = () => { explaining.delete(warning.id); show(); };
      form.addEventListener("submit", async (event) => {
        event.preventDefault();
        if (input.value.trim() && (await ask({ op: "answer", name, value: input.value })).done) close();
      });
      form.addEventListener("keydown", (event) => {
        if (event.key === "Escape") { event.preventDefault(); close(); }
      });
      form.append(label, input, submit, makeButton("pl-button", words.give_up, close));
      box.append(form);
    }
    return box;
  }

  function drawPlan(state) {
    if (!state.has_dates) return [make("p", "pl-note", words.no_schedule)];
    const frame = make("div", "pl-table");
    frame.tabIndex = 0;
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", words.schedule);
    const table = make("table", "pl-framing-plan");
    const head = make("tr");
    for (const name of [words.done, words.when, words.what, words.who]) {
      const cell = make("th", "", name);
      cell.scope = "col";
      head.append(cell);
    }
    const top = make("thead");
    top.append(head);
    const body = make("tbody");
    for (const line of state.schedule) {
      const row = make("tr", line.done ? "pl-framing-done" : "");
      row.dataset.step = line.id;
      const cell = (...parts) => { const one = make("td"); one.append(...parts); row.append(one); };
      const bound = (control, what, label) => {
        control.dataset.focus = `${what}/${line.id}`;
        control.setAttribute("aria-label", `${label} – ${line.label}`);
        control.disabled = state.read_only;
        return control;
      };
      const tick = bound(make("input"), "fait", words.done);
      tick.type = "checkbox";
      tick.checked = line.done;
      tick.addEventListener("change", () => ask({ op: "answer", name: `etape.${line.id}.fait`, value: tick.checked ? "oui" : "" }));
      const day = bound(make("input"), "date", words.when);
      day.type = "date";
      day.min = "1990-01-01";
      day.max = "2199-12-31";
      day.value = line.day;
      let given = line.day;
      onceChosen(day, () => {
        if (day.value === given) return;
        given = day.value;
        ask({ op: "answer", name: `etape.${line.id}.date`, value: day.value });
      });
      const who = bound(make("input"), "qui", words.who);
      who.type = "text";
      who.maxLength = 500;
      who.value = line.owner;
      who.addEventListener("change", () => ask({ op: "answer", name: `etape.${line.id}.qui`, value: who.value }));
      cell(tick);
      cell(day, make("span", "pl-small", [line.told, line.remarks].filter(Boolean).join(", ")));
      cell(make("span", "", line.label), make("span", "pl-small", line.landmark ? ` (${line.landmark})` : ""));
      cell(who);
      body.append(row);
    }
    table.append(top, body);
    frame.append(table);
    return state.dpo ? [make("p", "pl-framing-dpo", words.dpo), frame] : [frame];
  }

  // What is redrawn is put back under the focus it had.
  function keepingFocus(draw) {
    const active = document.activeElement;
    const kept = el.contains(active) ? active.dataset.focus || "" : "";
    const caret = kept && "selectionStart" in active ? active.selectionStart : null;
    draw();
    if (!kept) return;
    const target = [...el.querySelectorAll("[data-focus]")].find((node) => node.dataset.focus === kept);
    target?.focus({ preventScroll: true });
    if (target && caret !== null && target.type === "text") target.setSelectionRange(caret, caret);
  }

  function show() {
    const state = model.get("state");
    if (!state.answers) return;
    light.textContent = state.light_words;
    light.className = `pl-framing-light pl-light-${state.light}`;
    missing.textContent = state.missing;
    undo.hidden = state.read_only;
    const standing = new Set(state.warnings.map((warning) => warning.id));
    for (const id of placed.keys()) if (!standing.has(id)) placed.delete(id);
    for (const { id, fields: own } of state.warnings) {
      if (!placed.has(id)) placed.set(id, own.includes(lastAnswered) ? lastAnswered : own[0]);
    }
    for (const block of model.get("form")) {
      const own = new Set(block.questions.map((question) => question.id));
      const n = state.warnings.filter((warning) => own.has(placed.get(warning.id)) && !warning.accepted).length;
      counts.get(block.id).textContent = `${state.answered[block.id]} ${words.answered}`
        + (n ? ` – ${n} ${n > 1 ? words.several_warnings : words.one_warning}` : "");
    }
    for (const [name, field] of fields) {
      field.display(state.answers[name], state.days[name]);
      field.lock(state.read_only);
    }
    keepingFocus(() => {
      for (const [name, field] of fields) {
        const here = state.warnings.filter((warning) => placed.get(warning.id) === name);
        field.notes.replaceChildren(...here.map((warning) => drawWarning(warning, state.read_only)));
      }
      // A day being typed in the calendar is not taken from under the fingers.
      const busy = document.activeElement;
      if (!(planBody.contains(busy) && busy.type === "date")) planBody.replaceChildren(...drawPlan(state));
    });
  }
  planBody.addEventListener("focusout", () => setTimeout(() => {
    if (!planBody.contains(document.activeElement)) keepingFocus(() => planBody.replaceChildren(...drawPlan(model.get("state"))));
  }, 0));

  model.on("msg:custom", heard);
  model.on("change:state", show);
  show();
  return () => {
    model.off("msg:custom", heard);
    model.off("change:state", show);
  };
}

export default { render };
