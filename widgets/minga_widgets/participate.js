// The phone. Drafts and unsent cards are kept in this browser until Python has acknowledged them.

function remember(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch { /* a browser that keeps nothing still works while the page is open */ }
}
function recall(key, otherwise) {
  try { return JSON.parse(localStorage.getItem(key)) ?? otherwise; } catch { return otherwise; }
}

function render({ model, el }) {
  const L = model.get("labels");
  const root = h("div", { class: "minga participate", lang: model.get("lang") });
  const status = h("p", { class: "status", role: "status", "data-state": "saved" });
  const notice = h("p", { class: "note", role: "alert", hidden: true });
  const main = h("div", { class: "stack" });
  root.append(status, notice, main);
  el.append(root);

  let plan = "";
  let editing = null;      // id of the card being corrected
  let changing = false;    // the alias form is open again
  let chosen = null;       // stage picked by hand when several are open
  let shownStage = null;   // stage that is on the screen
  let outbox = [];
  const flying = new Set();

  const key = (name) => `minga:${plan}:${name}`;
  const proofs = () => recall(key("proofs"), []);
  const talk = converse(model, { onState: draw });

  let fading = null;
  function tell(message, kind = "") {
    notice.className = `note ${kind}`;
    notice.textContent = message;
    notice.hidden = !message;
    clearTimeout(fading);
    if (kind === "good") fading = setTimeout(() => tell(""), 8000);
  }

  // ── what was written and is not acknowledged yet ──────────────────────────────────────────────
  function pump() {
    for (const card of outbox) {
      if (card.refused || flying.has(card.id)) continue;
      flying.add(card.id);
      talk.send("add_card", { plan, stage: card.stage, text: card.text, column: card.column }, card.id).then((answer) => {
        flying.delete(card.id);
        if (answer.ok) {
          remember(key("proofs"), [...proofs(), card.id].slice(-400));
          outbox = outbox.filter((other) => other.id !== card.id);
          tell(L.received, "good");
        } else {
          card.refused = `${answer.message} ${answer.advice}`.trim();
        }
        remember(key("outbox"), outbox);
        draw(talk.state);
      });
    }
    showStatus();
  }
  // An operation that was not answered is sent again with the same id; Python applies it once.
  const again = setInterval(() => { flying.clear(); if (outbox.length) pump(); }, 6000);
  const online = () => { flying.clear(); talk.hello({ proofs: proofs() }); pump(); };
  window.addEventListener("online", online);
  let slow = null;

  function showStatus() {
    const pending = outbox.filter((card) => !card.refused).length;
    clearTimeout(slow);
    const set = (state) => { status.dataset.state = state; status.textContent = L[state]; };
    if (!pending) set("saved");
    else {
      set(navigator.onLine === false ? "waiting" : "sending");
      slow = setTimeout(() => set("waiting"), 4000);
    }
  }

  // ── drawing ───────────────────────────────────────────────────────────────────────────────────
  function draw(state) {
    const here = state.get("plan") ?? { id: "", title: "" };
    if (here.id !== plan) {
      plan = here.id;
      outbox = recall(key("outbox"), []);
      editing = null; chosen = null;
      if (plan) {
        talk.hello({ proofs: proofs() });
        pump();
      }
    }
    const me = state.get("me");
    const ids = state.get("stages") ?? [];
    // A stage that opens meanwhile does not take away the one in which somebody is writing.
    const writing = main.querySelector("#card")?.value.trim() || editing ? shownStage : null;
    const current = [chosen, writing].find((id) => ids.includes(id)) ?? ids[0];
    shownStage = current;
    const parts = [];
    parts.push(["head", (old) => keep(old, [here, me, changing, ids.length > 0], () => header(here, me, ids))]);
    if (!plan) parts.push(["no_plan", (old) => old ?? empty(L.no_plan, L.no_stage_hint)]);
    else if (!me || changing) parts.push(["join", (old) => old ?? joinForm(here, me)]);
    else if (!ids.length) parts.push(["empty", (old) => old ?? empty(L.no_stage, L.no_stage_hint)]);
    else {
      if (ids.length > 1) parts.push(["tabs", (old) => tabs(ids, current, state, old)]);
      const stage = state.get(`stage:${current}`);
      parts.push([`write:${current}:${stage.can_add}`, (old) => writeForm(stage, old)]);
      parts.push([`mine:${current}`, (old) => myCards(stage, old)]);
      if (stage.wall.length) parts.push([`wall:${current}`, (old) => wall(stage, old)]);
    }
    const makers = new Map(parts);
    reconcile(main, [...makers.keys()], (name, old) => makers.get(name)(old));
    showStatus();
  }

  function header(here, me, ids) {
    const waiting = plan && me && !changing && !ids.length;   // the other screens have a heading of their own
    return h("header", { class: "top" },
      h(waiting ? "h1" : "p", { class: "plan" }, here.title),
      me && !changing && h("p", { class: "row small" }, fill(L.hello, { alias: me.alias }),
        me.place ? ` · ${me.place}` : "", me.team ? ` · ${me.team}` : "",
        h("button", { class: "plain small", type: "button", onclick: () => { changing = true; draw(talk.state); main.querySelector("#alias")?.focus(); } }, L.change)));
  }

  function empty(title, hint) {
    return h("section", { class: "panel stack empty" }, h("h2", {}, title), h("p", { class: "soft" }, hint));
  }

  function joinForm(here, me) {
    const kept = me ?? recall("minga:me", {});
    const first = new Set(here.countries ?? []);
    const options = [...L.countries].sort((a, b) => first.has(b[0]) - first.has(a[0]));
    const alias = h("input", { id: "alias", name: "alias", maxlength: 40, autocomplete: "nickname", required: true, value: kept.alias ?? "" });
    const country = h("select", { id: "country", name: "country" }, h("option", { value: "" }, L.none),
      options.map(([code, name]) => h("option", { value: code }, name)));
    country.value = kept.country ?? "";
    const team = h("input", { id: "team", name: "team", maxlength: 40, autocomplete: "off", value: kept.team ?? "" });
    const submit = submitting(async () => {
      const values = { alias: alias.value, country: country.value, team: team.value };
      remember("minga:me", values);
      const answer = await talk.send("join", { plan, ...values });
      tell(answer.ok ? "" : `${answer.message} ${answer.advice}`, "bad");
      if (answer.ok) { changing = false; draw(talk.state); }
    });
    return h("form", { class: "panel stack", onsubmit: submit },
      h("h1", {}, L.welcome),
      h("div", {}, h("label", { for: "alias" }, L.alias), alias, h("p", { class: "soft small" }, L.alias_hint)),
      h("div", {}, h("label", { for: "country" }, L.country, " ", h("span", { class: "soft small" }, L.optional)), country),
      h("div", {}, h("label", { for: "team" }, L.team, " ", h("span", { class: "soft small" }, L.optional)), team),
      h("div", { class: "row" }, h("button", { class: "primary", type: "submit" }, me ? L.save : L.enter),
        me && h("button", { type: "button", onclick: () => { changing = false; draw(talk.state); } }, L.cancel)));
  }

  function tabs(ids, current, state, old) {
    const nav = old ?? h("nav", { class: "row", "aria-label": L.stage });
    reconcile(nav, ids, (id, former) => {
      const button = former ?? h("button", { type: "button", onclick: () => { chosen = id; editing = null; draw(talk.state); } });
      button.textContent = state.get(`stage:${id}`).title;
      button.setAttribute("aria-pressed", String(id === current));
      return button;
    });
    return nav;
  }

  function writeForm(stage, old) {
    if (old) {
      old.querySelector(".question").textContent = stage.question;
      old.renameColumns?.(stage.columns);
      return old;
    }
    const question = h("h1", { class: "question" }, stage.question);
    if (!stage.can_add) return h("section", { class: "panel stack" }, h("p", { class: "soft" }, stage.title), question, h("p", {}, L.resolve));
    const draft = key(`draft:${stage.stage_id}`);
    const left = h("p", { class: "soft small", "aria-live": "off" });
    const text = h("textarea", { id: "card", rows: 3, maxlength: 600, value: recall(draft, "") });
    const count = () => { left.textContent = text.value.length > 450 ? fill(L.left, { n: 600 - text.value.length }) : ""; };
    text.addEventListener("input", () => { remember(draft, text.value || null); count(); fit(text); });
    count();
    requestAnimationFrame(() => fit(text));
    let column = "";
    const place = h("fieldset");
    const renameColumns = (columns) => {
      place.hidden = !columns.length;
      if (!columns.some((c) => c.id === column)) column = columns[0]?.id ?? "";
      reconcile(place, ["legend", ...columns.map((c) => c.id)], (id, former) => {
        if (id === "legend") return former ?? h("legend", {}, L.column);
        const pick = former ?? h("label", { class: "pick" },
          h("input", { type: "radio", name: "column", value: id, onchange: () => { column = id; } }), h("span"));
        pick.firstChild.checked = id === column;
        pick.lastChild.textContent = columns.find((c) => c.id === id).title;
        return pick;
      });
    };
    renameColumns(stage.columns);
    const submit = (event) => {
      event.preventDefault();
      if (!text.value.trim()) { text.focus(); return; }
      // The text travels inside the operation itself: what was on the screen is what is stored.
      outbox.push({ id: newId(), stage: stage.stage_id, text: text.value, column });
      remember(key("outbox"), outbox);
      text.value = "";
      remember(draft, null);
      count();
      fit(text);
      tell("");
      pump();
      draw(talk.state);
      text.focus();
    };
    const form = h("form", { class: "panel stack", onsubmit: submit },
      h("p", { class: "soft" }, stage.title), question, place,
      h("div", {}, h("label", { for: "card" }, L.write, " ", h("span", { class: "soft small" }, L.write_hint)), text, left),
      h("button", { class: "primary", type: "submit" }, L.send),
      h("p", { class: "soft small" }, L.anonymity[stage.anonymity]));
    return Object.assign(form, { renameColumns });
  }

  function myCards(stage, old) {
    const waiting = new Map(outbox.filter((card) => card.stage === stage.stage_id).map((card) => [`waiting:${card.id}`, card]));
    const mine = new Map([...stage.mine].reverse().map((card) => [`card:${card.id}`, card]));
    const node = old ?? h("section", { class: "stack", "aria-label": L.mine },
      h("h2", { tabindex: -1 }, L.mine), h("p", { class: "soft" }, L.none_yet), h("ul", { class: "cards" }));
    node.children[1].hidden = waiting.size + mine.size > 0;
    // Each card stays as it is until it changes: a field or a question in it is left alone, whatever arrives.
    reconcile(node.lastChild, [...waiting.keys(), ...mine.keys()], (name, former) => {
      const unsent = waiting.get(name);
      if (unsent) return keep(former, unsent, () => h("li", { class: "card waiting" }, unsentCard(unsent)));
      const card = mine.get(name);
      if (editing === card.id && former?.querySelector("form")) return former;
      return keep(former, [card, stage.can_edit, editing === card.id], () =>
        h("li", { class: "card" }, editing === card.id ? editForm(card) : shown(stage, card)));
    });
    return node;
  }

  function unsentCard(card) {
    const text = h("p", {}, card.text);
    if (!card.refused) return [text, h("p", { class: "soft small" }, L.waiting_card)];
    return [text, h("p", { class: "note bad" }, L.not_sent, ": ", card.refused),
      h("div", { class: "row" },
        h("button", { type: "button", onclick: () => { delete card.refused; pump(); draw(talk.state); } }, L.retry),
        h("button", { type: "button", onclick: () => drop(card) }, L.discard))];
  }

  function drop(card) {
    outbox = outbox.filter((other) => other !== card);
    remember(key("outbox"), outbox);
    draw(talk.state);
  }

  function shown(stage, card) {
    const buttons = h("div", { class: "row" });
    const usual = () => buttons.replaceChildren(
      h("button", { type: "button", "data-focus": "edit", onclick: () => { editing = card.id; draw(talk.state); } }, L.edit),
      h("button", { type: "button", onclick: ask }, L.withdraw));
    const ask = () => {
      buttons.replaceChildren(h("span", {}, L.withdraw_sure),
        h("button", { type: "button", class: "primary", onclick: once(async () => { if (await act("withdraw_card", { card: card.id }, L.withdrawn)) backTo(""); }) }, L.yes),
        h("button", { type: "button", onclick: () => { usual(); buttons.lastChild.focus(); } }, L.cancel));
      buttons.querySelector("button").focus();
    };
    usual();
    return [h("p", {}, card.text),
      (card.place || card.status === "duplicate") && h("p", { class: "soft small" },
        [card.place, card.status === "duplicate" ? L.duplicate : ""].filter(Boolean).join(" · ")),
      stage.can_edit && card.status === "active" && buttons];
  }

  // Focus goes to the card, or to the heading of one's cards when it is gone.
  function backTo(id) {
    const card = main.querySelector(`li[data-key="card:${id}"]`);
    (card?.querySelector("[data-focus=edit]") ?? main.querySelector("h2[tabindex]"))?.focus({ preventScroll: true });
  }

  function editForm(card) {
    const text = h("textarea", { rows: 3, maxlength: 600, "aria-label": L.edit, value: card.text, oninput: () => fit(text) });
    queueMicrotask(() => { fit(text); text.focus(); });
    const close = () => { editing = null; draw(talk.state); backTo(card.id); };
    const submit = submitting(async () => {
      if (await act("edit_card", { card: card.id, text: text.value }, L.corrected)) close();
    });
    return h("form", { class: "stack", onsubmit: submit }, text, h("div", { class: "row" },
      h("button", { class: "primary", type: "submit" }, L.save),
      h("button", { type: "button", onclick: close }, L.cancel)));
  }

  async function act(op, data, done) {
    const answer = await talk.send(op, { plan, ...data });
    tell(answer.ok ? done : `${answer.message} ${answer.advice}`, answer.ok ? "good" : "bad");
    return answer.ok;
  }

  // In place: who is reading in the middle of sixty cards must not jump when another one arrives.
  function wall(stage, old) {
    const node = old ?? h("section", { class: "stack", "aria-label": L.wall }, h("h2", {}, L.wall), h("div", { class: "stack" }));
    reconcile(node.lastChild, stage.wall.map((_, i) => String(i)), (i, former) => {
      const group = former ?? h("div", { class: "group" }, h("h3"), h("ul", { class: "cards" }));
      const { title, cards } = stage.wall[i];
      group.firstChild.textContent = title || L.loose;
      reconcile(group.lastChild, cards.map((_, j) => String(j)), (j, item) =>
        keep(item, cards[j], () => h("li", { class: "card" }, h("p", { dir: "auto" }, cards[j]))));
      return group;
    });
    return node;
  }

  showStatus();
  talk.hello({ proofs: [] });
  return () => {
    talk.close();
    clearInterval(again);
    clearTimeout(slow);
    clearTimeout(fading);
    window.removeEventListener("online", online);
  };
}

export default { render };
