// The screen of the room. The clock is the browser's: it goes on if the kernel stops, and is found again after a
// reload. Nothing is sent anywhere; where the session stands is kept in this browser alone.
const SOON = 120; // seconds

function clock(seconds) {
  const left = Math.max(0, Math.ceil(seconds));
  const hours = Math.floor(left / 3600);
  const minutes = Math.floor((left % 3600) / 60);
  const two = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(left % 60)}` : `${minutes}:${two(left % 60)}`;
}

function render({ model, el }) {
  const words = model.get("words");
  el.classList.add("pl-projector");
  el.tabIndex = 0;
  el.setAttribute("role", "region");
  let place = 0; // of the step shown
  let added = 0; // seconds more, or fewer, for this step
  let spent = 0; // seconds of this step before the last start
  let since = 0; // when it was started, 0 while paused
  let sound = false;
  let announced = "";

  const where = make("p", "pr-where");
  const title = make("h2", "pr-title");
  const question = make("p", "pr-question");
  const time = make("p", "pr-time");
  const bar = make("div", "pr-bar");
  const filled = make("div", "pr-filled");
  bar.append(filled);
  const state = make("p", "pr-state");
  const next = make("p", "pr-next");
  const ends = make("p", "pr-ends");
  const spoken = make("p", "pr-spoken");
  spoken.setAttribute("role", "status");
  time.setAttribute("role", "timer");
  time.setAttribute("aria-live", "off");
  bar.setAttribute("aria-hidden", "true");
  const tools = make("div", "pr-tools");
  const button = (text, act) => {
    const made = make("button", "", text);
    made.type = "button";
    made.addEventListener("click", act);
    tools.append(made);
    return made;
  };
  const previous = button(words.previous, () => go(place - 1));
  const start = button(words.start, toggle);
  const following = button(words.next, () => go(place + 1));
  button(words.less, () => add(-60));
  button(words.more, () => add(60));
  const full = button(words.full, fullscreen);
  const noise = button(words.sound_on, () => { sound = !sound; draw(); });
  const keys = make("p", "pr-keys", words.keys);
  el.append(where, title, question, time, bar, state, next, ends, spoken, tools, keys);

  const storage = () => `participation-ecran-${model.get("session_key")}`;
  function keep() {
    const step = model.get("steps")[place];
    try {
      localStorage.setItem(storage(), JSON.stringify({ step: step?.id, added, spent, since }));
    } catch { /* a browser that keeps nothing shows the session all the same */ }
  }
  function restore() {
    place = added = spent = since = 0;
    try {
      const kept = JSON.parse(localStorage.getItem(storage()));
      const found = model.get("steps").findIndex((step) => step.id === kept?.step);
      if (found >= 0) ({ added, spent, since } = kept), place = found;
    } catch { /* as above */ }
  }

  const elapsed = () => spent + (since ? (Date.now() - since) / 1000 : 0);
  const left = () => (model.get("steps")[place]?.minutes ?? 0) * 60 + added - elapsed();

  function toggle() {
    if (since) { spent = elapsed(); since = 0; } else since = Date.now();
    keep();
    draw();
  }
  function go(to) {
    if (to < 0 || to >= model.get("steps").length) return;
    place = to;
    added = spent = 0;
    if (since) since = Date.now();
    announced = "";
    keep();
    draw();
    spoken.textContent = model.get("steps")[place].title;
  }
  function add(seconds) {
    added = Math.max(added + seconds, 60 - (model.get("steps")[place]?.minutes ?? 0) * 60);
    announced = "";
    keep();
    draw();
  }
  function fullscreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else el.requestFullscreen?.();
  }
  function chime() {
    if (!sound) return;
    const audio = new AudioContext();
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = 528;
    volume.gain.setValueAtTime(0.0001, audio.currentTime);
    volume.gain.exponentialRampToValueAtTime(0.15, audio.currentTime + 0.1);
    volume.gain.exponentialRampToValueAtTime(0.0001, audio.currentTime + 2.5);
    tone.connect(volume).connect(audio.destination);
    tone.start();
    tone.stop(audio.currentTime + 2.6);
    tone.onended = () => audio.close();
  }

  function draw() {
    const steps = model.get("steps");
    const step = steps[place];
    el.setAttribute("aria-label", model.get("title") || words.left);
    for (const made of tools.children) made.disabled = !step;
    if (!step) {
      title.textContent = words.empty;
      for (const node of [where, question, time, state, next, ends]) node.textContent = "";
      return;
    }
    const seconds = left();
    const total = Math.max(60, step.minutes * 60 + added);
    where.textContent = `${words.step} ${place + 1} ${words.of} ${steps.length}`;
    title.textContent = step.title;
    question.textContent = step.question;
    question.hidden = !step.question;
    time.textContent = clock(seconds);
    filled.style.width = `${Math.max(0, Math.min(100, (100 * seconds) / total))}%`;
    const over = seconds <= 0;
    const soon = !over && seconds <= SOON && total > SOON;
    el.classList.toggle("pr-soon", soon);
    el.classList.toggle("pr-over", over);
    state.textContent = over ? words.over : soon ? words.soon : since || !elapsed() ? "" : words.paused;
    const after = steps[place + 1];
    next.textContent = after ? `${words.coming} ${after.title}` : words.last;
    const remaining = Math.max(0, seconds) + steps.slice(place + 1).reduce((sum, one) => sum + one.minutes * 60, 0);
    const end = new Date(Date.now() + remaining * 1000);
    ends.textContent = `${words.ends} ${end.getHours()} h ${String(end.getMinutes()).padStart(2, "0")}`;
    start.textContent = since ? words.pause : words.start;
    noise.textContent = sound ? words.sound_off : words.sound_on;
    noise.setAttribute("aria-pressed", String(sound));
    previous.disabled = place === 0;
    following.disabled = place === steps.length - 1;
    full.hidden = !document.fullscreenEnabled;
    const told = over ? words.over : soon ? words.soon : "";
    if (told && since && told !== announced) {
      announced = told;
      spoken.textContent = `${step.title} : ${told}`;
      chime();
    }
  }

  function key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const acts = {
      " ": toggle, ArrowRight: () => go(place + 1), ArrowLeft: () => go(place - 1), "+": () => add(60), "=": () => add(60),
      "-": () => add(-60), f: fullscreen, F: fullscreen, s: () => { sound = !sound; draw(); }, S: () => { sound = !sound; draw(); },
    };
    if (event.key === " " && event.target.tagName === "BUTTON") return;
    const act = acts[event.key];
    if (act) { event.preventDefault(); event.stopPropagation(); act(); }
  }

  const changed = () => { restore(); draw(); };
  el.addEventListener("keydown", key);
  model.on("change:steps", changed);
  const ticking = setInterval(draw, 250);
  changed();
  return () => {
    clearInterval(ticking);
    el.removeEventListener("keydown", key);
    model.off("change:steps", changed);
  };
}

export default { render };
