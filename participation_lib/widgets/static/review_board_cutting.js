// Cutting an idea in two, in its card.
// Each word but the first is a button: the second half begins there.
function chooseCut({ card, found, words, cutAt }) {
  if (!card.cut) return;
  const stop = () => {
    const inside = card.cut?.contains(document.activeElement);
    if (card.cut) {
      card.cut.hidden = true;
      card.cut.replaceChildren();
    }
    card.text.hidden = false;
    if (inside) card.node.focus();
  };
  const text = make("div", "pb-words");
  text.setAttribute("role", "group");
  text.setAttribute("aria-label", words.cut_help);
  const buttons = found.slice(1).map(([position, word]) => {
    const button = makeButton("pb-word", word, async () => {
      if (await cutAt(position)) stop();
    });
    button.setAttribute("aria-label", `${words.cut_label} « ${word} »`);
    button.tabIndex = -1;
    return button;
  });
  if (!buttons.length) return;
  buttons[0].tabIndex = 0;
  text.append(make("span", "", found[0][1]), ...buttons);
  text.addEventListener("keydown", (event) => {
    const from = buttons.indexOf(document.activeElement);
    const to = { ArrowRight: from + 1, ArrowLeft: from - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (event.key === "Escape") stop();
    else if (to !== undefined && from >= 0) {
      const next = buttons[Math.max(0, Math.min(to, buttons.length - 1))];
      buttons.forEach((button) => { button.tabIndex = button === next ? 0 : -1; });
      next.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  card.text.hidden = true;
  card.cut.replaceChildren(make("p", "pl-small", words.cut_help), text, makeButton("pl-link", words.cancel, stop));
  card.cut.hidden = false;
  buttons[0].focus();
}
