// Sends a file in small pieces, each acknowledged by Python: no limit of size is met, and a
// piece that stays without answer is said on screen instead of nothing happening. Several files
// go one after the other, and what became of each is said.
const PIECE = 1024 * 1024;

function render({ model, el }) {
  el.classList.add("pl-live");
  const words = model.get("words");
  const id = `pl-file-${Math.random().toString(36).slice(2)}`;
  const label = document.createElement("label");
  label.className = "pl-button";
  label.htmlFor = id;
  label.textContent = words.label;
  // The browser's own button would speak the browser's language: it is there, only not seen.
  const input = document.createElement("input");
  input.type = "file";
  input.id = id;
  input.className = "pl-file pl-hidden";
  input.accept = model.get("accept");
  input.multiple = model.get("several");
  const bar = document.createElement("progress");
  bar.hidden = true;
  bar.setAttribute("aria-label", words.sending);
  const status = document.createElement("div");
  status.setAttribute("role", "status");
  const alert = document.createElement("div");
  alert.setAttribute("role", "alert");
  el.append(input, label, bar, status, alert);

  let current = null; // { file, ticket, timer }
  let waiting = []; // files that come after
  let said = { message: [], problem: [] };

  const end = (message, problem) => {
    if (current) clearTimeout(current.timer);
    if (message) said.message.push(message);
    if (problem) said.problem.push(model.get("several") ? `${current?.file.name ?? ""} : ${problem}` : problem);
    current = null;
    if (waiting.length) {
      begin(waiting.shift());
      return;
    }
    bar.hidden = true;
    input.disabled = model.get("disabled");
    input.value = "";
    status.textContent = said.message.join("\n");
    alert.textContent = said.problem.join("\n");
  };
  const send = async (offset) => {
    const { file, ticket } = current;
    let piece;
    try {
      piece = await file.slice(offset, offset + PIECE).arrayBuffer();
    } catch {
      end("", words.unreadable);
      return;
    }
    if (!current || current.ticket !== ticket) return;
    current.timer = setTimeout(() => end("", words.lost), model.get("patience") * 1000);
    model.send({ ticket, name: file.name, size: file.size, offset }, undefined, [piece]);
  };
  const begin = (file) => {
    current = { file, ticket: Math.random().toString(36).slice(2), timer: 0 };
    input.disabled = true;
    status.textContent = words.sending;
    bar.hidden = false;
    bar.max = Math.max(1, file.size);
    bar.value = 0;
    send(0);
  };
  const take = (files) => {
    if (!files.length) return;
    if (current) {
      waiting.push(...files);
      return;
    }
    if (model.get("disabled")) {
      alert.textContent = words.busy;
      return;
    }
    said = { message: [], problem: [] };
    alert.textContent = "";
    waiting = [...files];
    begin(waiting.shift());
  };
  input.addEventListener("change", () => take(input.files));
  if (model.get("several")) {
    el.classList.add("pl-drop");
    const hint = document.createElement("span");
    hint.className = "pl-drop-hint";
    hint.textContent = words.drop;
    label.after(hint);
    const over = (event, inside) => {
      event.preventDefault();
      el.classList.toggle("pl-drop-over", inside);
    };
    el.addEventListener("dragover", (event) => over(event, true));
    el.addEventListener("dragleave", (event) => over(event, false));
    el.addEventListener("drop", (event) => {
      over(event, false);
      take(event.dataTransfer.files);
    });
  }
  const heard = (answer) => {
    if (!current || answer.ticket !== current.ticket) return;
    clearTimeout(current.timer);
    if (answer.problem || answer.message) {
      end(answer.message || "", answer.problem || "");
      return;
    }
    bar.value = answer.next;
    send(answer.next);
  };
  const switched = () => { input.disabled = model.get("disabled") || current !== null; };
  switched();
  model.on("msg:custom", heard);
  model.on("change:disabled", switched);
  return () => {
    if (current) clearTimeout(current.timer);
    model.off("msg:custom", heard);
    model.off("change:disabled", switched);
  };
}
export default { render };
