// « Déplacer aussi ces 12 idées proches ? »: what the tool offers after a move, to tick and take, or refuse.
function offeredIdeas({ offer, name, words, ask, say, focusActive, onRefuse }) {
  let offered = "";
  function show(given) {
    const key = given.rows.map((row) => row.id).join(" ") + given.title;
    if (key === offered) return;
    offered = key;
    const inside = offer.contains(document.activeElement);
    offer.hidden = given.rows.length === 0;
    if (offer.hidden) {
      offer.replaceChildren();
      if (inside) focusActive();
      return;
    }
    const title = make("h3", "", given.title);
    title.id = `${name}-offer`;
    offer.setAttribute("aria-labelledby", title.id);
    const list = make("ul", "pb-offered");
    const boxes = given.rows.map((row, place) => {
      const item = make("li");
      const label = make("label", "pb-offered-idea");
      const input = make("input");
      input.type = "checkbox";
      input.checked = true;
      input.value = row.id;
      const text = make("span", "pb-text");
      text.append(make("span", "pb-around", row.before), make("span", "pb-idea", row.text), make("span", "pb-around", row.after));
      const where = make("span", "pl-small pb-where", row.where);
      where.id = `${name}-where-${place}`;
      input.setAttribute("aria-describedby", where.id);
      label.append(input, text);
      item.append(label, where);
      list.append(item);
      return input;
    });
    const ticked = () => boxes.filter((input) => input.checked).map((input) => input.value);
    const accept = makeButton("pl-button pb-main", "", async () => {
      if (ticked().length) await ask({ do: "accept", ideas: ticked() });
    });
    const count = () => {
      write(accept, `${words.accept} (${ticked().length})`);
      accept.disabled = ticked().length === 0;
    };
    list.addEventListener("change", count);
    count();
    const line = make("div", "pb-box-end");
    line.append(accept, makeButton("pl-button", words.refuse, refuse));
    offer.replaceChildren(title, list, line);
    say(`${given.title} ${words.offer_spoken}`);
  }
  function refuse() {
    focusActive();
    onRefuse();
  }
  return { show, refuse };
}
