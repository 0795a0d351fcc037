// What came in a period: read it, give it back, approve it. A report is acted on as it was shown here.

function render({ model, el }) {
  const L = model.get("labels");
  const GLYPH = { pending: "◐", missing: "?", returned: "↩", approved: "✓" };
  const AT_ONCE = 60;
  const notice = makeNotice();
  const talk = converse(model, { onState: draw });
  const period = choice(L.period, [["", ""]], () => choose()), country = choice(L.country, [["", L.all]], again);
  const deadline = h("p", { class: "deadline" });
  const chips = h("div", { class: "row chips", role: "group", "aria-label": L.show });
  const all = h("input", { type: "checkbox", onchange: () => markAll() });
  const count = h("span", { class: "small soft", role: "status" });
  const approveMarked = h("button", { type: "button", class: "primary", onclick: once(() => approve([...marked])) }, L.approve_marked);
  const returnMarked = h("button", { type: "button", onclick: () => giveBack([...marked], returnMarked) }, L.give_back_marked);
  const bulk = h("div", { class: "row bulk" }, h("label", { class: "tick" }, all, " ", L.mark_all), count, approveMarked, returnMarked);
  const about = h("p", {});
  const note = h("textarea", { rows: 3, maxlength: 2000, required: true });
  const form = h("form", { class: "panel stack returning", hidden: true, onsubmit: submitting(sendBack) }, about, h("label", {}, L.note, note),
    h("div", { class: "row" }, h("button", { type: "submit", class: "primary" }, L.give_back_now), h("button", { type: "button", onclick: () => stopReturning() }, L.cancel)));
  const list = h("ul", { class: "entries plain-list", "aria-label": L.entries });
  const empty = h("p", { class: "panel soft empty", hidden: true });
  const more = h("button", { type: "button", hidden: true, onclick: () => { limit += AT_ONCE; draw(talk.state); } });
  const people = makePeople({ L }), closing = makeClosing({ L, talk });
  const trouble = h("p", { class: "note", hidden: true });
  const came = h("div", { class: "stack" }, bulk, form, list, empty);   // what stays in sight stays with what it is about
  const body = h("div", { class: "stack" }, deadline, chips, came, h("div", { class: "row" }, more), h("div", { class: "notices" }, ...notice.nodes), people.home, closing.home);
  el.append(h("section", { class: "minga reporting stack", lang: model.get("lang"), "aria-label": L.heading }, h("h2", {}, L.heading),
    h("div", { class: "row controls" }, period.label, country.label), trouble, body));
  const marked = new Set();
  let shown = "pending", limit = AT_ONCE, returning = [], from = null, looked = "";

  const entry = (key) => talk.state.get(`entry:${key}`);
  const named = (e) => [e.code, e.text].filter(Boolean).join(" ") + (e.where ? ` · ${e.where}` : "");
  const items = (keys) => keys.map(entry).filter((e) => e?.id).map((e) => [e.table, e.id, e.mark]);
  const visible = (state) => state.get("order").filter((key) => {
    const e = state.get(`entry:${key}`);
    return e.state === shown && (!country.select.value || e.country === country.select.value);
  });

  function again() { limit = AT_ONCE; marked.clear(); draw(talk.state); }

  async function choose() { notice.answer(await talk.send("choose", { period: period.select.value })); }

  async function approve(keys) {
    const answer = await talk.send("approve", { items: items(keys) });
    if (notice.answer(answer, fill(L.approved_n, { n: answer.result }))) keys.forEach((key) => marked.delete(key));
    draw(talk.state);
  }

  function giveBack(keys, button) {
    returning = keys;
    from = button;
    about.textContent = keys.length === 1 ? fill(L.returning, { what: named(entry(keys[0])) }) : fill(L.returning_n, { n: keys.length });
    form.hidden = false;
    form.scrollIntoView({ block: "nearest" });
    note.focus({ preventScroll: true });
  }

  function stopReturning() {
    form.hidden = true;
    note.value = "";
    if (from?.isConnected) from.focus();
  }

  async function sendBack() {
    const answer = await talk.send("return", { items: items(returning), note: note.value });
    if (!notice.answer(answer, fill(L.returned_n, { n: answer.result }))) return;
    returning.forEach((key) => marked.delete(key));
    stopReturning();
    draw(talk.state);
  }

  function markAll() {
    for (const key of visible(talk.state).slice(0, limit)) if (all.checked && entry(key).id) marked.add(key); else marked.delete(key);
    draw(talk.state);
  }

  function draw(state) {
    const term = state.get("term");
    if (!term) return;
    trouble.hidden = !term.problem;
    body.hidden = !trouble.hidden;
    trouble.textContent = term.problem;
    if (term.problem) return;
    renewChoice(period.select, term.periods);
    period.select.value = term.period;
    renewChoice(country.select, [["", L.all], ...state.get("countries")]);
    deadline.textContent = (term.late ? "▲ " : "") + term.deadline;
    deadline.className = term.late ? "deadline late" : "deadline";
    if (looked !== term.period) {  // a period opens on what is to be done in it
      looked = term.period;
      const has = state.get("counts");
      shown = ["pending", "missing", "returned", "approved"].find((s) => has[s]) ?? "pending";
      marked.clear();
      limit = AT_ONCE;
    }
    drawChips(state);
    drawList(state, term);
    people.draw(state);
    closing.draw(state);
  }

  function drawChips(state) {
    const has = state.get("counts");
    reconcile(chips, Object.keys(GLYPH), (key, old) => {
      const chip = old ?? h("button", { type: "button", onclick: () => { shown = key; again(); } });
      chip.textContent = `${GLYPH[key]} ${has[key] ?? 0} ${L.state[key]}`;
      chip.setAttribute("aria-pressed", String(shown === key));
      return chip;
    });
  }

  function drawList(state, term) {
    const keys = visible(state), page = keys.slice(0, limit);
    for (const key of [...marked]) if (!keys.includes(key)) marked.delete(key);
    reconcile(list, page, (key, old) => {
      const e = state.get(`entry:${key}`);
      const node = keep(old, [e, term.locked], () => card(key, e, term.locked));
      const tick = node.querySelector("input[type=checkbox]");
      if (tick) tick.checked = marked.has(key);
      return node;
    });
    empty.hidden = keys.length > 0;
    empty.textContent = L.empty[shown];
    more.hidden = keys.length <= limit;
    more.textContent = fill(L.more, { n: Math.min(AT_ONCE, keys.length - limit) });
    bulk.hidden = term.locked || shown === "missing" || !keys.length;
    all.checked = page.length > 0 && page.every((key) => marked.has(key));
    count.textContent = marked.size ? fill(L.marked, { n: marked.size }) : "";
    approveMarked.hidden = shown === "approved";
    approveMarked.disabled = returnMarked.disabled = !marked.size;
    if (!form.hidden && !returning.some((key) => entry(key)?.id)) stopReturning();
  }

  function card(key, e, locked) {
    const acts = e.id && !locked;
    const back = h("button", { type: "button", "data-focus": "back", onclick: () => giveBack([key], back) }, L.give_back);
    const tick = h("input", { type: "checkbox", "data-focus": "tick", "aria-label": fill(L.mark, { what: named(e) }), onchange: () => { if (tick.checked) marked.add(key); else marked.delete(key); draw(talk.state); } });
    return h("li", { class: "panel entry", "data-state": e.state },
      h("div", { class: "what" }, acts && tick, h("div", {}, h("p", {}, e.code && h("strong", {}, `${e.code} `), e.text), h("p", { class: "small soft" }, [e.where, e.group].filter(Boolean).join(" · ")))),
      h("div", { class: "figures" }, h("span", { class: "said" }, h("span", { "aria-hidden": "true" }, `${GLYPH[e.state]} `), e.said || (e.narrative ? "" : e.id ? L.nothing : L.one[e.state])),
        e.earlier && h("span", { class: "small soft" }, fill(L.earlier, { period: e.earlier_in, value: e.earlier })), e.target && h("span", { class: "small soft" }, fill(L.target, { value: e.target }))),
      e.doubts.length > 0 && h("ul", { class: "doubts plain-list", "aria-label": L.look }, e.doubts.map((text) => h("li", {}, `▲ ${text}`))),
      words(L.narrative, e.narrative), words(L.comment, e.comment),
      e.evidence.length > 0 && h("div", { class: "small" }, h("strong", {}, L.evidence), h("ul", {}, e.evidence.map((text) => h("li", {}, evidence(text))))),
      e.note && h("p", { class: "small asked" }, fill(L.asked, { note: e.note })),
      h("p", { class: "small soft" }, [e.by && fill(L.by, { who: e.by }), !e.id && (e.who ? fill(L.answers, { who: e.who }) : `▲ ${L.nobody_answers}`)].filter(Boolean).join(" · ")),
      acts && h("div", { class: "row" }, e.state !== "approved" && h("button", { type: "button", class: "primary", "data-focus": "approve", onclick: once(() => approve([key])) }, L.approve), back));
  }

  const words = (label, text) => text && h("p", { class: "small words" }, h("strong", {}, `${label}: `), text);

  talk.hello();
  return () => talk.close();
}

export default { render };
