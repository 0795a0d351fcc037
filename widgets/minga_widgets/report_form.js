// The semester's form: whoever opened a personal link, and all that they answer for. What it shows comes from
// Python; what is sent waits in the outbox until Python has acknowledged it.

function render({ model, el }) {
  const L = model.get("labels");
  const root = h("div", { class: "minga participate report", lang: model.get("lang") });
  const status = h("p", { class: "status", role: "status", "data-state": "saved" });
  const notice = h("div", { class: "note", role: "alert", hidden: true });
  const main = h("div", { class: "stack" });
  const bar = h("div", { class: "send-bar", hidden: true });
  root.append(status, notice, main, bar);
  el.append(root);

  const kept = shelf("localStorage");
  const talk = converse(model, { onState: (state) => { page.outbox.seen(); draw(state); } });
  const page = {
    L, talk, state: talk.state, link: "", period: "", sign: ",", toWrong: false,
    mended: new Set(),   // what was said to be wrong and has been written in since
    outbox: makeOutbox({ kept, talk, changed: () => draw(talk.state), settled }),
    drafts: makeReportDrafts({ kept, send: (op, data) => talk.send(op, data), changed: () => refresh(), going: (subject) => going(subject) }),
    item: (subject) => talk.state.get(`item:${subject}`),
    locked: () => Boolean(talk.state.get("period")?.locked),
    fresh, stateOf, send, forget, refresh,
  };

  // ── how each thing stands ─────────────────────────────────────────────────────────────────────
  const going = (subject) => page.outbox.list().some((entry) => entry.op === "send_report" && !entry.refused &&
    entry.data.period === page.period && subject in entry.data.answers);
  // Whether something is written that is not reported yet.
  function fresh(subject) {
    const item = page.item(subject), draft = item && page.drafts.get(subject, item);
    if (!draft || going(subject)) return false;
    return Object.keys(draft).some((field) => (draft[field] ?? "").trim() !== (item.values[field] ?? "").trim()) ||
      (item.state === "returned" && Object.values(draft).some(Boolean));
  }
  function stateOf(subject) {
    if (going(subject)) return "sending";
    if (page.state.get("faults")?.[subject] && !page.mended.has(subject)) return "wrong";
    return fresh(subject) ? "draft" : page.item(subject)?.state ?? "";
  }

  // ── what is done ──────────────────────────────────────────────────────────────────────────────
  function send(subjects) {
    const answers = {};
    for (const subject of subjects) {
      const item = page.item(subject);
      answers[subject] = { ...page.drafts.get(subject, item), base: item.base };
    }
    tell("");
    page.mended.clear();
    page.outbox.put("send_report", { period: page.period, answers }, subjects.length);
  }

  function settled(entry, answer) {
    const subjects = Object.keys(entry.data.answers ?? {});
    if (!answer.ok) {
      page.outbox.discard(entry);   // what was written stays as a draft
      page.drafts.flush();
      page.toWrong = true;
      tell(`${L.not_sent}: ${answer.message} ${answer.advice}`, "bad");
      return;
    }
    for (const subject of subjects) {
      const { base, ...body } = entry.data.answers[subject];
      if (entry.data.period === page.period) page.drafts.sent(subject, body);
    }
    tell(subjects.length === 1 ? L.sent_one : fill(L.sent_many, { n: subjects.length }), "good");
  }

  function forget(subject) {
    const item = page.item(subject), body = page.drafts.get(subject, item);
    page.drafts.forget(subject, item);
    page.built = (page.built ?? 0) + 1;
    draw(talk.state);
    tell(L.forgotten, "good", { label: L.undo, act: () => { page.drafts.write(subject, body, item); page.built += 1; tell(""); draw(talk.state); } });
  }

  let fading = null;
  function tell(message, kind = "", offer = null) {
    notice.className = `note row ${kind}`;
    notice.setAttribute("role", kind === "bad" ? "alert" : "status");
    notice.replaceChildren(h("span", {}, message), offer ? h("button", { type: "button", onclick: offer.act }, offer.label) : "");
    notice.hidden = !message;
    clearTimeout(fading);
    if (kind === "good") fading = setTimeout(() => { if (!notice.contains(document.activeElement)) tell(""); }, offer ? 20000 : 12000);
  }

  // ── the connection ────────────────────────────────────────────────────────────────────────────
  let away = "", slow = null;
  function showStatus() {
    const pending = page.outbox.list().length, offline = page.outbox.offline();
    clearTimeout(slow);
    const set = (state, words = L[state]) => { status.dataset.state = state; if (status.textContent !== words) status.textContent = words; };
    const written = !page.locked() && (talk.state.get("items") ?? []).some(fresh);
    if (!pending) return offline ? set("offline", away || L.offline) : written ? set("draft", L.draft_here) : set("saved");
    set(offline ? "waiting" : "sending");
    slow = setTimeout(() => set("waiting"), 4000);
  }
  const reach = (now) => { page.outbox.reachable(now); page.drafts.reachable(now && navigator.onLine !== false); };
  const online = () => { if (!away) { reach(true); talk.hello(); } };
  const offline = () => { page.drafts.reachable(false); draw(talk.state); };
  const connection = ({ detail: { state, words, same } }) => {
    makeRoom();
    away = state === "connected" ? "" : words;
    reach(state === "connected");
    if (state !== "connected") return;
    if (same) talk.since();
    else greet();
  };
  // A page that comes back may speak to somebody who does not know which period it was looking at.
  const greet = () => { if (page.period) talk.send("look", { period: page.period }); talk.hello(); };
  function makeRoom() {
    const above = document.getElementById("minga-state");
    if (above) root.style.setProperty("--above", `${above.offsetHeight}px`);
  }
  const widths = whenWidthChanges(root, makeRoom);
  const leave = () => page.drafts.flush();
  window.addEventListener("online", online);
  window.addEventListener("offline", offline);
  window.addEventListener("pagehide", leave);
  document.addEventListener("minga:connection", connection);

  // ── drawing ───────────────────────────────────────────────────────────────────────────────────
  function draw(state) {
    const link = state.get("link");
    if (!link) return showStatus();
    if (!link.open) return closed();
    const period = state.get("period");
    if (link.id !== page.link || (period?.id ?? "") !== page.period) openPeriod(link.id, period?.id ?? "");
    page.sign = link.sign;
    const subjects = state.get("items") ?? [];
    const parts = [["head", (old) => keep(old, [link, state.get("plan"), state.get("periods"), period], () => reportHead(page, link, period))]];
    if (!period || !subjects.length) parts.push(["empty", (old) => old ?? (period ? empty(L.nothing, L.nothing_hint) : empty(L.no_period, L.no_period_hint))]);
    else {
      parts.push(["sum", (old) => old ?? h("div", { class: "sum" })]);
      for (const [kind, title] of [["action", L.actions], ["indicator", L.indicators]]) {
        const some = subjects.filter((subject) => subject.startsWith(`${kind}:`));
        if (some.length) parts.push([kind, (old) => section(title, some, old)]);
      }
    }
    const makers = new Map(parts);
    reconcile(main, [...makers.keys()], (name, old) => makers.get(name)(old));
    refresh();
    showWrong();
  }

  function openPeriod(link, period) {
    [page.link, page.period] = [link, period];
    page.outbox.open(link);
    page.drafts.open(link, period);
    page.outbox.pump();
  }

  function section(title, subjects, old) {
    const node = old ?? h("section", { class: "stack", "aria-label": title }, h("h2", {}, title), h("div", { class: "stack" }));
    const groups = new Map();
    for (const subject of subjects) {
      const group = page.item(subject).group;
      groups.set(group, [...(groups.get(group) ?? []), subject]);
    }
    reconcile(node.lastChild, [...groups.keys()], (group, former) => {
      const part = former ?? h("div", { class: "stack" }, group && h("h3", { dir: "auto" }, group), h("div", { class: "items" }));
      reconcile(part.lastChild, groups.get(group), (subject, item) => {
        const { draft, ...told } = page.item(subject);
        const made = keep(item, [told, page.period, page.locked(), page.state.get("faults")?.[subject], page.built], () => reportItem(page, subject, page.item(subject)));
        if (made !== item) made.open = item ? item.open : told.state === "returned" || subjects.length === 1;
        return made;
      });
      return part;
    });
    return node;
  }

  // What changes with every letter: marks, numbers, buttons. The fields themselves are left alone.
  function refresh() {
    const subjects = page.state.get("items") ?? [];
    for (const node of main.querySelectorAll(".item")) node.refresh();
    const sum = main.querySelector(".sum");
    if (sum) {
      const done = subjects.filter((subject) => ["pending", "approved", "sending"].includes(stateOf(subject))).length;
      const asked = subjects.filter((subject) => stateOf(subject) !== "none").length;
      const back = subjects.filter((subject) => stateOf(subject) === "returned").length;
      const words = [fill(L.progress, { done, all: asked }), back && fill(back === 1 ? L.returned_one : L.returned_many, { n: back })];
      const text = words.filter(Boolean).join(" · ");
      if (sum.textContent !== text) sum.textContent = text;
    }
    const ready = page.locked() ? [] : subjects.filter(fresh);
    bar.hidden = page.locked() || !subjects.length || !page.period;
    const button = bar.firstChild ?? bar.appendChild(h("button", { type: "button", class: "primary", onclick: () => { const now = subjectsReady(); if (now.length) send(now); } }));
    button.textContent = !ready.length ? L.send_none : fill(ready.length === 1 ? L.send_one : L.send_many, { n: ready.length });
    button.setAttribute("aria-disabled", String(!ready.length));
    showStatus();
  }
  const subjectsReady = () => (page.state.get("items") ?? []).filter(fresh);

  // After a refusal the first field that is wrong is put before the person's eyes, once.
  function showWrong() {
    const first = page.toWrong && main.querySelector(".item [id$=-wrong]:not([hidden])");
    if (!first) return;
    page.toWrong = false;
    first.closest("details").open = true;
    const field = first.parentElement.querySelector("input, textarea");
    (field ?? first).focus({ preventScroll: true });
    first.scrollIntoView({ block: "center" });
  }

  function closed() {
    reconcile(main, ["ended"], (_name, old) => old ?? empty(L.ended, L.ended_hint));
    bar.hidden = true;
    showStatus();
  }
  function empty(title, hint) {
    return h("section", { class: "panel stack empty" }, h("h2", {}, title), h("p", { class: "soft" }, hint));
  }

  showStatus();
  if (!model.get("greeted")) talk.hello();   // a host that greeted hands the answer on
  return () => {
    page.drafts.close();
    talk.close();
    widths.disconnect();
    page.outbox.close();
    clearTimeout(slow);
    clearTimeout(fading);
    window.removeEventListener("online", online);
    window.removeEventListener("offline", offline);
    window.removeEventListener("pagehide", leave);
    document.removeEventListener("minga:connection", connection);
  };
}

function reportHead(page, link, period) {
  const { L, talk } = page;
  const plan = page.state.get("plan"), periods = page.state.get("periods") ?? [];
  const choice = h("select", { id: "period", "data-focus": "period", onchange: () => talk.send("look", { period: choice.value }) },
    periods.slice().reverse().map(({ id, label }) => h("option", { value: id }, label)));
  if (period) choice.value = period.id;
  return h("header", { class: "panel stack" },
    h("p", { class: "plan", dir: "auto" }, plan.title),
    h("h1", { dir: "auto" }, fill(link.place ? L.title_place : L.title, { name: link.name, place: link.place })),
    periods.length > 0 && h("div", {}, h("label", { for: "period" }, L.period), choice),
    period && h("p", { class: "small soft" }, fill(L.span, period), period.locked ? "" : ` ${fill(L.due, period)}`),
    period && h("p", { class: period.locked ? "note lock" : "small" }, period.locked ? L.locked : L.how));
}

export default { render };
