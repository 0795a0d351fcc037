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
  let outbox = [];
  const flying = new Set();

  const key = (name) => `minga:${plan}:${name}`;
  const proofs = () => recall(key("proofs"), []);
  const talk = converse(model, { onState: draw });

  function tell(message, kind = "") {
    notice.className = `note ${kind}`;
    notice.textContent = message;
    notice.hidden = !message;
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
    const current = ids.includes(chosen) ? chosen : ids[0];
    const parts = [];
    parts.push(["head", () => header(here, me)]);
    if (!plan) parts.push(["empty", () => empty(L.no_plan, L.no_stage_hint)]);
    else if (!me || changing) parts.push(["join", (old) => old ?? joinForm(here, me)]);
    else if (!ids.length) parts.push(["empty", () => empty(L.no_stage, L.no_stage_hint)]);
    else {
      if (ids.length > 1) parts.push(["tabs", () => tabs(ids, current, state)]);
      const stage = state.get(`stage:${current}`);
      parts.push([`write:${current}:${stage.can_add}`, (old) => writeForm(stage, old)]);
      parts.push([`mine:${current}`, (old) => myCards(stage, old)]);
      if (stage.wall.length) parts.push([`wall:${current}`, () => wall(stage)]);
    }
    const makers = new Map(parts);
    reconcile(main, [...makers.keys()], (name, old) => makers.get(name)(old));
    showStatus();
  }

  function header(here, me) {
    return h("header", { class: "top" },
      h("p", { class: "plan" }, here.title),
      me && !changing && h("p", { class: "row small" }, fill(L.hello, { alias: me.alias }),
        me.place ? ` · ${me.place}` : "", me.team ? ` · ${me.team}` : "",
        h("button", { class: "plain small", type: "button", onclick: () => { changing = true; draw(talk.state); } }, L.change)));
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
    const submit = async (event) => {
      event.preventDefault();
      const values = { alias: alias.value, country: country.value, team: team.value };
      remember("minga:me", values);
      const answer = await talk.send("join", { plan, ...values });
      tell(answer.ok ? "" : `${answer.message} ${answer.advice}`, "bad");
      if (answer.ok) { changing = false; draw(talk.state); }
    };
    return h("form", { class: "panel stack", onsubmit: submit },
      h("h1", {}, L.welcome),
      h("div", {}, h("label", { for: "alias" }, L.alias), alias, h("p", { class: "soft small" }, L.alias_hint)),
      h("div", {}, h("label", { for: "country" }, L.country, " ", h("span", { class: "soft small" }, L.optional)), country),
      h("div", {}, h("label", { for: "team" }, L.team, " ", h("span", { class: "soft small" }, L.optional)), team),
      h("div", { class: "row" }, h("button", { class: "primary", type: "submit" }, me ? L.save : L.enter),
        me && h("button", { type: "button", onclick: () => { changing = false; draw(talk.state); } }, L.cancel)));
  }

  function tabs(ids, current, state) {
    return h("nav", { class: "row", "aria-label": L.stage }, ids.map((id) =>
      h("button", { type: "button", "aria-pressed": String(id === current), onclick: () => { chosen = id; draw(state); } },
        state.get(`stage:${id}`).title)));
  }

  function writeForm(stage, old) {
    if (old) {
      old.querySelector(".question").textContent = stage.question;
      return old;
    }
    const question = h("h1", { class: "question" }, stage.question);
    if (!stage.can_add) return h("section", { class: "panel stack" }, h("p", { class: "soft" }, stage.title), question, h("p", {}, L.resolve));
    const draft = key(`draft:${stage.stage_id}`);
    const left = h("p", { class: "soft small", "aria-live": "off" });
    const text = h("textarea", { id: "card", rows: 3, maxlength: 600, value: recall(draft, "") });
    const count = () => { left.textContent = text.value.length > 450 ? fill(L.left, { n: 600 - text.value.length }) : ""; };
    text.addEventListener("input", () => { remember(draft, text.value || null); count(); });
    count();
    let column = stage.columns[0]?.id ?? "";
    const place = stage.columns.length > 0 && h("fieldset", {}, h("legend", {}, L.column),
      stage.columns.map((c, i) => h("label", { class: "pick" },
        h("input", { type: "radio", name: "column", value: c.id, checked: i === 0, onchange: () => { column = c.id; } }), c.title)));
    const submit = (event) => {
      event.preventDefault();
      if (!text.value.trim()) { text.focus(); return; }
      // The text travels inside the operation itself: what was on the screen is what is stored.
      outbox.push({ id: newId(), stage: stage.stage_id, text: text.value, column });
      remember(key("outbox"), outbox);
      text.value = "";
      remember(draft, null);
      count();
      tell("");
      pump();
      draw(talk.state);
      text.focus();
    };
    return h("form", { class: "panel stack", onsubmit: submit },
      h("p", { class: "soft" }, stage.title), question, place,
      h("div", {}, h("label", { for: "card" }, L.write, " ", h("span", { class: "soft small" }, L.write_hint)), text, left),
      h("button", { class: "primary", type: "submit" }, L.send),
      h("p", { class: "soft small" }, L.anonymity[stage.anonymity]));
  }

  function myCards(stage, old) {
    // While a card is being corrected its field is left alone, whatever arrives meanwhile.
    if (old && editing && old.dataset.editing === editing) return old;
    const waiting = outbox.filter((card) => card.stage === stage.stage_id);
    return h("section", { class: "stack", "aria-label": L.mine, "data-editing": editing ?? "" },
      h("h2", {}, L.mine),
      !waiting.length && !stage.mine.length && h("p", { class: "soft" }, L.none_yet),
      h("ul", { class: "cards" },
        waiting.map((card) => h("li", { class: "card waiting" }, h("p", {}, card.text),
          card.refused
            ? [h("p", { class: "note bad" }, L.not_sent, ": ", card.refused),
              h("div", { class: "row" },
                h("button", { type: "button", onclick: () => { delete card.refused; card.id = newId(); pump(); draw(talk.state); } }, L.retry),
                h("button", { type: "button", onclick: () => drop(card) }, L.discard))]
            : h("p", { class: "soft small" }, L.waiting_card))),
        [...stage.mine].reverse().map((card) => h("li", { class: "card" }, editing === card.id ? editForm(card) : shown(stage, card)))));
  }

  function drop(card) {
    outbox = outbox.filter((other) => other !== card);
    remember(key("outbox"), outbox);
    draw(talk.state);
  }

  function shown(stage, card) {
    const buttons = h("div", { class: "row" });
    const usual = () => buttons.replaceChildren(
      h("button", { type: "button", onclick: () => { editing = card.id; draw(talk.state); } }, L.edit),
      h("button", { type: "button", onclick: ask }, L.withdraw));
    const ask = () => {
      buttons.replaceChildren(h("span", {}, L.withdraw_sure),
        h("button", { type: "button", class: "primary", onclick: () => act("withdraw_card", { card: card.id }, L.withdrawn) }, L.yes),
        h("button", { type: "button", onclick: usual }, L.cancel));
      buttons.querySelector("button").focus();
    };
    usual();
    return [h("p", {}, card.text),
      (card.place || card.status === "duplicate") && h("p", { class: "soft small" },
        [card.place, card.status === "duplicate" ? L.duplicate : ""].filter(Boolean).join(" · ")),
      stage.can_edit && card.status === "active" && buttons];
  }

  function editForm(card) {
    const text = h("textarea", { rows: 3, maxlength: 600, "aria-label": L.edit, value: card.text });
    queueMicrotask(() => text.focus());
    const submit = async (event) => {
      event.preventDefault();
      if (await act("edit_card", { card: card.id, text: text.value }, L.corrected)) { editing = null; draw(talk.state); }
    };
    return h("form", { class: "stack", onsubmit: submit }, text, h("div", { class: "row" },
      h("button", { class: "primary", type: "submit" }, L.save),
      h("button", { type: "button", onclick: () => { editing = null; root.querySelector("h2")?.focus(); draw(talk.state); } }, L.cancel)));
  }

  async function act(op, data, done) {
    const answer = await talk.send(op, { plan, ...data });
    tell(answer.ok ? done : `${answer.message} ${answer.advice}`, answer.ok ? "good" : "bad");
    return answer.ok;
  }

  function wall(stage) {
    return h("section", { class: "stack" }, h("h2", {}, L.wall), stage.wall.map((group) =>
      h("div", { class: "group" }, h("h3", {}, group.title || L.loose), h("ul", { class: "cards" },
        group.cards.map((text) => h("li", { class: "card" }, h("p", {}, text)))))));
  }

  showStatus();
  talk.hello({ proofs: [] });
  return () => {
    talk.close();
    clearInterval(again);
    clearTimeout(slow);
    window.removeEventListener("online", online);
  };
}

export default { render };
