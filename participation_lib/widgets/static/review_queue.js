// One idea at a time. Python keeps the truth; the page keeps what is ticked, what is open and where
// the keyboard is. So that a key is answered at once, the page goes ahead to the next idea, which it
// has already, and takes Python's word when it comes: a gesture that was refused comes back in sight.
const PATIENCE = 10000; // milliseconds before a gesture without answer is spoken of
const LONGEST_SPOKEN = 300; // signs
const AROUND = 350; // signs of the contribution shown on each side of the idea in sight
const AROUND_OTHERS = 90;

let views = 0;

function render({ model, el }) {
  const words = model.get("words");
  const name = `pq${++views}`;
  let state = model.get("state");
  let turn = state.turn; // of the last gesture made on this page
  let waiting = false; // for Python, without which the page cannot go on
  let patience = 0;
  let ours = false; // whether what comes next follows a gesture made here
  let unticked = new Set();
  let drawn = "";
  let form = null; // { kind, alone, from }

  // What stays

  const root = make("div", "pq");
  root.dataset.lmSuppressShortcuts = "true"; // JupyterLab would take letters and digits for its own
  const head = make("div", "pq-head");
  const progress = make("p", "pq-progress");
  head.append(progress);
  const spoken = make("div", "pl-hidden");
  spoken.setAttribute("role", "status");
  const alert = make("div", "pq-alert");
  alert.setAttribute("role", "alert");
  const keys = make("p", "pl-small pq-keys", words.keys);
  keys.id = `${name}-keys`;
  const columns = make("div", "pq-columns");
  const left = make("div", "pq-left");
  const right = make("div", "pq-right");
  const card = make("section", "pq-card");
  card.tabIndex = 0;
  card.dataset.plStart = ""; // the keyboard comes here when the panel is asked for
  card.setAttribute("role", "group");
  card.setAttribute("aria-labelledby", `${name}-title`);
  card.setAttribute("aria-describedby", `${name}-text ${name}-now`);
  const alike = make("div", "pq-alike");
  alike.setAttribute("role", "group");
  alike.setAttribute("aria-labelledby", `${name}-alike`);
  const end = make("p", "pq-end");
  end.tabIndex = -1;
  const actions = make("div", "pq-actions");
  const choices = make("div", "pq-choices");
  const confirmed = make("div", "pq-confirmed");
  const place = make("div", "pq-form");
  right.append(place, confirmed, choices, actions);
  left.append(card, alike);
  columns.append(left, right);
  const live = make("div", "pl-live");
  live.append(alert);
  root.append(head, live, end, columns, keys, spoken);
  el.append(root);

  const button = (label, key, act, className = "") => {
    const node = make("button", `pl-button pq-button ${className}`.trim());
    node.type = "button";
    if (key) {
      const cap = make("kbd", "", key);
      cap.setAttribute("aria-hidden", "true");
      node.append(cap);
    }
    const text = make("span", "pq-label", label);
    node.append(text);
    node.addEventListener("click", act);
    return node;
  };
  const shortcut = (node, keysOf) => {
    node.setAttribute("aria-keyshortcuts", keysOf);
    return node;
  };
  const confirm = shortcut(button("", words.confirm_key, () => doConfirm(), "pq-confirm"), "Space");
  const fresh = shortcut(button(words.new, "0", () => open("new")), "0 N");
  const other = shortcut(button(words.other, "A", () => open("other")), "A");
  const aside = shortcut(button(words.aside, "E", () => open("aside")), "E");
  const back = shortcut(button(words.back, "←", () => doBack()), "ArrowLeft");
  const skip = shortcut(button(words.skip, "→", () => doSkip()), "ArrowRight");
  confirmed.append(confirm);
  actions.append(fresh, other, aside);
  const travel = make("div", "pq-travel");
  travel.append(back, skip);
  head.append(travel);

  // Asking Python

  const ticked = () => state.current.rows.filter((row) => !row.closed && !unticked.has(row.id)).map((row) => row.id);
  const blocked = () => waiting || Boolean(alert.textContent);
  function ask(message, leaves = false) {
    if (blocked()) return;
    ours = true;
    turn += 1;
    const sent = { ...message, turn };
    const goesAhead = leaves && !state.past && state.ahead.length > 0;
    if (goesAhead) sent.shows = state.ahead[0].key;
    model.send(sent);
    root.dataset.saved = "no";
    if (!patience) patience = setTimeout(() => { alert.textContent = words.lost; }, PATIENCE);
    waiting = !goesAhead;
    if (goesAhead) {
      state = { ...state, current: state.ahead[0], ahead: state.ahead.slice(1), can_go_back: true };
      show();
    }
  }
  function leave(message) {
    if (!state.current || blocked()) return;
    const sent = { key: state.current.key, ideas: ticked(), ...message };
    close(false);
    ask(sent, true);
  }
  const doMove = (theme) => leave({ do: "move", theme });
  const doConfirm = () => (state.past ? doSkip() : leave({ do: "confirm" }));
  const doSkip = () => leave({ do: "skip" });
  const doBack = () => { if (state.can_go_back) ask({ do: "back" }); };

  function answered() {
    const now = model.get("state");
    if (now.turn < turn) return; // of before the last gesture made here: what follows it is on its way
    turn = now.turn;
    waiting = false;
    root.dataset.saved = "yes";
    clearTimeout(patience);
    patience = 0;
    alert.textContent = "";
    state = now;
    show();
    ours = false;
  }

  // Drawing

  const themeName = (id) => model.get("themes").find((theme) => theme.id === id)?.label ?? id;

  function show() {
    const current = state.current;
    progress.textContent = state.progress ?? "";
    end.textContent = state.end ?? "";
    end.hidden = Boolean(current) || !state.end;
    columns.hidden = keys.hidden = skip.hidden = !current;
    back.disabled = !state.can_go_back;
    if (!current) {
      drawn = "";
      if (ours && root.contains(document.activeElement)) end.focus();
      return;
    }
    const content = JSON.stringify([current, state.past, model.get("themes").map((theme) => theme.label)]);
    if (content === drawn) return;
    const changed = !drawn || JSON.parse(drawn)[0].key !== current.key;
    drawn = content;
    const inside = root.contains(document.activeElement) || document.activeElement === document.body;
    if (changed) {
      unticked = new Set();
      if (form && (form.alone || ours)) close(false);
    }
    const at = document.activeElement?.dataset?.at;
    drawCard(current);
    drawAlike(current);
    drawChoices(current);
    drawConfirm();
    if (changed && ours && inside && !form) {
      card.focus({ preventScroll: true });
      root.scrollIntoView({ block: "nearest" });
      say(current);
    } else if (at) {
      const same = [...root.querySelectorAll("[data-at]")].find((node) => node.dataset.at === at);
      (same ?? card).focus({ preventScroll: true });
    }
  }

  function say(current) {
    const [first, ...others] = current.rows;
    spoken.textContent = [
      words.next, first.text.slice(0, LONGEST_SPOKEN), ".", first.now, ".",
      others.length ? `${words.next_alike} ${others.length}.` : "",
    ].join(" ").replace(/ \./g, ".");
  }

  // The idea is always whole; of a long contribution, what is next to it.
  const near = (text, most, atEnd) => {
    if (text.length <= most) return text;
    if (atEnd) return `…${text.slice(text.indexOf(" ", text.length - most))}`;
    return `${text.slice(0, text.lastIndexOf(" ", most) + 1 || most)}…`;
  };
  const inContext = (row, className, most) => {
    const text = make("p", className);
    if (row.before) text.append(make("span", "pq-around", near(row.before, most, true)));
    text.append(make("span", "pq-idea", row.text));
    if (row.after) text.append(make("span", "pq-around", near(row.after, most, false)));
    return text;
  };

  function drawCard(current) {
    const row = current.rows[0];
    const title = make("h3", "", state.past ? words.again : words.title);
    title.id = `${name}-title`;
    const top = make("div", "pq-top");
    top.append(title, make("span", "pq-where", row.place));
    const text = inContext(row, "pq-text", AROUND);
    text.id = `${name}-text`;
    text.classList.toggle("pq-long", row.before.length + row.text.length + row.after.length > 220);
    const now = make("p", "pq-now", row.now);
    now.id = `${name}-now`;
    card.replaceChildren(top, text, now);
  }

  function drawAlike(current) {
    const others = current.rows.slice(1);
    alike.hidden = others.length === 0;
    if (!others.length) { alike.replaceChildren(); return; }
    const title = make("h3", "", words.alike);
    title.id = `${name}-alike`;
    const all = make("button", "pq-link");
    all.type = "button";
    all.dataset.at = "all";
    const allTicked = () => others.every((row) => row.closed || !unticked.has(row.id));
    const sayAll = () => { all.textContent = allTicked() ? words.tick_none : words.tick_all; };
    const top = make("div", "pq-top");
    top.append(title, all);
    const list = make("ul", "pq-rows");
    const boxes = [];
    others.forEach((row, rank) => {
      const line = make("li", row.closed ? "pq-row pq-closed" : "pq-row");
      const text = inContext(row, "pq-text-small", AROUND_OTHERS);
      text.id = `${name}-row-${rank}`;
      const box = make("input");
      box.type = "checkbox";
      box.id = `${name}-box-${rank}`;
      box.checked = !row.closed && !unticked.has(row.id);
      box.disabled = row.closed;
      box.dataset.at = `box-${row.id}`;
      box.addEventListener("change", () => {
        if (box.checked) unticked.delete(row.id);
        else unticked.add(row.id);
        sayAll();
        drawConfirm();
      });
      boxes.push([box, row]);
      const label = make("label", "pq-row-label");
      label.htmlFor = box.id;
      label.append(text, make("span", "pl-small", `${row.place}, ${row.brief}`));
      line.append(box, label);
      if (!row.closed) {
        const send = make("button", "pq-link", words.elsewhere);
        send.type = "button";
        send.dataset.at = `send-${row.id}`;
        send.setAttribute("aria-label", `${words.elsewhere} ${words.elsewhere_label} ${row.text.slice(0, 120)}`);
        send.addEventListener("click", () => open("other", row));
        line.append(send);
      }
      list.append(line);
    });
    all.addEventListener("click", () => {
      const none = allTicked();
      for (const [box, row] of boxes) {
        if (row.closed) continue;
        box.checked = !none;
        if (none) unticked.add(row.id);
        else unticked.delete(row.id);
      }
      sayAll();
      drawConfirm();
    });
    sayAll();
    alike.replaceChildren(top, make("p", "pl-small", words.alike_help), list);
  }

  function drawChoices(current) {
    const title = make("h3", "", words.choices);
    const list = make("ol", "pq-themes");
    current.choices.forEach(([theme, belief], rank) => {
      const node = shortcut(button(themeName(theme), String(rank + 1), () => doMove(theme), "pq-theme"), String(rank + 1));
      const gauge = make("span", "pq-gauge");
      const filled = make("span", "pq-filled");
      filled.style.width = `${belief}%`;
      gauge.append(filled);
      gauge.setAttribute("aria-hidden", "true");
      const number = make("span", "pq-belief", String(belief));
      number.prepend(make("span", "pl-hidden", ` ${words.belief} `));
      node.dataset.at = `choice-${rank}`;
      node.append(gauge, number);
      const line = make("li");
      line.append(node);
      list.append(line);
    });
    choices.replaceChildren(title, list);
  }

  function drawConfirm() {
    const rows = state.current.rows.filter((row) => !row.closed && !unticked.has(row.id));
    const themes = new Set(rows.map((row) => row.theme));
    let label = words.confirm;
    if (state.past) label = words.confirm_past;
    else if (themes.size > 1) label = words.confirm_each;
    else if (themes.has("non_classe")) label = words.confirm_none;
    confirm.querySelector(".pq-label").textContent = label;
  }

  // What is asked on the side: a name, a theme among all, a reason

  function open(kind, row = null) {
    if (!state.current || blocked()) return;
    form = { kind, alone: row?.id ?? "", from: document.activeElement };
    const draw = { new: drawNew, other: drawOther, aside: drawAside }[kind];
    draw(row);
    confirmed.hidden = choices.hidden = actions.hidden = true;
    place.querySelector("input").focus();
  }

  function close(restores = true) {
    if (!form) return;
    const from = form.from;
    form = null;
    place.replaceChildren();
    confirmed.hidden = choices.hidden = actions.hidden = false;
    if (!restores) { card.focus({ preventScroll: true }); return; }
    if (from?.isConnected && from !== document.body) from.focus();
    else card.focus();
  }

  function frame(title, row, label, done, finish) {
    const node = make("form", "pq-frame");
    node.noValidate = true;
    const heading = make("h3", "", title);
    const field = make("input");
    field.type = "text";
    field.id = `${name}-field`;
    field.autocomplete = "off";
    const said = make("label", "pl-label", label);
    said.htmlFor = field.id;
    const row_ = make("div", "pq-frame-actions");
    if (done) {
      const go = make("button", "pl-button", done);
      go.type = "submit";
      row_.append(go);
    }
    const cancel = make("button", "pl-button", words.cancel);
    cancel.type = "button";
    cancel.addEventListener("click", () => close());
    row_.append(cancel);
    node.append(heading);
    if (row) node.append(make("p", "pq-quoted", row.text));
    node.append(said, field, row_);
    node.addEventListener("submit", (event) => {
      event.preventDefault();
      finish(field);
    });
    place.replaceChildren(node);
    return { node, field, row_ };
  }

  const alone = (message) => {
    const { alone: idea } = form;
    close(true);
    ask({ key: state.current.key, ideas: [idea], alone: true, ...message });
  };

  function drawNew(row) {
    frame(words.new_title, row, words.new_field, row ? words.new_done_one : words.new_done, (field) => {
      if (!field.value.trim()) { field.focus(); return; }
      const message = { do: "new", label: field.value };
      if (form.alone) alone(message);
      else leave(message);
    });
  }

  function drawAside() {
    const { node, field, row_ } = frame(words.aside_title, null, words.aside_field, words.aside_done, (input) => {
      if (!input.value.trim()) { input.focus(); return; }
      leave({ do: "aside", reason: input.value });
    });
    const list = make("div", "pq-reasons");
    for (const reason of model.get("reasons")) {
      const one = make("button", "pq-link", reason);
      one.type = "button";
      one.addEventListener("click", () => { field.value = reason; field.focus(); });
      list.append(one);
    }
    node.insertBefore(list, row_);
  }

  // A field that narrows a list down: arrows choose, Enter takes.
  function drawOther(row) {
    const choose = (theme) => {
      if (theme === "") { open("new", row); return; }
      const message = { do: "move", theme };
      if (form.alone) alone(message);
      else leave(message);
    };
    let found = [];
    let chosen = 0;
    const { node, field, row_ } = frame(
      row ? words.other_title_one : words.other_title, row, words.other_field, "",
      () => { if (found[chosen]) choose(found[chosen].id); },
    );
    const list = make("ul", "pq-found");
    list.id = `${name}-found`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", words.other_title);
    const none = make("p", "pl-small", "");
    none.setAttribute("role", "status");
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-controls", list.id);
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-expanded", "true");
    node.insertBefore(list, row_);
    node.insertBefore(none, row_);
    const mark = () => {
      [...list.children].forEach((option, rank) => {
        option.setAttribute("aria-selected", String(rank === chosen));
        if (rank === chosen) {
          field.setAttribute("aria-activedescendant", option.id);
          option.scrollIntoView({ block: "nearest" });
        }
      });
      if (!found.length) field.removeAttribute("aria-activedescendant");
    };
    const narrow = () => {
      const wanted = fold(field.value.trim());
      const sorted = [...model.get("themes")].sort((a, b) => a.label.localeCompare(b.label, "fr"));
      found = sorted.filter((theme) => fold(theme.label).includes(wanted));
      none.textContent = found.length ? "" : words.other_none;
      found.push({ id: "", label: words.new });
      chosen = 0;
      list.replaceChildren(...found.map((theme, rank) => {
        const option = make("li", "pq-option", theme.label);
        option.id = `${list.id}-${rank}`;
        option.setAttribute("role", "option");
        if (theme.ideas !== undefined) option.append(make("span", "pq-count", ` ${theme.ideas}`));
        option.addEventListener("mousedown", (event) => event.preventDefault());
        option.addEventListener("click", () => choose(theme.id));
        return option;
      }));
      mark();
    };
    field.addEventListener("input", narrow);
    field.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      chosen = (chosen + step + found.length) % found.length;
      mark();
    });
    narrow();
  }

  // The keyboard. Digits are read from the place of the key: a French keyboard gives « & » for 1.
  function pressed(event) {
    event.stopPropagation();
    const letter = event.key.toLowerCase();
    if (event.key === "Escape" && form) { event.preventDefault(); close(); return; }
    const field = event.target.matches("input[type=text]");
    if (event.altKey || event.metaKey || field || form) return;
    if (event.ctrlKey) {
      const turnBack = letter === "y" || (letter === "z" && event.shiftKey) ? "redo" : letter === "z" ? "undo" : "";
      if (turnBack) { event.preventDefault(); if (!event.repeat) ask({ do: turnBack }); }
      return;
    }
    if (!state.current) return;
    const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1] ?? (/^\d$/.test(event.key) ? event.key : "");
    const onControl = event.target.matches("button, input, a, summary");
    let act = null;
    if (digit === "0" || letter === "n") act = () => open("new");
    else if (digit) act = () => { const choice = state.current.choices[Number(digit) - 1]; if (choice) doMove(choice[0]); };
    else if (event.key === " " && !onControl) act = doConfirm;
    else if (letter === "a") act = () => open("other");
    else if (letter === "e") act = () => open("aside");
    else if (event.key === "ArrowLeft") act = doBack;
    else if (event.key === "ArrowRight") act = doSkip;
    if (!act) return;
    event.preventDefault();
    if (!event.repeat) act();
  }
  root.addEventListener("keydown", pressed);
  const called = (message) => { if (message.do === "focus") (state.current ? card : end).focus(); };
  const renamed = () => { if (state.current) show(); };

  model.on("change:state", answered);
  model.on("change:themes", renamed);
  model.on("msg:custom", called);
  show();
  return () => {
    clearTimeout(patience);
    model.off("change:state", answered);
    model.off("change:themes", renamed);
    model.off("msg:custom", called);
  };
}
export default { render };
