// The head of the review page: counts, undo and redo, the way from panel to panel, and what the tool
// moved by itself. Python says everything; here is only whether the list of moves is open.
function isWriting(target) {
  return target instanceof HTMLElement && (target.isContentEditable || /^(textarea|input)$/i.test(target.tagName)
    && !/^(checkbox|radio|button|submit|range)$/i.test(target.type));
}

function render({ model, el }) {
  const words = model.get("words");
  el.classList.add("pl-head");
  const unique = Math.random().toString(36).slice(2);

  const first = make("div", "pl-head-line");
  const title = make("h3", "pl-head-title");
  title.tabIndex = -1;
  const counts = make("span", "pl-head-counts");
  const numbers = make("span");
  const saved = make("span");
  counts.append(numbers, " ", saved);
  const steps = make("span", "pl-head-steps");
  const undo = makeButton("pl-button", words.undo, () => model.send({ op: "undo" }));
  const redo = makeButton("pl-button", words.redo, () => model.send({ op: "redo" }));
  undo.setAttribute("aria-keyshortcuts", "Control+Z");
  redo.setAttribute("aria-keyshortcuts", "Control+Y");
  steps.append(undo, redo);
  first.append(title, counts, steps);

  const second = make("div", "pl-head-line");
  const nav = make("nav", "pl-tabs");
  nav.setAttribute("aria-label", words.panels);
  const gauge = make("div", "pl-gauge");
  const bar = make("progress");
  bar.setAttribute("aria-label", words.progress);
  const said = make("span", "pl-small");
  gauge.append(bar, said);
  second.append(nav, gauge);

  const readOnly = make("p", "pl-banner");
  const banner = make("div", "pl-banner pl-moved");
  const bannerWords = make("span");
  const bannerButtons = make("span", "pl-head-steps");
  const list = make("ul", "pl-moves");
  list.id = `pl-moves-${unique}`;
  list.tabIndex = 0;
  list.setAttribute("aria-label", words.moves);
  list.hidden = true;
  const see = makeButton("pl-button", words.see, () => toggle(list.hidden));
  see.setAttribute("aria-controls", list.id);
  const keep = makeButton("pl-button", words.keep, () => settle("keep"));
  const ticked = new Set();
  const refuse = makeButton("pl-button", words.refuse, () => {
    if (!ticked.size) settle("refuse");
    else model.send({ op: "refuse", ideas: [...ticked] });
  });
  const nameRefusal = () => {
    refuse.textContent = !ticked.size ? words.refuse
      : ticked.size === 1 ? words.refuse_one : words.refuse_some.replace("{n}", ticked.size);
  };
  bannerButtons.append(see, keep, refuse);
  banner.append(bannerWords, bannerButtons, list);
  el.append(first, second, readOnly, banner);

  const toggle = (open) => {
    list.hidden = !open;
    see.setAttribute("aria-expanded", String(open));
    see.textContent = open ? words.hide : words.see;
  };
  const settle = (op) => {
    // The banner goes away: the keyboard goes back to where one is.
    nav.querySelector("[aria-current]")?.focus();
    model.send({ op });
  };
  const step = (button, { possible, what }) => {
    button.setAttribute("aria-disabled", String(!possible));
    button.title = what;
    button.setAttribute("aria-description", what);
  };

  const toTop = () => el.closest(".pl-workspace")?.scrollIntoView({ block: "start" });
  // A panel may say where the keyboard goes when it is asked for: it is worked in without the mouse.
  // It comes a moment later, and whoever went elsewhere meanwhile is left there.
  let coming = null;
  const goIn = () => {
    coming?.disconnect();
    const place = el.closest(".pl-workspace")?.querySelector(".pl-place");
    if (!place) return;
    coming = new MutationObserver(() => {
      const start = place.querySelector("[data-pl-start]");
      if (!start || start.offsetParent === null) return;
      coming.disconnect();
      if (nav.contains(document.activeElement) || document.activeElement === document.body) start.focus({ preventScroll: true });
    });
    coming.observe(place, { childList: true, subtree: true });
  };
  const tabs = new Map();
  let current = "";
  const show = () => {
    const state = model.get("state");
    // A banner that comes or goes would move what is under the mouse: see the board.
    if (!state.panels || document.querySelector("[data-pl-held]")) return;
    title.textContent = state.title;
    numbers.textContent = state.counts;
    saved.textContent = `– ${state.saved}`;
    step(undo, state.undo);
    step(redo, state.redo);
    for (const { name, label } of state.panels) {
      if (!tabs.has(name)) {
        tabs.set(name, makeButton("pl-tab", "", () => {
          model.send({ op: "show", name });
          goIn();
        }));
        nav.append(tabs.get(name));
      }
      const tab = tabs.get(name);
      tab.textContent = label;
      if (name === state.current) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    }
    // Another panel begins at its beginning.
    if (current && current !== state.current && (el.closest(".pl-workspace")?.getBoundingClientRect().top ?? 0) < 0) toTop();
    current = state.current;
    bar.max = Math.max(1, state.progress.maximum);
    bar.value = state.progress.value;
    said.textContent = state.progress.words;
    readOnly.textContent = state.read_only;
    readOnly.hidden = !state.read_only;
    const moves = state.moves;
    banner.hidden = !moves.words || Boolean(state.read_only);
    bannerWords.textContent = moves.words;
    if (banner.hidden) toggle(false);
    const keys = new Set(moves.rows.map((row) => row.key));
    for (const key of ticked) if (!keys.has(key)) ticked.delete(key);
    nameRefusal();
    const held = list.contains(document.activeElement) ? document.activeElement.value : null;
    list.replaceChildren(
      make("li", "pl-small", words.tick),
      ...moves.rows.map((row) => {
        const line = make("li");
        const label = make("label");
        const tick = make("input");
        tick.type = "checkbox";
        tick.value = row.key;
        tick.checked = ticked.has(row.key);
        tick.addEventListener("change", () => {
          if (tick.checked) ticked.add(row.key);
          else ticked.delete(row.key);
          nameRefusal();
        });
        label.append(tick, " ", make("span", "pl-move-text", row.text), " ", make("span", "pl-small", row.where));
        line.append(label);
        return line;
      }),
      ...(moves.left ? [make("li", "pl-small", moves.left)] : []),
    );
    if (held !== null) ([...list.querySelectorAll("input")].find((tick) => tick.value === held) ?? list).focus({ preventScroll: true });
  };

  // In a page of its own the keys work everywhere; in a notebook, only within the review: elsewhere
  // they are JupyterLab's. They are caught before panels see them, so that one key is one gesture.
  const listen = (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || isWriting(event.target)) return;
    const key = event.key.toLowerCase();
    const op = key === "y" || (key === "z" && event.shiftKey) ? "redo" : key === "z" ? "undo" : "";
    if (!op) return;
    const alone = document.body.dataset.voila === "voila";
    const review = el.closest(".pl-workspace");
    if (!alone && !(review && review.contains(event.target))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    model.send({ op });
  };
  const quiet = (event) => event.stopPropagation();
  document.addEventListener("keydown", listen, true);
  document.addEventListener("pl-released", show);
  el.addEventListener("keydown", quiet);

  toggle(false);
  show();
  model.on("change:state", show);
  if (model.get("arrived")) {
    model.set("arrived", false);
    model.save_changes();
    requestAnimationFrame(() => {
      toTop();
      title.focus({ preventScroll: true });
    });
  }
  return () => {
    coming?.disconnect();
    document.removeEventListener("keydown", listen, true);
    document.removeEventListener("pl-released", show);
    model.off("change:state", show);
  };
}
export default { render };
