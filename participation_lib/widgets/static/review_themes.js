// The table of themes. Python holds the themes and does what is asked; here are only the focus, which
// rows are open, and what is being typed. Rows are kept from one state to the next, never made anew.
function render({ model, el }) {
  const words = model.get("words");
  el.classList.add("pl-themes-list");
  const rows = new Map();
  let readOnly = false;

  const { ask, heard } = askingOf(model);

  const heading = make("h3");
  const create = make("form", "pl-create");
  const newName = makeInput(120);
  const createButton = make("button", "pl-button", words.create);
  createButton.type = "submit";
  create.append(makeField(words.new, newName), createButton);
  create.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await ask({ op: "create", label: newName.value })) newName.value = "";
    newName.focus();
  });
  const top = make("div", "pl-themes-top");
  top.append(heading, create);
  const none = make("p", "pl-note", words.empty);

  const table = make("table");
  const caption = make("caption", "pl-hidden", words.caption);
  const head = make("thead");
  const headRow = make("tr");
  const columns = {};
  for (const name of ["theme", "ideas", "contributions", "groups", "solidity", "review", "actions"]) {
    columns[name] = make("th", /ideas|contributions|groups/.test(name) ? "pl-number" : "", words[name]);
    columns[name].scope = "col";
    headRow.append(columns[name]);
  }
  head.append(headRow);
  const body = make("tbody");
  const foot = make("tfoot");
  table.append(caption, head, body, foot);
  el.append(top, none, table);

  function makeRow(id) {
    const row = { id, data: null, open: false };
    row.line = make("tr");
    row.name = make("th");
    row.name.scope = "row";
    row.label = make("span", "pl-theme-name");
    row.hint = make("span", "pl-small pl-theme-hint");
    row.text = make("span", "pl-theme-text");
    row.text.append(row.label, row.hint);
    row.name.append(row.text);
    row.ideas = make("td", "pl-number");
    row.contributions = make("td", "pl-number");
    row.groups = make("td", "pl-number");
    row.solidity = make("td");
    row.review = make("td");
    row.marks = make("strong", "pl-theme-marks");
    row.reading = make("span");
    row.review.append(row.marks, row.reading);
    const actions = make("td", "pl-theme-actions");
    row.openButton = makeButton("pl-link", words.open, () => model.send({ op: "open", theme_id: id }));
    row.renameButton = makeButton("pl-link pl-gesture", words.rename, () => rename(row));
    row.approveButton = makeButton("pl-link pl-gesture", "", () => ask({ op: "approve", theme_id: id, on: !row.data.approved }));
    row.moreButton = makeButton("pl-link pl-gesture", words.more, () => unfold(row, !row.open));
    row.deleteButton = makeButton("pl-link pl-gesture", words.delete, async () => {
      if (await ask({ op: "delete", theme_id: id })) newName.focus();
    });
    actions.append(row.openButton, row.deleteButton, row.renameButton, row.approveButton, row.moreButton);
    row.line.append(row.name, row.ideas, row.contributions, row.groups, row.solidity, row.review, actions);
    row.below = make("tr", "pl-theme-more");
    row.below.hidden = true;
    row.place = make("td");
    row.below.append(row.place);
    return row;
  }

  function fill(row, data) {
    row.data = data;
    write(row.label, data.label);
    write(row.hint, [data.close_words, data.hint].filter(Boolean).join(" · "));
    write(row.ideas, data.ideas);
    write(row.contributions, data.contributions);
    write(row.groups, data.groups);
    write(row.solidity, data.solidity);
    write(row.marks, data.marks);
    write(row.reading, data.review);
    write(row.approveButton, data.approved ? words.disapprove : words.approve);
    // An empty theme has nothing to show: it may be deleted instead.
    row.openButton.hidden = data.empty;
    row.deleteButton.hidden = !data.empty;
    for (const button of [row.openButton, row.deleteButton, row.renameButton, row.approveButton, row.moreButton]) {
      button.setAttribute("aria-label", `${button.textContent} : ${data.label}`);
    }
    if (row.fillBelow) row.fillBelow();
  }

  function rename(row) {
    if (row.editor) {
      row.editor.querySelector("input").focus();
      return;
    }
    const form = make("form", "pl-rename");
    const input = makeInput(120);
    input.value = row.data.label;
    input.setAttribute("aria-label", `${words.new_name} : ${row.data.label}`);
    const save = make("button", "pl-button", words.save);
    save.type = "submit";
    const close = () => {
      form.remove();
      row.editor = null;
      row.text.hidden = false;
      row.renameButton.focus();
    };
    const cancel = makeButton("pl-button", words.give_up, close);
    form.append(input, save, cancel);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (input.value.trim() === row.data.label || (await ask({ op: "rename", theme_id: row.id, label: input.value }))) close();
      else input.focus();
    });
    form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
    });
    row.editor = form;
    row.text.hidden = true;
    row.name.append(form);
    input.focus();
    input.select();
  }

  function unfold(row, open) {
    row.open = open;
    if (open && !row.fillBelow) makeBelow(row);
    row.below.hidden = !open;
    row.line.classList.toggle("pl-open", open);
    row.moreButton.textContent = open ? words.less : words.more;
    row.moreButton.setAttribute("aria-expanded", String(open));
    row.moreButton.setAttribute("aria-label", `${row.moreButton.textContent} : ${row.data.label}`);
    if (!open && model.get("proposal").theme_id === row.id) model.send({ op: "give_up" });
  }

  function makeBelow(row) {
    const parts = make("div", "pl-theme-parts");

    const describe = make("form", "pl-inline");
    const description = makeInput(600);
    const describeButton = make("button", "pl-button", words.save_description);
    describeButton.type = "submit";
    const field = makeField(words.description, description);
    field.classList.add("pl-wide");
    describe.append(field, describeButton);
    describe.addEventListener("submit", (event) => {
      event.preventDefault();
      ask({ op: "describe", theme_id: row.id, description: description.value });
    });

    const merge = make("div", "pl-inline");
    const others = make("select");
    others.addEventListener("change", () => {
      if (others.value) ask({ op: "propose_merge", theme_id: row.id, into_id: others.value });
      else model.send({ op: "give_up" });
    });
    merge.append(makeField(words.merge, others));

    const split = make("div", "pl-inline");
    split.setAttribute("role", "group");
    split.setAttribute("aria-label", words.split);
    const splitInto = (n, label) => {
      const button = makeButton("pl-button", label, async () => {
        button.textContent = words.busy;
        button.setAttribute("aria-disabled", "true");
        await ask({ op: "propose_split", theme_id: row.id, n_parts: n });
        button.textContent = label;
        button.removeAttribute("aria-disabled");
      });
      return button;
    };
    split.append(splitInto(2, words.split_2), splitInto(3, words.split_3));

    const lock = make("div", "pl-inline");
    const lockButton = makeButton("pl-button", "", () => ask({ op: "lock", theme_id: row.id, on: !row.data.locked }));
    const note = make("span", "pl-small", words.lock_note);
    lock.append(lockButton, note);

    row.proposal = make("div", "pl-proposal");
    row.proposal.hidden = true;
    parts.append(describe, merge, split, lock);
    row.place.append(parts, row.proposal);
    row.others = others;

    let shownDescription = null;
    row.fillBelow = () => {
      if (row.data.description !== shownDescription) {
        shownDescription = row.data.description;
        description.value = shownDescription;
      }
      lockButton.textContent = row.data.locked ? words.unlock : words.lock;
      const chosen = others.value;
      const choices = model.get("state").rows.filter((other) => other.id !== row.id);
      choices.sort((a, b) => (b.id === row.data.close) - (a.id === row.data.close));
      others.replaceChildren(
        new Option(`${words.choose}…`, ""),
        ...choices.map((other) => new Option(
          other.id === row.data.close ? `${other.option} – ${words.nearest}` : other.option, other.id)),
      );
      others.value = choices.some((other) => other.id === chosen) ? chosen : "";
      split.hidden = row.data.ideas === "0" || row.data.ideas === "1";
    };
    row.fillBelow();
  }

  // What a merge or a split would do, before it is done.
  let shownProposal = null;
  function propose() {
    const proposal = model.get("proposal");
    if (proposal === shownProposal) return;
    shownProposal = proposal;
    for (const row of rows.values()) {
      if (!row.proposal) continue;
      const mine = proposal.theme_id === row.id;
      row.proposal.hidden = !mine;
      row.proposal.replaceChildren();
      if (!mine || proposal.kind !== "merge") row.others.value = "";
      if (mine) (proposal.kind === "merge" ? proposeMerge : proposeSplit)(row, proposal);
    }
  }

  function giveUp(row, back) {
    const button = makeButton("pl-button", words.give_up, () => {
      model.send({ op: "give_up" });
      back.focus();
    });
    row.proposal.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && event.target.tagName !== "SELECT") button.click();
    }, { once: true });
    return button;
  }

  function proposeMerge(row, proposal) {
    const said = make("p", "", proposal.words);
    said.setAttribute("role", "status");
    const accept = makeButton("pl-button pl-strong", words.confirm_merge, async () => {
      if (await ask({ op: "merge", theme_id: row.id, into_id: proposal.into_id })) {
        rows.get(proposal.into_id)?.moreButton.focus();
      }
    });
    const buttons = make("div", "pl-inline");
    buttons.append(accept, giveUp(row, row.others));
    row.proposal.append(said, buttons);
  }

  function proposeSplit(row, proposal) {
    const said = make("p", "", proposal.words);
    said.tabIndex = -1;
    const columns = make("div", "pl-split");
    const parts = proposal.parts.map((part, rank) => {
      const section = make("div", "pl-split-part");
      section.setAttribute("role", "group");
      const name = makeInput(120);
      name.value = part.label;
      const count = make("p", "pl-small");
      const list = make("ul");
      section.append(makeField(rank ? words.part_name : words.kept_name, name), make("p", "pl-small", part.keywords), count, list);
      columns.append(section);
      return { name, list, count, section };
    });
    const nameOf = (rank) => (rank ? parts[rank].name.value.trim() || `${words.part_name} ${rank}` : words.stays);
    const recount = () => parts.forEach((part, rank) => {
      const n = part.list.children.length;
      part.count.textContent = `${n} ${words.ideas.toLowerCase().replace(/s$/, n < 2 ? "" : "s")}`;
      part.section.setAttribute("aria-label", nameOf(rank));
    });
    const selects = [];
    proposal.parts.forEach((part, rank) => {
      for (const idea of part.ideas) {
        const line = make("li");
        line.dataset.idea = idea.id;
        const text = make("span", "pl-idea-text", idea.text);
        const where = make("span", "pl-small", `${idea.reference} `);
        const select = make("select");
        select.setAttribute("aria-label", `${words.place} ${idea.reference}`);
        select.append(...parts.map((_, other) => new Option(nameOf(other), String(other))));
        select.value = String(rank);
        select.addEventListener("change", () => {
          parts[Number(select.value)].list.append(line);
          select.focus();
          recount();
        });
        selects.push(select);
        line.append(where, text, select);
        parts[rank].list.append(line);
      }
    });
    parts.forEach(({ name }, rank) => name.addEventListener("input", () => {
      for (const select of selects) select.options[rank].textContent = nameOf(rank);
      recount();
    }));
    recount();
    const accept = makeButton("pl-button pl-strong", words.accept_split, async () => {
      const content = parts.slice(1).map((part) => ({
        label: part.name.value,
        idea_ids: [...part.list.children].map((line) => line.dataset.idea),
      }));
      const done = await ask({ op: "split", theme_id: row.id, kept_label: parts[0].name.value, parts: content });
      if (done) row.moreButton.focus();
    });
    const buttons = make("div", "pl-inline");
    buttons.append(accept, giveUp(row, row.moreButton));
    row.proposal.append(said, columns, buttons);
    said.focus();
  }

  function show() {
    const state = model.get("state");
    if (!state.rows) return;
    const held = document.activeElement;
    write(heading, state.heading);
    write(columns.groups, state.groups);
    readOnly = state.read_only;
    el.classList.toggle("pl-read-only", readOnly);
    create.hidden = readOnly;
    none.hidden = state.rows.length > 0;
    table.classList.toggle("pl-without-groups", !state.groups);
    const kept = new Set(state.rows.map((data) => data.id));
    for (const [id, row] of rows) {
      if (kept.has(id)) continue;
      row.line.remove();
      row.below.remove();
      rows.delete(id);
    }
    let next = body.firstChild;
    for (const data of state.rows) {
      if (!rows.has(data.id)) rows.set(data.id, makeRow(data.id));
      const row = rows.get(data.id);
      fill(row, data);
      row.place.colSpan = state.groups ? 7 : 6;
      if (row.line === next) next = row.below.nextSibling;
      else {
        body.insertBefore(row.line, next);
        body.insertBefore(row.below, next);
      }
    }
    foot.replaceChildren(...state.apart.map((data) => {
      const line = make("tr");
      const name = make("th", "", data.label);
      name.scope = "row";
      const last = make("td", "pl-theme-actions");
      const open = makeButton("pl-link", words.open, () => model.send({ op: "open", theme_id: data.id }));
      open.setAttribute("aria-label", `${words.open} : ${data.label}`);
      if (data.ideas !== "0") last.append(open);
      const empty = make("td");
      empty.colSpan = state.groups ? 4 : 3;
      line.append(name, make("td", "pl-number", data.ideas), empty, last);
      return line;
    }));
    // A row that changes its place loses the keyboard: it is given back.
    if (held && held !== document.activeElement && el.contains(held)) held.focus();
  }

  el.addEventListener("keydown", (event) => event.stopPropagation());
  show();
  propose();
  model.on("change:state", show);
  model.on("change:proposal", propose);
  model.on("msg:custom", heard);
  return () => {
    model.off("change:state", show);
    model.off("change:proposal", propose);
    model.off("msg:custom", heard);
  };
}
export default { render };
