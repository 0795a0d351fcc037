// The phone: one page for whoever takes part. What it shows comes from Python; what it does goes to the outbox.

const CURRENT = ["", "mine", "actions"];

function render({ model, el }) {
  const L = model.get("labels");
  const root = h("div", { class: "minga participate", lang: model.get("lang") });
  const status = h("p", { class: "status", role: "status", "data-state": "saved" });
  const notice = h("div", { class: "note", role: "alert", hidden: true });
  const aloud = h("p", { class: "hidden-text", "aria-live": "polite" });
  const main = h("div", { class: "stack" });
  root.append(status, notice, aloud, main);
  el.append(root);

  const kept = shelf("localStorage"), mine = shelf("sessionStorage");
  const talk = converse(model, { onState: (state) => { page.outbox.seen(); draw(state); } });
  const page = {
    L, kept, talk, main, state: talk.state, plan: "", draw: () => draw(talk.state), tell, look,
    drafts: makeDrafts({ kept, mine }), outbox: makeOutbox({ kept, talk, changed: () => draw(talk.state), settled }),
    changing: false,   // the alias form is open again
    looking: "", chosen: null, shown: null, picked: [], editing: null,
    // Said twice with the same words, a region would stay silent.
    say: (words) => { aloud.textContent = ""; setTimeout(() => { aloud.textContent = words; }, 50); },
    edit(now) { page.editing = now; mine.set(`minga:${page.plan}:editing`, now); },
    writer: () => main.querySelector(".write form"),
  };
  page.clock = makeClock(page);
  const proofs = () => kept.get(`minga:${page.plan}:proofs`, []);
  const greet = () => {
    talk.hello({ proofs: proofs() });
    if (page.looking || page.changing) talk.send("look", { at: page.changing ? "join" : page.looking });
  };

  let fading = null;
  function tell(message, kind = "", offer = null) {
    notice.className = `note row ${kind}`;
    notice.setAttribute("role", kind === "bad" ? "alert" : "status");
    notice.replaceChildren(h("span", {}, message), offer ? h("button", { type: "button", onclick: offer.act }, offer.label) : "");
    notice.hidden = !message;
    clearTimeout(fading);
    if (kind === "good") fading = setTimeout(() => { if (!notice.contains(document.activeElement)) tell(""); }, offer ? 20000 : 8000);
  }

  function settled(entry, answer) {
    if (answer.ok && entry.op === "add_card") {
      const key = `minga:${page.plan}:proofs`;
      kept.set(key, [...kept.get(key, []).filter((id) => id !== entry.id), entry.id].slice(-400));
    }
    if (answer.ok) tell(L.op_done[entry.op] ?? "", "good");
    else tell(`${L.not_sent}: ${answer.message} ${answer.advice}`, "bad");
  }

  function look(at) {
    if (CURRENT.includes(at) && !page.changing) page.looking = at;
    talk.send("look", { at });
  }

  // ── this browser, and the connection ──────────────────────────────────────────────────────────
  let slow = null, away = "";
  function showStatus() {
    const pending = page.outbox.list().filter((entry) => !entry.refused).length;
    clearTimeout(slow);
    const set = (state, words = L[state]) => { status.dataset.state = state; if (status.textContent !== words) status.textContent = words; };
    if (!pending) return page.outbox.offline() ? set("offline", away || L.offline) : set("saved");
    if (status.dataset.state !== "waiting" || !page.outbox.offline()) set(page.outbox.offline() ? "waiting" : "sending");
    slow = setTimeout(() => set("waiting"), 4000);
  }

  const online = () => { if (!away) { page.outbox.reachable(true); greet(); } };
  const offline = () => draw(talk.state);
  // The page around this one knows more of the connection, and has the words for it. Where the same kernel answers
  // again after a silence, it only has to be asked what passed by.
  const connection = ({ detail: { state, words, same } }) => {
    makeRoom();
    away = state === "connected" ? "" : words;
    page.outbox.reachable(state === "connected");
    if (state !== "connected") return;
    if (same) talk.since();
    else greet();
  };
  const elsewhere = (event) => {
    if (event.storageArea !== localStorage || !event.key?.startsWith(`minga:${page.plan}:`)) return;
    if (event.key.endsWith(":proofs")) greet();
    const writer = page.writer();
    if (writer && page.shown && page.drafts.isHand(page.shown, event.key)) {
      // The same draft is open in two tabs: who is typing goes on with a draft of their own.
      if (document.hasFocus() && document.activeElement === writer.text) page.drafts.fork(page.shown);
      else writer.take();
    }
    page.outbox.pump();
    draw(talk.state);
  };
  // What the page around says stands above; it grows when it has more to say.
  function makeRoom() {
    const above = document.getElementById("minga-state");
    if (above) root.style.setProperty("--above", `${above.offsetHeight}px`);
  }
  const widths = whenWidthChanges(root, makeRoom);
  window.addEventListener("online", online);
  window.addEventListener("offline", offline);
  window.addEventListener("storage", elsewhere);
  document.addEventListener("minga:connection", connection);

  // ── drawing ───────────────────────────────────────────────────────────────────────────────────
  function draw(state) {
    const here = state.get("plan") ?? { id: "", title: "" };
    if (here.id !== page.plan) openPlan(here.id);
    const me = state.get("me");
    const parts = [["head", (old) => keep(old, [here, me, page.changing, atRest(state, me)], () => pageHead(page, here, me, atRest(state, me)))]];
    if (!page.plan) parts.push(["no_plan", (old) => old ?? empty(L.no_plan, L.no_stage_hint)]);
    else if (!me || page.changing) parts.push(["join", (old) => joinForm(page, here, me, old)]);
    else parts.push(["nav", (old) => navigation(state, old)], ...screen(state));
    const makers = new Map(parts);
    reconcile(main, [...makers.keys()], (name, old) => makers.get(name)(old));
    showStatus();
  }

  function openPlan(id) {
    page.plan = id;
    page.outbox.open(id);
    page.drafts.open(id);
    Object.assign(page, { chosen: null, shown: null, picked: [], looking: "", editing: id ? mine.get(`minga:${id}:editing`) : null });
    if (!id) return;
    if (proofs().length) talk.hello({ proofs: proofs() });
    page.outbox.pump();
  }

  const atRest = (state, me) => Boolean(page.plan && me && !page.changing && !page.looking && !(state.get("stages") ?? []).length);

  function screen(state) {
    if (page.looking === "mine") return [...waitingParts(page, null), ["everywhere", (old) => everywhere(page, old)], ["left", (old) => draftsElsewhere(page, old)]];
    if (page.looking === "actions") return [...waitingParts(page, null), ["actions", (old) => actionsView(page, old)]];
    const ids = state.get("stages") ?? [];
    const stage = currentStage(state, ids);
    const outbox = waitingParts(page, stage);
    if (!stage) return [...outbox, ["empty", (old) => old ?? empty(L.no_stage, L.no_stage_hint)]];
    return [...(ids.length > 1 ? [["tabs", (old) => tabs(ids, stage.stage_id, state, old)]] : []), ...stageParts(state, stage, outbox)];
  }

  function stageParts(state, stage, outbox) {
    const id = stage.stage_id, groups = state.get(`wall:${id}`) ?? [], texts = state.get(`texts:${id}`) ?? {};
    const part = (name, make, when = true) => when ? [[`${name}:${id}`, make]] : [];
    return [
      ...part("head", (old) => stageHead(page, stage, old)),
      ...outbox,
      ...part("stance", (old) => stancePanel(page, stage, old), stage.stance),
      ...part("vote", (old) => votePanel(page, stage, groups, texts, old), stage.vote),
      ...part("write", (old) => writePanel(page, stage, old), stage.can_add),
      ...part("proposed", (old) => proposedPairs(page, stage, texts, old), stage.can_pair),
      ...part("wall", (old) => phoneWall(page, stage, groups, texts, old), groups.length),
      ...part("mine", (old) => myCards(page, stage, old), stage.can_add),
    ];
  }

  // A stage that opens meanwhile does not take away the one in which somebody is in the middle of something.
  function currentStage(state, ids) {
    const busy = page.editing || page.picked.length || (page.before?.phase === "writing" && page.writer()?.text.value.trim()) ||
      main.contains(document.activeElement) && document.activeElement.matches("input, textarea, select");
    const id = [page.chosen, busy ? page.shown : null].find((one) => ids.includes(one)) ?? ids[0];
    const stage = id && state.get(`stage:${id}`);
    const before = page.before;
    if (stage && before && before !== stage) {
      const said = changesSaid(L, before, stage);
      if (before.stage_id !== id && page.shown) said.push(fill(L.stage_opened, { title: stage.title }), stage.question);
      if (said.length) page.say(said.join(" "));
    }
    page.before = stage;
    page.shown = id ?? null;
    return stage;
  }

  function navigation(state, old) {
    const views = CURRENT.filter((at) => at !== "actions" || state.get("formed"));
    const node = old ?? h("nav", { class: "views", "aria-label": L.views });
    reconcile(node, views.map((at) => at || "now"), (name, former) => {
      const at = name === "now" ? "" : name;
      const button = former ?? h("button", { type: "button", onclick: () => { tell(""); look(at); draw(talk.state); main.querySelector("h1")?.focus({ preventScroll: true }); window.scrollTo(0, 0); } }, L.view[name]);
      if (page.looking === at) button.setAttribute("aria-current", "page");
      else button.removeAttribute("aria-current");
      return button;
    });
    return node;
  }

  function tabs(ids, current, state, old) {
    const nav = old ?? h("nav", { class: "row", "aria-label": L.stage });
    reconcile(nav, ids, (id, former) => {
      const button = former ?? h("button", { type: "button", onclick: () => { page.chosen = id; page.edit(null); draw(talk.state); } });
      button.textContent = state.get(`stage:${id}`).title;
      button.setAttribute("aria-pressed", String(id === current));
      return button;
    });
    return nav;
  }

  function empty(title, hint) {
    return h("section", { class: "panel stack empty" }, h("h2", {}, title), h("p", { class: "soft" }, hint));
  }

  const late = setInterval(() => {
    if (page.outbox.list().length) draw(talk.state);
  }, 3000);
  showStatus();
  if (!model.get("greeted")) talk.hello({ proofs: [] });   // a host that greeted hands the answer on
  return () => {
    talk.close();
    widths.disconnect();
    page.outbox.close();
    page.clock.close();
    clearInterval(late);
    clearTimeout(slow);
    clearTimeout(fading);
    window.removeEventListener("online", online);
    window.removeEventListener("offline", offline);
    window.removeEventListener("storage", elsewhere);
    document.removeEventListener("minga:connection", connection);
  };
}

export default { render };
