// One's own cards: of the stage, with what is still on its way, and of all stages with what became of them.

function myCards(page, stage, old) {
  const { L, outbox } = page;
  const waiting = new Map(outbox.of("add_card", (data) => data.stage === stage.stage_id).map((entry) => [`waiting:${entry.id}`, entry]));
  const mine = new Map([...stage.mine].reverse().map((card) => [`card:${card.id}`, onItsWay(outbox, card)]));
  const node = old ?? h("section", { class: "stack mine", "aria-label": L.mine_here },
    h("h2", { tabindex: -1 }, L.mine_here), h("p", { class: "soft" }, L.none_yet), h("ul", { class: "cards" }));
  node.children[1].hidden = waiting.size + mine.size > 0;
  // Each card stays as it is until it changes: a field or a question in it is left alone, whatever arrives.
  reconcile(node.lastChild, [...waiting.keys(), ...mine.keys()], (name, former) => {
    const unsent = waiting.get(name);
    if (unsent) return keep(former, [unsent.refused, unsent.what], () => h("li", { class: "card waiting" }, unsentCard(page, unsent)));
    const card = mine.get(name), editing = page.editing?.card === card.id;
    if (editing && former?.querySelector("form")) return former;
    return keep(former, [card, stage.can_edit, stage.locked, editing], () =>
      h("li", { class: card.waiting ? "card waiting" : "card" }, editing ? editForm(page, card) : shownCard(page, stage, card)));
  });
  return node;
}

// A card as its author left it, also where the correction has not arrived yet.
function onItsWay(outbox, card) {
  const [edit] = outbox.of("edit_card", (data) => data.card === card.id).filter((entry) => !entry.refused).slice(-1);
  const gone = outbox.of("withdraw_card", (data) => data.card === card.id).some((entry) => !entry.refused);
  return { ...card, text: edit ? edit.data.text : card.text, waiting: Boolean(edit || gone), gone };
}

function unsentCard(page, entry) {
  const { L } = page;
  const text = h("p", { dir: "auto" }, entry.what);
  if (!entry.refused) return [text, h("p", { class: "soft small" }, L.waiting_card)];
  return [text, refusal(page, entry)];
}

function refusal(page, entry) {
  const { L, outbox } = page;
  return [h("p", { class: "note bad" }, L.not_sent, ": ", entry.refused),
    h("div", { class: "row" },
      h("button", { type: "button", onclick: () => outbox.retry(entry) }, L.retry),
      h("button", { type: "button", onclick: () => outbox.discard(entry) }, L.discard))];
}

function shownCard(page, stage, card) {
  const { L } = page;
  const buttons = h("div", { class: "row" });
  const usual = () => buttons.replaceChildren(
    h("button", { type: "button", "data-focus": "edit", onclick: () => { page.edit({ card: card.id, text: card.text }); page.draw(); } }, L.edit),
    h("button", { type: "button", onclick: ask }, L.withdraw));
  const ask = () => {
    buttons.replaceChildren(h("span", {}, L.withdraw_sure),
      h("button", { type: "button", class: "primary", onclick: () => { page.outbox.put("withdraw_card", { card: card.id }, card.text, (data) => data.card === card.id); backTo(page, ""); } }, L.yes),
      h("button", { type: "button", onclick: () => { usual(); buttons.lastChild.focus(); } }, L.cancel));
    buttons.querySelector("button").focus();
  };
  usual();
  const facts = [card.gone && L.withdrawing, card.place, stage.round > 1 && card.round && fill(L.round, { n: card.round }),
    card.status === "duplicate" && (card.under ? fill(L.same_as, { text: card.under }) : L.duplicate), card.waiting && L.waiting_card];
  return [h("p", { dir: "auto" }, card.text),
    facts.some(Boolean) && h("p", { class: "soft small" }, facts.filter(Boolean).join(" · ")),
    stage.can_edit && !stage.locked && card.status === "active" && !card.gone && buttons];
}

// Focus goes to the card, or to the heading of one's cards when it is gone.
function backTo(page, id) {
  const card = page.main.querySelector(`li[data-key="card:${id}"]`);
  (card?.querySelector("[data-focus=edit]") ?? page.main.querySelector(".mine h2"))?.focus({ preventScroll: true });
}

function editForm(page, card) {
  const { L } = page;
  const text = h("textarea", { rows: 3, maxlength: 600, "aria-label": L.edit, value: page.editing.text,
    oninput: () => { fit(text); page.edit({ card: card.id, text: text.value }); } });
  queueMicrotask(() => { fit(text); text.focus(); });
  const close = () => { page.edit(null); page.draw(); backTo(page, card.id); };
  const submit = (event) => {
    event.preventDefault();
    if (!text.value.trim()) { text.focus(); return; }
    if (text.value.trim() !== card.text) {
      page.outbox.put("edit_card", { card: card.id, text: text.value }, text.value, (data) => data.card === card.id);
    }
    close();
  };
  return h("form", { class: "stack", onsubmit: submit }, text, h("div", { class: "row" },
    h("button", { class: "primary", type: "submit" }, L.save),
    h("button", { type: "button", onclick: close }, L.cancel)));
}

// What is on its way or was refused and has no place of its own on this screen.
function waitingParts(page, here) {
  const { outbox } = page;
  const inPlace = (entry) => here && entry.op === "add_card" && entry.data.stage === here.stage_id;
  const list = outbox.list().filter((entry) => !inPlace(entry) && (entry.refused || outbox.offline() || Date.now() - entry.at > 3000));
  return list.length ? [["waiting", (old) => waitingList(page, list, old)]] : [];
}

function waitingList(page, list, old) {
  const { L } = page;
  const node = old ?? h("section", { class: "stack waiting-list", "aria-label": L.outbox }, h("h2", {}, L.outbox), h("ul", { class: "cards" }));
  reconcile(node.lastChild, list.map((entry) => entry.id), (id, former) => {
    const entry = list.find((one) => one.id === id);
    return keep(former, [entry.refused, entry.what], () => h("li", { class: "card waiting" },
      h("p", { dir: "auto" }, fill(L.op_said[entry.op] ?? "{what}", { what: entry.what })),
      entry.refused ? refusal(page, entry) : h("p", { class: "soft small" }, L.waiting_card)));
  });
  return node;
}

// All one's cards, also of stages that are over: from the idea to what it has become.
function everywhere(page, old) {
  const { L } = page;
  const cards = page.state.get("everywhere");
  const node = old ?? h("section", { class: "stack everywhere" }, h("h1", { tabindex: -1 }, L.mine), h("p", { class: "soft" }), h("div", { class: "stack" }));
  node.children[1].textContent = !cards ? L.loading : cards.length ? L.mine_hint : L.none_ever;
  const stages = [...new Set((cards ?? []).map((card) => card.stage))];
  reconcile(node.lastChild, stages, (title, former) => {
    const part = former ?? h("div", { class: "stack" }, h("h2", {}, title), h("ul", { class: "cards" }));
    const here = cards.filter((card) => card.stage === title);
    reconcile(part.lastChild, here.map((card) => card.id), (id, item) => {
      const card = here.find((one) => one.id === id);
      return keep(item, card, () => h("li", { class: card.status === "withdrawn" ? "card gone" : "card" },
        h("p", { dir: "auto" }, card.text), card.became && h("p", { class: "soft became" }, card.became)));
    });
    return part;
  });
  return node;
}
