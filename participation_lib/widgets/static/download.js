// Links to documents that Python holds: they are saved from the page itself, wherever it is
// served from (JupyterLab, its app view, Voilà), with no address to guess.
function render({ model, el }) {
  el.classList.add("pl-live");
  const list = document.createElement("ul");
  list.className = "pl-files";
  el.append(list);
  let addresses = [];
  const show = () => {
    addresses.forEach((address) => URL.revokeObjectURL(address));
    addresses = [];
    list.replaceChildren(
      ...model.get("documents").map((item) => {
        const address = URL.createObjectURL(new Blob([item.content], { type: item.mime }));
        addresses.push(address);
        const link = document.createElement("a");
        link.className = "pl-button";
        link.href = address;
        link.download = item.name;
        link.textContent = item.label;
        const line = document.createElement("li");
        line.append(link);
        return line;
      }),
    );
    list.hidden = addresses.length === 0;
  };
  show();
  model.on("change:documents", show);
  return () => addresses.forEach((address) => URL.revokeObjectURL(address));
}
export default { render };
