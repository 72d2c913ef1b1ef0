// Sends a file in small pieces, each acknowledged by Python: no limit of size is met, and a
// piece that stays without answer is said on screen instead of nothing happening.
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
  const bar = document.createElement("progress");
  bar.hidden = true;
  bar.setAttribute("aria-label", words.sending);
  const status = document.createElement("div");
  status.setAttribute("role", "status");
  const alert = document.createElement("div");
  alert.setAttribute("role", "alert");
  el.append(input, label, bar, status, alert);

  let current = null; // { file, ticket, timer }

  const end = (message, problem) => {
    if (current) clearTimeout(current.timer);
    current = null;
    bar.hidden = true;
    input.disabled = model.get("disabled");
    input.value = "";
    status.textContent = message;
    alert.textContent = problem;
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
  input.addEventListener("change", () => {
    const file = input.files[0];
    if (!file) return;
    current = { file, ticket: Math.random().toString(36).slice(2), timer: 0 };
    input.disabled = true;
    alert.textContent = "";
    status.textContent = words.sending;
    bar.hidden = false;
    bar.max = Math.max(1, file.size);
    bar.value = 0;
    send(0);
  });
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
