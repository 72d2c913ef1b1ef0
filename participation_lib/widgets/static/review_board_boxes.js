// Boxes that float over the board: a list to choose from, a name, a reason. One at a time.
const EDGE = 8; // pixels between a box that floats and the edge of the board

function floatingBoxes({ root, board, name, words, focusActive }) {
  let box = null; // { node, close, place }

  function float(title, from) {
    box?.close(false);
    const back = document.activeElement;
    const node = make("div", "pb-box");
    node.setAttribute("role", "dialog");
    const head = make("h3", "", title);
    head.id = `${name}-box`;
    node.setAttribute("aria-labelledby", head.id);
    node.append(head);
    root.append(node);
    const close = (refocus = true) => {
      if (!node.isConnected) return;
      const inside = node.contains(document.activeElement);
      node.remove();
      box = null;
      document.removeEventListener("pointerdown", outside, true);
      if (refocus && inside) {
        if (back?.isConnected && root.contains(back)) back.focus();
        else focusActive();
      }
    };
    const outside = (event) => { if (!node.contains(event.target)) close(false); };
    document.addEventListener("pointerdown", outside, true);
    node.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
    });
    const place = () => {
      const around = root.getBoundingClientRect();
      const at = (from?.isConnected ? from : board).getBoundingClientRect();
      const left = Math.min(at.left - around.left, around.width - node.offsetWidth - EDGE);
      // Under what it was asked from, else above, else as low as the window shows it whole.
      const lowest = Math.min(window.innerHeight, around.bottom) - around.top - node.offsetHeight - EDGE;
      const below = at.bottom - around.top + 4;
      const above = at.top - around.top - node.offsetHeight - 4;
      node.style.left = `${Math.max(EDGE, left)}px`;
      node.style.top = `${Math.max(EDGE, below <= lowest ? below : above >= EDGE ? above : lowest)}px`;
    };
    box = { node, close, place };
    return box;
  }

  // A field and a list under it: what is typed narrows the list, arrows go through it, Enter takes.
  function askFrom(title, options, from, take, takeNew = null) {
    const made = float(title, from);
    const label = make("label", "pl-small", words.find_theme);
    const input = make("input");
    input.type = "text";
    input.autocomplete = "off";
    input.id = `${name}-find`;
    label.htmlFor = input.id;
    const list = make("ul", "pb-options");
    list.id = `${name}-options`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", title);
    const none = make("p", "pl-small", words.no_theme);
    none.setAttribute("role", "status");
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-expanded", "true");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-autocomplete", "list");
    const cancel = makeButton("pl-link", words.cancel, () => made.close());
    const line = make("div", "pb-box-end");
    const fresh = () => {
      made.close();
      takeNew(input.value.trim());
    };
    if (takeNew) line.append(makeButton("pl-link", words.new, fresh));
    line.append(cancel);
    made.node.append(label, input, list, none, line);
    let at = 0;
    let shown = [];
    const point = (to) => {
      at = Math.max(0, Math.min(to, shown.length - 1));
      [...list.children].forEach((node, rank) => node.setAttribute("aria-selected", String(rank === at)));
      const node = list.children[at];
      if (node) input.setAttribute("aria-activedescendant", node.id);
      else input.removeAttribute("aria-activedescendant");
      node?.scrollIntoView({ block: "nearest" });
    };
    const pick = (option) => {
      made.close();
      take(option.value);
    };
    const draw = () => {
      const typed = fold(input.value.trim());
      shown = options.filter((option) => fold(option.label).includes(typed));
      list.replaceChildren(...shown.map((option, rank) => {
        const node = make("li", "pb-option");
        node.id = `${name}-option-${rank}`;
        node.setAttribute("role", "option");
        node.append(make("span", "pb-option-label", option.label), make("span", "pb-option-note", option.note ?? ""));
        node.addEventListener("click", () => pick(option));
        return node;
      }));
      list.hidden = shown.length === 0;
      none.hidden = shown.length > 0;
      point(0);
    };
    input.addEventListener("input", draw);
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        point(at + (event.key === "ArrowDown" ? 1 : -1));
      } else if (event.key === "Enter") {
        event.preventDefault();
        if (shown[at]) pick(shown[at]);
        else if (takeNew) fresh();
      }
    });
    draw();
    made.place();
    input.focus();
  }

  function askWords(title, fieldText, doneText, from, start, act, suggestions = []) {
    const made = float(title, from);
    const form = make("form", "pb-form");
    const input = make("input");
    input.type = "text";
    input.id = `${name}-words`;
    input.autocomplete = "off";
    input.value = start;
    input.maxLength = 300;
    const label = make("label", "pl-label", fieldText);
    label.htmlFor = input.id;
    const done = make("button", "pl-button", doneText);
    done.type = "submit";
    const line = make("div", "pb-box-end");
    line.append(done, makeButton("pl-link", words.cancel, () => made.close()));
    form.append(label, input);
    for (const text of suggestions) {
      form.append(makeButton("pl-link", text, () => {
        input.value = text;
        input.focus();
      }));
    }
    form.append(line);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (await act(input.value)) made.close();
      else input.focus();
    });
    made.node.append(form);
    made.place();
    input.focus();
    input.select();
  }
  return { askFrom, askWords, close: () => box?.close(false), isOpen: () => box !== null };
}
