// What would be read of each file: columns, with a choice for each, the first rows, rows set apart. Python reads
// the files; here are only what is open and where the focus is. Words of people are set as text, never as markup.
function render({ model, el }) {
  const words = model.get("words");
  el.classList.add("pl-import");
  const { ask, heard } = askingOf(model);
  const opened = new Map(); // by heading: whether she opened or closed it

  function fold(key, heading, openAtFirst, level) {
    const box = make("details", "pl-import-fold");
    box.open = opened.get(key) ?? openAtFirst;
    box.addEventListener("toggle", () => opened.set(key, box.open));
    const summary = make("summary");
    summary.append(make(level, "", heading));
    box.append(summary);
    return box;
  }

  function frame(label, headings, lines) {
    const region = make("div", "pl-table");
    region.tabIndex = 0;
    region.setAttribute("role", "region");
    region.setAttribute("aria-label", label);
    const table = make("table");
    const head = make("tr");
    for (const heading of headings) {
      const cell = make("th", "", heading);
      cell.scope = "col";
      head.append(cell);
    }
    const top = make("thead");
    top.append(head);
    const body = make("tbody");
    for (const cells of lines) {
      const line = make("tr");
      cells.forEach((content, rank) => {
        const cell = make(rank ? "td" : "th");
        if (!rank) cell.scope = "row";
        cell.append(...(Array.isArray(content) ? content : [content]));
        line.append(cell);
      });
      body.append(line);
    }
    table.append(make("caption", "pl-hidden", label), top, body);
    region.append(table);
    return region;
  }

  function choiceOf(table, column) {
    if (!column.choosable) return make("span", "pl-small", words.fixed);
    const select = make("select");
    select.setAttribute("aria-label", filled(words.read_as_column, column));
    select.dataset.focus = JSON.stringify([table.source, column.name]);
    select.disabled = model.get("locked");
    for (const [name, label] of model.get("uses")) {
      const option = make("option", "", label);
      option.value = name;
      select.append(option);
    }
    select.value = column.use;
    select.addEventListener("change", async () => {
      const done = await ask({ op: "correct", source: table.source, column: column.name, use: select.value });
      if (!done) select.value = column.use;
    });
    return select;
  }

  function columnsOf(table, first) {
    const box = fold(`columns/${table.source}`, `${words.columns} (${table.columns.length})`, first, "h5");
    const lines = table.columns.map((column) => [
      [make("span", column.enters ? "pl-import-kept" : "pl-import-left", column.name)],
      column.examples.length
        ? column.examples.map((example) => make("span", "pl-import-example", example))
        : [make("span", "pl-small", words.hidden)],
      [make("strong", "", column.role)],
      choiceOf(table, column),
      [make("span", "", column.why), make("span", "pl-small", ` (${column.filled})`)],
    ]);
    const label = `${words.columns}, ${table.source}`;
    box.append(frame(label, [words.column, words.examples, words.becomes, words.read_as, words.why], lines));
    return box;
  }

  function rowsOf(table, first) {
    const box = fold(`rows/${table.source}`, `${words.rows} (${table.rows.length})`, first, "h5");
    const withGroup = table.rows.some((row) => row.group);
    const withDetails = table.rows.some((row) => row.details.length);
    const headings = [words.row, words.text];
    if (table.several_questions) headings.push(words.question);
    if (withGroup) headings.push(words.group);
    if (withDetails) headings.push(words.details);
    const lines = table.rows.map((row) => {
      const cells = [String(row.row), [make("span", "pl-import-text", row.text)]];
      if (table.several_questions) cells.push(row.question);
      if (withGroup) cells.push(row.group);
      if (withDetails) cells.push(row.details.map((detail) => make("span", "pl-import-example", detail)));
      return cells;
    });
    box.append(make("p", "pl-note", words.names), frame(`${words.rows}, ${table.source}`, headings, lines));
    return box;
  }

  function show() {
    const kept = document.activeElement?.dataset?.focus;
    const held = el.contains(document.activeElement);
    const { files } = model.get("state");
    el.replaceChildren();
    if (!files.length) el.append(make("p", "pl-note", words.none));
    files.forEach((file, rank) => {
      const section = make("section", "pl-import-file");
      const top = make("div", "pl-import-top");
      const leave = makeButton("pl-button", words.leave, () => ask({ op: "leave", rank }));
      leave.setAttribute("aria-label", `${words.leave} : ${file.name}`);
      leave.disabled = model.get("locked");
      top.append(make("h3", "", file.name), leave);
      section.append(top);
      file.tables.forEach((table, order) => {
        const first = files.length === 1 && order === 0;
        if (file.tables.length > 1) section.append(make("h4", "", table.source));
        else section.append(make("h4", "pl-hidden", table.description));
        section.append(make("p", "pl-import-said", table.description));
        if (table.problem) section.append(make("p", "pl-warning", table.problem));
        for (const remark of table.remarks) section.append(make("p", "pl-small", remark));
        section.append(columnsOf(table, first || Boolean(table.problem)));
        if (table.rows.length) section.append(rowsOf(table, first));
        if (table.apart.length) {
          const box = fold(`apart/${table.source}`, `${words.apart} (${table.apart.length})`, first, "h5");
          const lines = table.apart.map((one) => [one.reason, one.count, one.first]);
          box.append(frame(`${words.apart}, ${table.source}`, [words.reason, words.count, words.first], lines));
          section.append(box);
        }
      });
      el.append(section);
    });
    if (held && kept) [...el.querySelectorAll("[data-focus]")].find((one) => one.dataset.focus === kept)?.focus();
  }
  show();
  model.on("change:state", show);
  model.on("change:locked", show);
  model.on("msg:custom", heard);
  return () => {
    model.off("change:state", show);
    model.off("change:locked", show);
    model.off("msg:custom", heard);
  };
}
export default { render };
