// What every panel is made of. A citizen's words only ever pass here as text, never as markup.
function make(tag, className = "", text = "") {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text) node.textContent = text;
  return node;
}

function makeButton(className, text, act) {
  const button = make("button", className, text);
  button.type = "button";
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-disabled") !== "true") act();
  });
  return button;
}

function makeField(text, control) {
  const field = make("div", "pl-part");
  const label = make("label", "pl-label", text);
  control.id = `pl-${Math.random().toString(36).slice(2)}`;
  label.htmlFor = control.id;
  field.append(label, control);
  return field;
}

function makeInput(longest, value = "") {
  const input = make("input");
  input.type = "text";
  input.maxLength = longest;
  input.autocomplete = "off";
  input.value = value;
  return input;
}

function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

// What a page asks of Python, and whether it was done.
function askingOf(model) {
  const waiting = new Map();
  const ask = (content) => new Promise((resolve) => {
    const ticket = Math.random().toString(36).slice(2);
    waiting.set(ticket, resolve);
    model.send({ ...content, ticket });
  });
  const heard = ({ ticket, done }) => {
    waiting.get(ticket)?.(done);
    waiting.delete(ticket);
  };
  return { ask, heard };
}
