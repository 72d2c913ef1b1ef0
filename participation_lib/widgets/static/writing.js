// A document as it is written. Python holds the sentences and does what is asked; here are only what is open,
// what is being typed, and where the focus goes. Words are set as text, never as markup.
function makeArea(value) {
  const area = make("textarea");
  area.rows = 3;
  area.maxLength = 2000;
  area.value = value;
  return area;
}

function render({ model, el }) {
  const words = model.get("words");
  el.classList.add("pl-writing");
  const open = new Map(); // what is being typed, by key: it outlives a new state
  const unfolded = new Set(); // common texts whose contributions are being read
  let focusKey = "";
  const unique = Math.random().toString(36).slice(2);

  const { ask, heard } = askingOf(model);

  const top = make("div", "pl-writing-top");
  const choice = make("select");
  choice.addEventListener("change", () => ask({ op: "open", document: choice.value }));
  const undo = makeButton("pl-button", words.undo, () => ask({ op: "undo" }));
  const facts = make("p", "pl-small pl-writing-facts");
  top.append(makeField(words.document, choice), undo, facts);
  const body = make("div", "pl-writing-body");
  const later = new Set(); // debates she will look at another time

  const settings = make("details", "pl-more");
  const inclusive = make("select");
  const least = makeInput(9);
  const most = makeInput(9);
  for (const bound of [least, most]) bound.inputMode = "numeric";
  const length = make("form", "pl-writing-length");
  const saveLength = make("button", "pl-button", words.save_length);
  saveLength.type = "submit";
  const whole = makeField(words.inclusive, inclusive);
  whole.append(make("p", "pl-small", words.inclusive_what));
  length.append(makeField(words.least, least), makeField(words.most, most), saveLength);
  settings.append(make("summary", "", words.settings), whole, length, make("p", "pl-small", words.plan_length));
  inclusive.addEventListener("change", () => ask({ op: "inclusive", choice: inclusive.value }));
  length.addEventListener("submit", (event) => {
    event.preventDefault();
    ask({ op: "length", least: least.value, most: most.value });
  });
  el.append(top, settings, body);

  // A form that opens in place: fields, a button to save, one to give up.
  function form(key, fields, save, send) {
    const box = make("form", "pl-writing-form");
    const typed = open.get(key);
    for (const [name, [label, control]] of Object.entries(fields)) {
      if (typed.values[name] !== undefined) control.value = typed.values[name];
      control.addEventListener("input", () => { typed.values[name] = control.value; });
      control.dataset.focus = `${key}/${name}`;
      box.append(makeField(label, control));
    }
    const row = make("div", "pl-writing-actions");
    const submit = make("button", "pl-button pl-strong", save);
    submit.type = "submit";
    const close = () => { open.delete(key); focusKey = typed.from; draw(); };
    row.append(submit, makeButton("pl-button", words.give_up, close));
    box.append(row);
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { event.preventDefault(); close(); }
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); box.requestSubmit(); }
    });
    box.addEventListener("submit", async (event) => {
      event.preventDefault();
      const values = Object.fromEntries(Object.entries(fields).map(([name, [, control]]) => [name, control.value]));
      if (await send(values)) close();
    });
    return box;
  }

  function opener(key, text, from, className = "pl-link") {
    const button = makeButton(className, text, () => {
      if (open.has(key)) open.delete(key);
      else open.set(key, { values: {}, from });
      focusKey = open.has(key) ? `${key}/` : from;
      draw();
    });
    button.dataset.focus = from;
    button.setAttribute("aria-expanded", String(open.has(key)));
    return button;
  }

  function drawSources(id, rows) {
    const list = make("ul", "pl-sources");
    for (const row of rows) {
      const line = make("li");
      const marks = [row.where, row.quoted ? words.quoted : ""].filter(Boolean).join(", ");
      line.append(make("span", "pl-small", `${marks} — `), make("span", "pl-idea-text", row.text));
      if (row.refused) line.append(make("span", "pl-small", ` (${words.refused} ${row.refused})`));
      else {
        const key = `refuse/${id}/${row.idea_id}`;
        const links = make("span", "pl-source-links");
        links.append(opener(key, words.refuse, `${key}/from`));
        if (!row.quoted) links.append(makeButton("pl-link", words.pin, () => ask({ op: "pin", idea: row.idea_id })));
        line.append(" ", links);
        if (open.has(key)) {
          line.append(form(key, { reason: [words.refuse_why, makeInput(200)] }, words.refuse,
            (values) => ask({ op: "refuse", idea: row.idea_id, ...values })));
        }
      }
      list.append(line);
    }
    return list;
  }

  function drawSentence(section, rank, readOnly) {
    const row = section.sentences[rank];
    const id = row.statement_id;
    const item = make("li", `pl-writing-sentence pl-form-${row.form}`);
    item.dataset.statement = id;
    const text = make("p", "pl-writing-text");
    if (row.lead) text.append(make("strong", "", `${row.lead}. `));
    text.append(make("span", "", row.text));
    if (row.cells.length) text.append(make("span", "pl-small", `  ${row.cells.filter(Boolean).join(" · ")}`));
    item.append(text);
    const facts = [row.evidence, row.edited_by ? `${words.by} ${row.edited_by}` : ""].filter(Boolean).join(" · ");
    const line = make("div", "pl-writing-line");
    line.append(make("span", "pl-small", facts));
    const from = `s/${id}`;
    const more = `more/${id}`;
    if (row.has_sources) {
      const shown = model.get("sources")[id] !== undefined;
      const button = makeButton("pl-link", shown ? words.hide : words.sources, () => {
        focusKey = `${from}/sources`;
        ask({ op: "sources", id });
      });
      button.dataset.focus = `${from}/sources`;
      button.setAttribute("aria-expanded", String(shown));
      line.append(button);
    }
    if (!readOnly) line.append(opener(more, open.has(more) ? words.less : words.more, `${from}/more`));
    item.append(line);
    row.remarks.forEach((remark, number) => {
      const box = make("div", remark.blocking ? "pl-writing-remark" : "pl-writing-remark pl-writing-advice");
      const proposed = remark.suggestion ? ` ${words.suggestion} ${remark.suggestion}` : "";
      box.append(make("p", "", remark.words ? `« ${remark.words} » — ${remark.message}${proposed}` : remark.message));
      const key = `keep/${id}/${number}`;
      if (remark.control && !readOnly) {
        box.append(opener(key, words.keep, `${key}/from`));
        if (open.has(key)) {
          box.append(form(key, { reason: [words.keep_why, makeInput(200)] }, words.keep,
            (values) => ask({ op: "keep", id, control: remark.control, words: remark.words, ...values })));
        }
      }
      item.append(box);
    });
    if (row.changed) {
      const change = make("div", "pl-writing-change");
      change.append(make("p", "", words.changed));
      const pair = make("dl");
      pair.append(make("dt", "", words.before), make("dd", "", row.before));
      pair.append(make("dt", "", words.now), make("dd", "", row.now || words.vanished));
      change.append(pair);
      if (!readOnly) change.append(makeButton("pl-button", words.confirm, () => ask({ op: "confirm", id })));
      item.append(change);
    }
    if (open.has(more) && !readOnly) {
      const bar = make("div", "pl-writing-actions");
      const step = (up, label) => {
        const button = makeButton("pl-button", label, () => {
          focusKey = `${from}/${label}`;
          ask({ op: "shift", id, up });
        });
        button.dataset.focus = `${from}/${label}`;
        button.disabled = up ? rank === 0 : rank === section.sentences.length - 1;
        return button;
      };
      bar.append(opener(`rewrite/${id}`, words.rewrite, `${from}/rewrite`, "pl-button"), step(true, words.up),
        step(false, words.down), opener(`remove/${id}`, words.remove, `${from}/remove`, "pl-button"));
      const next = section.sentences[rank + 1];
      if (next) bar.append(opener(`merge/${id}`, words.merge, `${from}/merge`, "pl-button"));
      const isQuestion = section.section_id.startsWith("questions") && row.form === "row";
      if (isQuestion) bar.append(opener(`answer/${id}`, words.answer, `${from}/answer`, "pl-button"));
      item.append(bar);
      if (open.has(`rewrite/${id}`)) {
        item.append(form(`rewrite/${id}`, { text: [words.sentence, makeArea(row.text)] }, words.save,
          (values) => ask({ op: "rewrite", id, ...values })));
      }
      if (open.has(`remove/${id}`)) {
        item.append(form(`remove/${id}`, { reason: [words.why, makeInput(200)] }, words.remove,
          (values) => ask({ op: "remove", id, ...values })));
      }
      if (next && open.has(`merge/${id}`)) {
        item.append(form(`merge/${id}`, { text: [words.sentence, makeArea(`${row.text} ${next.text}`)] }, words.save,
          (values) => ask({ op: "merge", ids: [id, next.statement_id], ...values })));
      }
      if (isQuestion && open.has(`answer/${id}`)) {
        item.append(form(`answer/${id}`, {
          answer: [words.answer_text, makeArea("")],
          service: [words.service, makeInput(120)],
          due: [words.due, makeInput(60, row.cells[1] || "")],
        }, words.save, (values) => ask({ op: "answer", idea: id.split(".").pop(), ...values })));
      }
    }
    const rows = model.get("sources")[id];
    if (rows) item.append(drawSources(id, rows));
    return item;
  }

  function drawFacts(section, readOnly) {
    const box = make("fieldset", "pl-writing-fieldset");
    box.append(make("legend", "", words.facts));
    for (const fact of section.facts) {
      const key = `fact/${section.section_id}/${fact.name}`;
      const input = makeInput(500, open.get(key)?.values.value ?? fact.value);
      input.placeholder = fact.hint;
      input.readOnly = readOnly;
      input.inputMode = fact.form === "nombre" ? "numeric" : "text";
      input.dataset.focus = key;
      input.addEventListener("input", () => open.set(key, { values: { value: input.value }, from: key }));
      // Not « change »: a field drawn again while it was typed in would never say that it did.
      const save = async () => {
        const typed = input.value;
        if (typed === fact.value) open.delete(key);
        if (!input.isConnected || typed === fact.value || open.get(key)?.sent === typed) return;
        open.set(key, { values: { value: typed }, from: key, sent: typed });
        const done = await ask({ op: "fact", name: fact.name, value: typed });
        const since = open.get(key);
        if (since?.sent !== typed) return; // she typed on
        if (done) open.delete(key);
        else since.sent = undefined;
      };
      input.addEventListener("blur", save);
      input.addEventListener("keydown", (event) => { if (event.key === "Enter") save(); });
      box.append(makeField(fact.label, input));
    }
    return box;
  }

  function drawSection(section, readOnly) {
    const box = make("section", `pl-writing-section pl-level-${section.level} pl-state-${section.state}`);
    box.append(make(section.level > 1 ? "h4" : "h3", "", section.heading));
    if (section.purpose) box.append(make("p", "pl-small", section.purpose));
    if (!section.speaks_for_participants) box.append(make("p", "pl-writing-voice", section.voice));
    const states = { vide: words.empty, a_completer: words.open, facultative: words.optional };
    if (states[section.state]) {
      box.append(make("p", "pl-writing-state", [states[section.state], section.prompt].filter(Boolean).join(". ")));
    }
    for (const text of section.fixed) box.append(make("p", "pl-writing-fixed", text));
    if (section.facts.length) box.append(drawFacts(section, readOnly));
    if (section.sentences.length) {
      const list = make("ol", "pl-writing-list");
      section.sentences.forEach((_, rank) => list.append(drawSentence(section, rank, readOnly)));
      box.append(list);
    }
    if (!readOnly) {
      const bar = make("div", "pl-writing-actions");
      const key = `add/${section.section_id}`;
      bar.append(opener(key, words.add, `${key}/from`));
      if (section.state === "vide") {
        bar.append(makeButton("pl-link", words.leave_open, () => ask({ op: "leave_open", section: section.section_id, open: true })));
      } else if (section.state === "a_completer") {
        bar.append(makeButton("pl-link", words.fill, () => ask({ op: "leave_open", section: section.section_id, open: false })));
      }
      box.append(bar);
      if (open.has(key)) {
        const voice = make("select");
        for (const name of ["animation", "services", "ville"]) {
          const option = make("option", "", words[`voice_${name}`]);
          option.value = name;
          voice.append(option);
        }
        box.append(form(key, {
          text: [words.sentence, makeArea("")],
          references: [words.add_references, makeInput(200)],
          voice: [words.voice, voice],
        }, words.save, (values) => ask({ op: "add", section: section.section_id, ...values })));
      }
    }
    return box;
  }

  // One at a time, both sides alike: she says whether it is a disagreement, or looks at it another time.
  function drawDebates(debates, readOnly) {
    const box = make("section", "pl-writing-section pl-writing-debates");
    box.append(make("h3", "", words.debates), make("p", "pl-small", words.debates_why));
    const waiting = debates.filter((debate) => !later.has(debate.id));
    for (const debate of waiting.slice(0, 1)) {
      const card = make("div", "pl-writing-debate");
      const question = make("p", "", words.debate_question);
      const name = make("h4", "", debate.subject);
      name.id = `pl-debate-${unique}`;
      card.setAttribute("role", "group");
      card.setAttribute("aria-labelledby", name.id);
      card.tabIndex = -1;
      card.dataset.focus = "debate";
      card.dataset.debate = debate.id;
      card.append(name, question);
      if (waiting.length > 1) box.append(make("p", "pl-small", filled(words.debates_left, { n: waiting.length })));
      const sides = make("div", "pl-writing-sides");
      for (const [name, texts] of [[words.for, debate.favourable], [words.against, debate.opposed]]) {
        const side = make("div");
        const list = make("ul");
        for (const text of texts) list.append(make("li", "pl-idea-text", text));
        side.append(make("strong", "", name), list);
        sides.append(side);
      }
      card.append(sides);
      if (!readOnly) {
        const bar = make("div", "pl-writing-actions");
        const judge = async (stands) => {
          focusKey = "debate";
          if (!await ask({ op: "judge", debate: debate.id, stands })) focusKey = "";
        };
        bar.append(makeButton("pl-button", words.yes, () => judge(true)),
          makeButton("pl-button", words.no, () => judge(false)),
          makeButton("pl-button", words.later, () => {
            later.add(debate.id);
            focusKey = "debate";
            draw();
          }));
        card.append(bar);
      }
      box.append(card);
    }
    const put = debates.length - waiting.length;
    if (put) {
      const again = makeButton("pl-link", filled(words.debates_later, { n: put }), () => {
        later.clear();
        focusKey = "debate";
        draw();
      });
      again.dataset.focus = "debates-later";
      box.append(again);
    }
    return box;
  }

  function drawCampaigns(campaigns, readOnly) {
    const box = make("section", "pl-writing-section");
    box.append(make("h3", "", words.campaigns), make("p", "", words.campaign_question));
    for (const campaign of campaigns) {
      const card = make("div", "pl-writing-debate");
      const judge = (ids, sign) => ask({ op: "judge_campaign", campaign: campaign.campaign_id, ids, sign });
      const heading = campaign.signatories ? `${words.campaign_text} (${campaign.signatories})` : words.campaign_text;
      card.append(make("h4", "", heading), make("blockquote", "pl-idea-text", campaign.text));
      if (!readOnly) {
        const every = campaign.copies.map((copy) => copy.contribution_id);
        const bar = make("div", "pl-writing-actions");
        bar.append(makeButton("pl-button", words.sign_all, () => judge(every, true)),
          makeButton("pl-button", words.sign_none, () => judge(every, false)));
        card.append(bar);
      }
      const list = make("ul", "pl-writing-copies");
      for (const copy of campaign.copies) {
        const row = make("li");
        const name = `${words.contribution} ${copy.reference}`;
        row.append(make("strong", "", `${name}, ${copy.share}`), make("div", "pl-idea-text", copy.text));
        if (!readOnly) {
          const bar = make("div", "pl-writing-actions");
          for (const [label, sign] of [[words.sign, true], [words.not_sign, false]]) {
            const button = makeButton("pl-button", label, () => {
              focusKey = `copies/${campaign.campaign_id}`; // the row goes: its list takes the focus
              judge([copy.contribution_id], sign);
            });
            button.setAttribute("aria-label", `${label}, ${name}`);
            bar.append(button);
          }
          row.append(bar);
        }
        list.append(row);
      }
      const details = make("details");
      details.open = unfolded.has(campaign.campaign_id);
      details.addEventListener("toggle", () => {
        if (details.open) unfolded.add(campaign.campaign_id);
        else unfolded.delete(campaign.campaign_id);
      });
      const summary = make("summary", "", `${words.copies} (${campaign.copies.length})`);
      summary.dataset.focus = `copies/${campaign.campaign_id}`;
      details.append(summary, list);
      card.append(details);
      box.append(card);
    }
    return box;
  }

  function draw() {
    const state = model.get("state");
    if (!state.sections) return;
    const active = document.activeElement;
    const kept = focusKey || (el.contains(active) ? active.dataset.focus || "" : "");
    const caret = active && "selectionStart" in active && !focusKey ? active.selectionStart : null;
    focusKey = "";
    choice.replaceChildren(...state.documents.map((entry) => {
      const option = make("option", "", entry.name);
      option.value = entry.id;
      return option;
    }));
    choice.value = state.current;
    choice.dataset.focus = "choice";
    undo.dataset.focus = "undo";
    undo.hidden = state.read_only;
    facts.textContent = `${state.length} · ${state.blocking}`;
    inclusive.replaceChildren(...state.inclusive_choices.map(([value, label]) => {
      const option = make("option", "", label);
      option.value = value;
      return option;
    }));
    inclusive.value = state.inclusive;
    [least, most].forEach((bound, rank) => {
      if (bound !== active) bound.value = state.aimed[rank];
      bound.readOnly = state.read_only;
    });
    inclusive.disabled = state.read_only;
    saveLength.hidden = state.read_only;
    const heading = make("h2", "pl-writing-heading", state.heading);
    heading.tabIndex = -1;
    heading.dataset.focus = "heading";
    const parts = [heading];
    if (state.debates.length) parts.push(drawDebates(state.debates, state.read_only));
    if (state.campaigns.length) parts.push(drawCampaigns(state.campaigns, state.read_only));
    parts.push(...state.sections.map((section) => drawSection(section, state.read_only)));
    if (state.removed.length) {
      const details = make("details", "pl-more");
      details.append(make("summary", "", `${words.removed} (${state.removed.length})`));
      const list = make("ul");
      for (const row of state.removed) list.append(make("li", "", `${row.heading} : ${row.text} — ${row.reason} (${row.author})`));
      details.append(list);
      parts.push(details);
    }
    body.replaceChildren(...parts);
    if (kept) {
      const nodes = [...el.querySelectorAll("[data-focus]")];
      const target = nodes.find((node) => node.dataset.focus === kept)
        || nodes.find((node) => kept.endsWith("/") && node.dataset.focus.startsWith(kept))
        || (kept === "debate" && (nodes.find((node) => node.dataset.focus === "debates-later") || heading));
      if (target) target.focus({ preventScroll: Boolean(caret) });
      if (target && caret !== null && "setSelectionRange" in target) target.setSelectionRange(caret, caret);
    }
  }

  model.on("msg:custom", heard);
  model.on("change:state", draw);
  model.on("change:sources", draw);
  draw();
  return () => {
    model.off("msg:custom", heard);
    model.off("change:state", draw);
    model.off("change:sources", draw);
  };
}

export default { render };
