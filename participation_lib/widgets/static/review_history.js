// The lines of the history, by day. Python gives fifty at a time and does what is asked.
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

  // What has to be done along with a line, or what it would do, is said under it before anything is done.
  let typed = "";
  const propose = (proposal) => {
    const group = make("div", "pl-proposal");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", proposal.words);
    group.tabIndex = -1;
    const list = make("ul");
    list.append(...proposal.lines.map((line) => make("li", "", line)));
    const giveUp = makeButton("pl-button", words.give_up, () => model.send({ op: "give_up" }));
    const reason = make("input");
    const accept = () => model.send({ op: "accept", reason: reason.value });
    const buttons = make("div", "pl-inline");
    buttons.append(makeButton("pl-button pl-strong", proposal.accept, accept), giveUp);
    group.append(make("p", "", proposal.words), list);
    if (proposal.reason) {
      reason.type = "text";
      reason.maxLength = 200;
      reason.autocomplete = "off";
      reason.value = typed || proposal.reason;
      reason.id = `${since.id}-why`;
      reason.addEventListener("input", () => { typed = reason.value; });
      reason.addEventListener("keydown", (event) => {
        if (event.key === "Enter") accept();
      });
      const label = make("label", "pl-label", words.why);
      label.htmlFor = reason.id;
      group.append(label, reason);
    }
    group.append(buttons);
    group.addEventListener("keydown", (event) => {
      if (event.key === "Escape") giveUp.click();
    });
    return group;
  };

  // Ideas are shown when they are asked for; what is open stays open when the history goes on.
  const open = new Set();
  const seeIdeas = (line) => {
    const ideas = make("ul", "pl-line-ideas pl-small");
    ideas.id = `${since.id}-ideas-${line.id}`;
    ideas.append(
      ...line.ideas.map(({ place: where, text }) => {
        const one = make("li");
        one.append(make("span", "", `${where} : `), make("span", "pl-idea-text", text));
        return one;
      }),
      ...(line.left ? [make("li", "", line.left)] : []),
    );
    const button = makeButton("pl-link pl-see", "", () => {
      if (open.has(line.id)) open.delete(line.id);
      else open.add(line.id);
      turn();
    });
    button.setAttribute("aria-controls", ideas.id);
    const turn = () => {
      const shown = open.has(line.id);
      ideas.hidden = !shown;
      button.textContent = shown ? words.hide : words.see;
      button.setAttribute("aria-expanded", String(shown));
      button.setAttribute("aria-label", `${button.textContent} : ${line.see}, ${line.sentence}`);
    };
    turn();
    return [button, ideas];
  };

  const makeLine = (line, above, state) => {
    const readOnly = state.read_only;
    const item = make("li", line.undone ? "pl-undone" : "");
    item.dataset.decision = line.id;
    item.classList.toggle("pl-same-gesture", above?.gesture === line.gesture);
    const goes = state.proposal.companions?.includes(line.id);
    item.classList.toggle("pl-companion", Boolean(goes));
    const said = make("span", "pl-said");
    said.append(make("span", "pl-small pl-when", `${line.time} · ${line.author}`), " ");
    said.append(make(line.undone ? "s" : "span", "", line.sentence));
    if (line.undone) said.append(" ", make("strong", "pl-mark", words.undone));
    if (goes) said.append(" ", make("strong", "pl-mark", state.proposal.mark));
    if (line.reason) said.append(make("span", "pl-small pl-reason", `${words.reason} : ${line.reason}`));
    const actions = make("span", "pl-line-actions");
    item.append(said, actions);
    const [see, ideas] = line.see ? seeIdeas(line) : [];
    if (see) actions.append(see);
    const op = line.undo ? "undo" : line.redo ? "redo" : line.aside ? "aside" : "";
    if (op && !readOnly) {
      const button = makeButton("pl-link pl-turn", words[op], () => model.send({ op, id: line.id }));
      button.setAttribute("aria-label", `${words[op]} : ${line.sentence}`);
      actions.append(button);
    }
    if (ideas) item.append(ideas);
    if (state.proposal.id === line.id) item.append(propose(state.proposal));
    return item;
  };

  let proposed = 0;
  const show = () => {
    const state = model.get("state");
    if (!state.days) return;
    const held = list.contains(document.activeElement) ? document.activeElement.closest("[data-decision]") : null;
    const inside = document.activeElement?.closest(".pl-proposal");
    const place = document.activeElement?.closest(".pl-see") ? ".pl-see" : !inside ? ".pl-turn" : document.activeElement.tagName === "INPUT" ? ".pl-proposal input" : ".pl-proposal";
    since.replaceChildren(...state.periods.map((period) => new Option(period.label, period.name)));
    since.value = state.since;
    if (position.textContent !== state.position) position.textContent = state.position;
    list.replaceChildren(
      ...state.days.flatMap(({ day, lines }) => {
        const items = make("ul", "pl-lines");
        items.append(...lines.map((line, rank) => makeLine(line, lines[rank - 1], state)));
        return [make("h4", "", day), items];
      }),
      ...(state.days.length ? [] : [make("p", "pl-note", words.none)]),
    );
    previous.setAttribute("aria-disabled", String(!state.has_previous));
    next.setAttribute("aria-disabled", String(!state.has_next));
    pages.hidden = !state.has_previous && !state.has_next;
    if (held) {
      const line = list.querySelector(`[data-decision="${held.dataset.decision}"]`);
      (line?.querySelector(place) ?? line?.querySelector(".pl-turn") ?? since).focus({ preventScroll: true });
    }
    const proposal = list.querySelector(".pl-proposal");
    if (proposal && proposed !== state.proposal.id) {
      proposal.focus({ preventScroll: true });
      proposal.scrollIntoView({ block: "nearest" });
    }
    proposed = state.proposal.id ?? 0;
    if (!proposed) typed = "";
  };
  el.addEventListener("keydown", (event) => event.stopPropagation());
  show();
  model.on("change:state", show);
  return () => model.off("change:state", show);
}
export default { render };
