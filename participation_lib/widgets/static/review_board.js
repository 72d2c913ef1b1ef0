// The board. Python holds the ideas and says which cards are shown; here are only the focus, the scroll,
// what is chosen and what is open. Cards are kept from one message to the next and moved, never made anew.
const BESIDE = 3; // pixels left of a column that is brought in sight, for its outline
let views = 0;

function render({ model, el }) {
  const words = model.get("words");
  const name = `pb${++views}`;
  const rows = new Map(); // of cards, as Python gave them
  const cards = new Map(); // their views, as they are needed
  const columns = new Map();
  const chosen = new Set();
  const openCards = new Set();
  const waiting = new Map();
  let order = [];
  let number = 0; // of the last message
  let readOnly = false;
  let active = null; // the card whose buttons the Tab key goes to
  let anchor = null; // where a range of chosen cards starts
  let follows = true; // whether the page goes where a card goes: not where the mouse sends it
  let held = false; // from the press of the mouse button to its release, or to the drop
  let pressed = null; // the card it was pressed on
  let dragged = [];
  const late = []; // messages that came meanwhile: nothing may slip away under the mouse

  // What stays.

  const root = make("div", "pb");
  root.dataset.lmSuppressShortcuts = "true"; // JupyterLab would take keys for its own
  const board = make("div", "pb-board");
  board.setAttribute("role", "region");
  board.setAttribute("aria-label", words.board);
  const dock = make("div", "pb-dock");
  const bar = make("div", "pb-bar");
  bar.setAttribute("role", "group");
  bar.hidden = true;
  const offer = make("section", "pb-offer");
  offer.hidden = true;
  dock.append(offer, bar);
  const spoken = make("div", "pl-hidden");
  spoken.setAttribute("role", "status");
  root.append(board, dock, spoken);
  el.append(root);

  // Asking Python.

  const ask = (content) => new Promise((resolve) => {
    const ticket = Math.random().toString(36).slice(2);
    waiting.set(ticket, resolve);
    model.send({ ...content, ticket });
  });
  async function gesture(ids, content) {
    const done = await ask({ ideas: ids, ...content });
    if (done && ids.every((id) => chosen.has(id))) unchoose(ids);
    return done;
  }
  const move = (ids, theme) => {
    const others = ids.filter((id) => rows.get(id)?.column !== theme);
    if (!others.length) return;
    if (theme === "ecartee") askReason(others, cards.get(others[0])?.node);
    else gesture(others, { do: "move", theme });
  };
  const what = (ids) => (ids.length > 1 ? filled(words.these_ideas, { n: ids.length }) : words.this_idea);

  function heard(message) {
    if (held || late.length) late.push(message);
    else take(message);
  }
  function take(message) {
    if (message.do === "answer") {
      waiting.get(message.ticket)?.(message.done);
      waiting.delete(message.ticket);
    } else if (message.do === "show") show(message);
    else if (message.do === "whole") cards.get(message.idea)?.showWhole(message);
    else if (message.do === "why") cards.get(message.idea)?.showWhy(message);
    else if (message.do === "words") cards.get(message.idea)?.showWords(message.words);
  }

  // Choosing several cards.

  function choose(id, on = !chosen.has(id)) {
    if (on) chosen.add(id);
    else chosen.delete(id);
    cards.get(id)?.showChosen();
    showBar();
  }
  function unchoose(ids = [...chosen]) {
    for (const id of ids) {
      chosen.delete(id);
      cards.get(id)?.showChosen();
    }
    showBar();
  }
  function chooseTo(id) {
    const shown = columns.get(rows.get(id).column)?.shown ?? [];
    const from = shown.indexOf(anchor);
    const to = shown.indexOf(id);
    if (from < 0) choose(id, true);
    else for (const other of shown.slice(Math.min(from, to), Math.max(from, to) + 1)) choose(other, true);
  }
  const with_ = (id) => (chosen.has(id) ? order.flatMap((c) => columns.get(c).shown).filter((i) => chosen.has(i)) : [id]);

  const barCount = make("strong", "pb-bar-count");
  const barButtons = make("div", "pb-actions");
  bar.append(barCount, barButtons);
  function showBar() {
    const ids = [...chosen];
    const inside = bar.contains(document.activeElement);
    bar.hidden = ids.length === 0;
    if (ids.length) {
      const text = ids.length === 1 ? words.one_chosen : filled(words.several_chosen, { n: ids.length });
      write(barCount, text);
      bar.setAttribute("aria-label", text);
      say(text);
      const at = inside ? document.activeElement.dataset.at : "";
      barButtons.replaceChildren(...gesturesFor(ids), makeButton("pl-link", words.unchoose, () => {
        unchoose();
        focusActive();
      }));
      if (at) barButtons.querySelector(`[data-at="${at}"]`)?.focus();
    } else if (inside) focusActive();
  }
  const say = (text) => { spoken.textContent = text; };

  // What can be done with cards: the same for one that is open as for those that are chosen.
  function gesturesFor(ids, single = false) {
    const all = (test) => ids.every((id) => test(rows.get(id) ?? {}));
    const buttons = [];
    const add = (at, text, act) => {
      const button = makeButton("pl-link", text, () => act(button));
      button.dataset.at = at;
      buttons.push(button);
    };
    if (!single) add("move", words.move, (from) => askTheme(ids, from));
    if (!ids.some((id) => rows.get(id)?.aside)) add("confirm", words.confirm, () => gesture(ids, { do: "confirm" }));
    add("nature", words.nature, (from) => askNature(ids, from));
    add("secondary", words.secondary, (from) => askSecondary(ids, from));
    if (single) {
      for (const [theme, label] of rows.get(ids[0]).secondary) {
        add(`unsecondary-${theme}`, `${words.unsecondary} : ${label}`, () => gesture(ids, { do: "unsecondary", theme }));
      }
    }
    for (const [flag, label] of model.get("flags")) {
      const on = all((row) => row.flags?.includes(flag));
      add(flag, on ? `${words.unflag} : ${label}` : label[0].toUpperCase() + label.slice(1),
        () => gesture(ids, { do: "flag", flag, raised: !on }));
    }
    if (all((row) => row.aside)) add("aside", words.back, () => gesture(ids, { do: "back" }));
    else add("aside", words.aside, (from) => askReason(ids, from));
    return buttons;
  }

  // What is asked in a box over the board.

  const boxes = floatingBoxes({ root, board, name, words, focusActive });
  const themesOf = (test) => order.map((id) => columns.get(id)).filter(test)
    .map((column) => ({ value: column.id, label: column.label, note: column.count }));
  function askTheme(ids, from) {
    const options = themesOf((column) => ids.some((id) => rows.get(id)?.column !== column.id));
    boxes.askFrom(filled(words.move_title, { what: what(ids) }), options, from, (theme) => move(ids, theme),
      (typed) => askName(ids, from, typed));
  }
  function askSecondary(ids, from) {
    const special = new Set(["non_classe", "ecartee"]);
    const options = themesOf((column) => !special.has(column.id) && !ids.some((id) => rows.get(id)?.column === column.id));
    boxes.askFrom(filled(words.secondary_title, { what: what(ids) }), options, from,
      (theme) => gesture(ids, { do: "secondary", theme }));
  }
  function askNature(ids, from) {
    const options = model.get("natures").map(([value, label]) => ({ value, label }));
    boxes.askFrom(filled(words.nature_title, { what: what(ids) }), options, from,
      (nature) => gesture(ids, { do: "nature", nature }));
  }
  const askName = (ids, from, typed) => boxes.askWords(words.new_title, words.new_field,
    filled(words.new_done, { what: what(ids) }), from, typed, (label) => gesture(ids, { do: "new", label }));
  const askReason = (ids, from) => boxes.askWords(filled(words.aside_title, { what: what(ids) }), words.aside_field,
    words.aside_done, from, "", (reason) => gesture(ids, { do: "aside", reason }), model.get("reasons"));

  const offered = offeredIdeas({ offer, name, words, ask, say, focusActive, onRefuse: () => model.send({ do: "refuse" }) });

  // Cards.

  function makeCard(id) {
    const card = { id };
    card.item = make("li", "pb-item");
    card.node = make("div", "pb-card");
    card.node.dataset.card = id;
    card.node.tabIndex = -1;
    card.node.setAttribute("role", "group");
    const head = make("label", "pb-head");
    card.box = make("input");
    card.box.type = "checkbox";
    card.box.tabIndex = -1;
    card.place = make("span", "pb-place");
    card.nature = make("span", "pb-nature");
    head.append(card.box, card.place);
    const line = make("div", "pb-line");
    line.append(head, card.nature);
    card.text = make("p", "pb-text");
    card.text.id = `${name}-text-${id}`;
    card.before = make("span", "pb-around");
    card.idea = make("span", "pb-idea");
    card.after = make("span", "pb-around");
    card.text.append(card.before, card.idea, card.after);
    card.marks = make("p", "pb-marks");
    card.sure = make("p", "pb-sure");
    card.sure.id = `${name}-sure-${id}`;
    card.moveButton = makeButton("pl-link pb-gesture", words.move, () => askTheme(with_(id), card.moveButton));
    card.moreButton = makeButton("pl-link", words.open, () => unfold(card, !openCards.has(id)));
    card.moreButton.setAttribute("aria-expanded", "false");
    const foot = make("div", "pb-foot");
    foot.append(card.moveButton, card.moreButton);
    card.node.append(line, card.text, card.marks, card.sure, foot);
    card.node.setAttribute("aria-labelledby", card.text.id);
    card.node.setAttribute("aria-describedby", card.sure.id);
    card.item.append(card.node);
    card.box.addEventListener("click", (event) => {
      if (event.shiftKey && anchor) chooseTo(id);
      else choose(id, card.box.checked);
      anchor = id;
    });
    card.showChosen = () => {
      card.box.checked = chosen.has(id);
      card.node.classList.toggle("pb-chosen", chosen.has(id));
    };
    card.showWhole = (whole) => {
      if (!openCards.has(id)) return;
      write(card.before, whole.before);
      write(card.idea, whole.text);
      write(card.after, whole.after);
    };
    card.showWhy = (why) => {
      if (!card.why) return;
      const list = make("ul", "pb-near");
      for (const near of why.near) {
        const item = make("li", "pb-near-idea");
        item.append(make("span", "", near.text), make("span", "pl-small", ` ${near.place}, ${near.like}`));
        list.append(item);
      }
      card.why.replaceChildren(...why.said.map((text) => make("p", "", text)), ...(why.near.length ? [list] : []));
      card.why.hidden = false;
    };
    card.showWords = (found) => {
      chooseCut({ card, found, words, cutAt: (position) => ask({ do: "cut", idea: id, position }) });
    };
    cards.set(id, card);
    return card;
  }

  function fill(card) {
    const row = rows.get(card.id);
    if (card.row === row) return;
    const before = card.row;
    card.row = row;
    write(card.place, row.place);
    card.box.setAttribute("aria-label", `${words.choose} ${row.place}`);
    write(card.nature, row.nature_label);
    if (!before || before.before !== row.before || before.text !== row.text || before.after !== row.after) {
      write(card.before, row.before);
      write(card.idea, row.text);
      write(card.after, row.after);
      if (openCards.has(card.id) && row.short) model.send({ do: "whole", idea: card.id });
    }
    write(card.marks, row.marks);
    card.marks.hidden = !row.marks;
    write(card.sure, row.sure);
    card.node.dataset.state = row.state;
    card.moveButton.setAttribute("aria-label", `${words.move} ${row.place}`);
    card.moreButton.setAttribute("aria-label", `${card.moreButton.textContent} ${row.place}`);
    card.showChosen();
    if (card.more && before && Object.keys(row).some((key) => key !== "sure" && row[key] !== before[key])) fillMore(card);
    if (card.why && !card.why.hidden && before.column !== row.column) model.send({ do: "why", idea: card.id });
  }

  function unfold(card, open) {
    if (open) openCards.add(card.id);
    else openCards.delete(card.id);
    if (open && !card.more) {
      card.more = make("div", "pb-more");
      card.more.append(make("div", "pb-actions"), make("div", "pb-cut"), make("div", "pb-why"));
      card.cut = card.more.children[1];
      card.why = card.more.children[2];
      card.node.append(card.more);
    } else if (!open) {
      card.more?.remove();
      card.more = card.why = card.cut = null;
      write(card.before, card.row.before);
      write(card.idea, card.row.text);
      write(card.after, card.row.after);
      card.text.hidden = false;
    }
    card.moreButton.textContent = open ? words.close : words.open;
    card.moreButton.setAttribute("aria-expanded", String(open));
    card.moreButton.setAttribute("aria-label", `${card.moreButton.textContent} ${card.row.place}`);
    card.node.classList.toggle("pb-unfolded", open);
    if (open) {
      card.why.hidden = card.cut.hidden = true;
      fillMore(card);
      if (card.row.short) model.send({ do: "whole", idea: card.id });
      card.more.scrollIntoView({ block: "nearest" });
    }
  }

  function fillMore(card) {
    const place = card.more.firstChild;
    const at = place.contains(document.activeElement) ? document.activeElement.dataset.at : "";
    const buttons = readOnly ? [] : gesturesFor([card.id], true);
    const add = (key, text, act) => {
      const button = makeButton("pl-link", text, () => act(button));
      button.dataset.at = key;
      buttons.push(button);
      return button;
    };
    if (!readOnly && !card.row.aside) add("cut", words.cut, () => model.send({ do: "words", idea: card.id }));
    if (!readOnly && card.row.join) add("join", words.join, () => ask({ do: "join", idea: card.id }));
    const why = add("why", words.why, () => {
      if (card.why.hidden) model.send({ do: "why", idea: card.id });
      else card.why.hidden = true;
    });
    why.setAttribute("aria-expanded", String(!card.why.hidden));
    place.replaceChildren(...buttons);
    if (at) (place.querySelector(`[data-at="${at}"]`) ?? card.node).focus();
  }

  // Columns.

  function makeColumn(id) {
    const column = { id, shown: [], current: null };
    column.node = make("section", "pb-column");
    column.node.dataset.column = id;
    column.heading = make("h3", "pb-title");
    column.heading.id = `${name}-column-${id}`;
    column.head = makeButton("pb-column-head", "", () => model.send({ do: "close", column: id, closed: !column.closed }));
    column.labelNode = make("span", "pb-column-label");
    column.countNode = make("span", "pb-column-count");
    column.head.append(column.labelNode, column.countNode);
    column.head.tabIndex = -1;
    column.heading.append(column.head);
    column.list = make("ul", "pb-list");
    column.list.setAttribute("aria-labelledby", column.heading.id);
    column.moreButton = makeButton("pl-link pb-show-more", "", () => model.send({ do: "more", column: id }));
    column.moreButton.tabIndex = -1;
    column.empty = make("p", "pl-small pb-empty", words.empty);
    column.body = make("div", "pb-body");
    column.body.append(column.list, column.empty, column.moreButton);
    column.node.append(column.heading, column.body);
    columns.set(id, column);
    return column;
  }

  function fillColumn(column, data) {
    column.label = data.label;
    column.count = data.count;
    column.closed = data.closed;
    column.shown = data.shown;
    write(column.labelNode, data.label);
    write(column.countNode, data.count);
    column.head.setAttribute("aria-expanded", String(!data.closed));
    column.head.title = `${data.closed ? words.open_column : words.close_column} : ${data.label}`;
    column.node.classList.toggle("pb-closed", data.closed);
    column.body.hidden = data.closed;
    column.empty.hidden = data.shown.length > 0;
    column.list.hidden = data.shown.length === 0;
    column.moreButton.hidden = !data.more;
    write(column.moreButton, filled(words.more, { n: data.more }));
  }

  // Where arrows go in a column: its head, its cards, then « Afficher 50 de plus ».
  const stops = (column) => [
    column.head, ...column.shown.map((id) => cards.get(id).node),
    ...(column.moreButton.hidden || column.closed ? [] : [column.moreButton]),
  ];
  const columnOf = (node) => columns.get(node?.closest?.(".pb-column")?.dataset.column);
  const cardOf = (node) => cards.get(node?.closest?.(".pb-card")?.dataset.card);

  // The Tab key stops once in each column, where the keyboard last was.
  function setStop(column) {
    const all = stops(column);
    if (!all.includes(column.current)) column.current = all[column.shown.length ? 1 : 0];
    for (const node of all) {
      const to = node === column.current ? 0 : -1;
      if (node.tabIndex !== to) node.tabIndex = to;
    }
  }
  function activate(card) {
    if (active === card) return;
    if (active) for (const node of [active.box, active.moveButton, active.moreButton]) node.tabIndex = -1;
    active = card;
    if (active) for (const node of [active.box, active.moveButton, active.moreButton]) node.tabIndex = 0;
  }
  function focusActive() {
    const node = active?.node.isConnected ? active.node : columns.get(order[0])?.current;
    node?.focus();
  }

  // Keeping the page as Python says it is.

  function show(message) {
    if (!message.whole && message.number !== number + 1) {
      model.send({ do: "hello" });
      return;
    }
    number = message.number;
    readOnly = message.read_only;
    root.classList.toggle("pb-read-only", readOnly);
    if (message.whole) {
      const known = new Set(Object.keys(message.cards));
      for (const id of rows.keys()) if (!known.has(id)) rows.delete(id);
    }
    const focused = root.contains(document.activeElement) ? document.activeElement : null;
    const focusedCard = cardOf(focused);
    const from = focusedCard && columns.get(rows.get(focusedCard.id)?.column);
    const rank = from ? from.shown.indexOf(focusedCard.id) : -1;
    for (const [id, changed] of Object.entries(message.cards)) rows.set(id, { ...rows.get(id), ...changed });

    order = message.columns.map((data) => data.id);
    for (const data of message.columns) fillColumn(columns.get(data.id) ?? makeColumn(data.id), data);
    for (const [id, column] of columns) {
      if (order.includes(id)) continue;
      column.node.remove();
      columns.delete(id);
    }
    placeAll(board, order.map((id) => columns.get(id).node));
    const wanted = new Set();
    for (const id of order) for (const card of columns.get(id).shown) wanted.add(card);
    for (const [id, card] of cards) {
      if (wanted.has(id)) continue;
      card.item.remove();
      cards.delete(id);
      rows.delete(id);
      openCards.delete(id);
      if (chosen.delete(id)) showBar();
      if (active === card) active = null;
    }
    for (const id of order) {
      const column = columns.get(id);
      const items = column.shown.map((card) => {
        const found = cards.get(card) ?? makeCard(card);
        if (!found.node.draggable && !readOnly) found.node.draggable = true;
        fill(found);
        return found.item;
      });
      const kept = new Set(items);
      for (const node of [...column.list.children]) if (!kept.has(node)) node.remove();
      placeAll(column.list, items);
    }
    for (const id of order) setStop(columns.get(id));
    if (focused && focusedCard && !focusedCard.node.isConnected) {
      // Its card is not shown any more: the one that took its place has the keyboard now.
      const next = from && columns.has(from.id) ? stops(from)[Math.min(rank + 1, from.shown.length)] : null;
      (next ?? columns.get(order[0])?.current)?.focus();
    } else if (focused && focused !== document.activeElement && focused.isConnected) {
      focused.focus({ preventScroll: true });
      if (focusedCard && follows) {
        columnOf(focused).node.scrollIntoView({ block: "nearest", inline: "nearest" });
        focusedCard.node.scrollIntoView({ block: "nearest", inline: "nearest" });
      }
    }
    offered.show(message.offer);
    if (message.go && columns.has(message.go)) {
      const { node, head } = columns.get(message.go);
      if (message.focus) {
        node.scrollIntoView({ block: "nearest", inline: "nearest" });
        head.focus();
      }
      board.scrollLeft += node.getBoundingClientRect().left - board.getBoundingClientRect().left - BESIDE;
    }
  }

  // Puts nodes in order, moving only those that are not in their place.
  function placeAll(parent, nodes) {
    let next = parent.firstChild;
    for (const node of nodes) {
      if (node === next) next = next.nextSibling;
      else parent.insertBefore(node, next);
    }
  }

  // The keyboard.

  function neighbour(node, step) {
    const at = order.indexOf(columnOf(node).id) + step;
    return at >= 0 && at < order.length ? columns.get(order[at]) : null;
  }
  // The card of the next column that is the nearest in height.
  function across(node, step) {
    const column = neighbour(node, step);
    if (!column) return null;
    if (node === columnOf(node).head || column.closed || !column.shown.length) return column.head;
    const height = node.getBoundingClientRect().top;
    let best = column.head;
    let least = Infinity;
    for (const other of stops(column).slice(1)) {
      const gap = Math.abs(other.getBoundingClientRect().top - height);
      if (gap >= least) break;
      [best, least] = [other, gap];
    }
    return best;
  }
  function goTo(node) {
    if (!node) return;
    node.focus();
    columnOf(node).node.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
  function keys(event) {
    event.stopPropagation();
    follows = true;
    const target = event.target;
    const control = event.ctrlKey || event.metaKey;
    const typing = target.matches("input[type=text]");
    const letter = event.key.toLowerCase();
    const done = () => event.preventDefault();
    if (event.altKey && /^Arrow(Left|Right)$/.test(event.key)) done(); // the browser would leave the page
    if (typing) return;
    if (control && (letter === "z" || letter === "y")) {
      done();
      if (!readOnly) model.send({ do: letter === "y" || event.shiftKey ? "redo" : "undo" });
      return;
    }
    if (offer.contains(target)) {
      if (event.key === "Escape") offered.refuse();
      return;
    }
    if (letter === "p" && !control && !event.altKey && !offer.hidden && !boxes.isOpen()) {
      done();
      offer.querySelector("input").focus();
      return;
    }
    const column = columnOf(target);
    if (!column) {
      if (event.key === "Escape" && bar.contains(target)) { unchoose(); focusActive(); }
      return;
    }
    const card = cardOf(target);
    if (card && target !== card.node) {
      if (event.key === "Escape") { card.node.focus(); done(); }
      return;
    }
    const all = stops(column);
    const at = all.indexOf(target);
    if (card && event.altKey && /^Arrow(Left|Right)$/.test(event.key)) {
      const to = neighbour(target, event.key === "ArrowRight" ? 1 : -1);
      if (to && !readOnly) move(with_(card.id), to.id);
    } else if (event.altKey) return;
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      done();
      const next = all[at + (event.key === "ArrowDown" ? 1 : -1)];
      if (event.shiftKey && card && !readOnly) {
        choose(card.id, true);
        if (cardOf(next)) choose(cardOf(next).id, true);
      }
      goTo(next);
    } else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      done();
      goTo(across(target, event.key === "ArrowRight" ? 1 : -1));
    } else if (event.key === "Home" || event.key === "End") {
      done();
      goTo(event.key === "Home" ? all[0] : all.at(-1));
    } else if (event.key === "Escape") unchoose();
    else if (!card) return;
    else if (event.key === "Enter") { done(); unfold(card, !openCards.has(card.id)); }
    else if (readOnly) return;
    else if (event.key === " ") {
      done();
      if (event.shiftKey && anchor) chooseTo(card.id);
      else choose(card.id);
      anchor = card.id;
    } else if (control && letter === "a") {
      done();
      for (const id of column.shown) choose(id, true);
    } else if (letter === "d" && !control) { done(); askTheme(with_(card.id), card.node); }
  }
  root.addEventListener("keydown", keys);
  board.addEventListener("focusin", (event) => {
    const column = columnOf(event.target);
    const card = cardOf(event.target);
    activate(card ?? active);
    if (!column) return;
    const stop = card?.node ?? event.target;
    if (stops(column).includes(stop) && column.current !== stop) {
      column.current = stop;
      setStop(column);
    }
  });

  // The mouse. While its button is down, or cards are dragged, what Python says waits: browsers drag what lies
  // under the mouse once it has moved, which is another card if the page moved meanwhile.

  function hold(event) {
    follows = false;
    if (event.button !== 0) return;
    held = true;
    pressed = cardOf(event.target);
    root.dataset.plHeld = ""; // the head of the page does not move either
  }
  function letGo() {
    held = false;
    pressed = null;
    dragged = [];
    hover(null);
    delete root.dataset.plHeld;
    setTimeout(() => { // once the click that follows the release has found its button
      if (held) return;
      for (const message of late.splice(0)) take(message);
      document.dispatchEvent(new Event("pl-released"));
    });
  }
  const letGoOfNoCard = () => { if (held && !dragged.length) letGo(); };
  const noticeLostRelease = (event) => { if (!(event.buttons & 1)) letGoOfNoCard(); };
  root.addEventListener("pointerdown", hold, true);
  const releases = [
    [document, "pointerup", letGoOfNoCard], [document, "pointercancel", letGoOfNoCard],
    [document, "pointermove", noticeLostRelease], [window, "blur", (event) => { if (event.target === window) letGoOfNoCard(); }],
  ];
  for (const [target, type, act] of releases) target.addEventListener(type, act, true);

  board.addEventListener("click", (event) => {
    const card = cardOf(event.target);
    if (!card || readOnly || event.target.closest("button, input, label, .pb-more")) return;
    if (event.ctrlKey || event.metaKey) choose(card.id);
    else if (event.shiftKey && anchor) chooseTo(card.id);
    anchor = card.id;
  });
  board.addEventListener("dragstart", (event) => {
    const under = cardOf(event.target);
    if (!under || readOnly) return;
    const card = held ? pressed : under;
    if (!card) {
      event.preventDefault();
      return;
    }
    held = true;
    dragged = with_(card.id);
    event.dataTransfer.setData("text/plain", card.id); // Firefox drags nothing without words
    event.dataTransfer.effectAllowed = "move";
    if (dragged.length > 1) {
      const picture = make("div", "pb-dragged", filled(words.several_chosen, { n: dragged.length }));
      root.append(picture);
      event.dataTransfer.setDragImage(picture, 0, 0);
      setTimeout(() => picture.remove());
    } else if (card !== under) event.dataTransfer.setDragImage(card.node, 0, 0);
    card.node.focus({ preventScroll: true });
  });
  let over = null;
  const hover = (column) => {
    if (over === column) return;
    over?.node.classList.remove("pb-over");
    over = column;
    over?.node.classList.add("pb-over");
  };
  board.addEventListener("dragover", (event) => {
    const column = columnOf(event.target);
    if (!dragged.length || !column) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
    hover(column);
  });
  board.addEventListener("drop", (event) => {
    const column = columnOf(event.target);
    const ids = dragged;
    letGo();
    if (!ids.length || !column) return;
    event.preventDefault();
    column.body.scrollTop = 0; // where cards arrive
    move(ids, column.id);
  });
  board.addEventListener("dragend", letGo);

  model.on("msg:custom", heard);
  model.send({ do: "hello" });
  return () => {
    boxes.close();
    for (const [target, type, act] of releases) target.removeEventListener(type, act, true);
    document.dispatchEvent(new Event("pl-released"));
    model.off("msg:custom", heard);
    model.send({ do: "bye" }); // the next page to show the board asks for it whole
  };
}
export default { render };
