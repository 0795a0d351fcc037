// Writing: the field with its soft advice, and the private drafts from which the best are chosen and sent.

const CHECK_AFTER = 700;

// Advice while writing, asked for when the hands rest; it never stops anybody from sending.
function advise(page, field, place, stageId, kind) {
  let resting = null, asked = "";
  return () => {
    clearTimeout(resting);
    const text = field.value.trim();
    if (!text) { asked = ""; place.replaceChildren(); return; }
    resting = setTimeout(async () => {
      if (text === asked || page.outbox.offline()) return;
      asked = text;
      const answer = await page.talk.send("check", { plan: page.plan, stage: stageId, text, kind });
      if (asked !== text || !answer.ok) return;
      reconcile(place, answer.result, (words, former) => former ?? h("p", {}, words));
    }, CHECK_AFTER);
  };
}

function writePanel(page, stage, old) {
  const node = old ?? h("details", { class: "panel write" }, h("summary", {}, page.L.write_more), writeForm(page, stage));
  const form = node.lastChild;
  // While people write this is the page; later it is folded away and still there.
  const early = ["writing", "revealed"].includes(stage.phase);
  if (node.dataset.early !== String(early)) {
    node.dataset.early = String(early);
    node.open = early || Boolean(form.querySelector("#card").value);
  }
  node.firstChild.hidden = early;
  form.follow(stage);
  return node;
}

function writeForm(page, stage) {
  const { L, drafts } = page;
  const id = stage.stage_id;
  let column = drafts.inHand(id).column;
  const left = h("p", { class: "soft small", "aria-live": "off" });
  const hints = h("div", { class: "hints", id: "card-hints", role: "status" });
  const text = h("textarea", { id: "card", rows: 3, maxlength: 600, value: drafts.inHand(id).text, "aria-describedby": "card-hints" });
  const check = advise(page, text, hints, id, "card");
  const count = () => { left.textContent = text.value.length > 450 ? fill(L.left, { n: 600 - text.value.length }) : ""; };
  const lay = (value) => { text.value = value; count(); check(); requestAnimationFrame(() => fit(text)); };
  text.addEventListener("input", () => { drafts.write(id, text.value, column); count(); fit(text); check(); });
  lay(text.value);
  const columns = columnsField(L, column, (chosen) => { column = chosen; drafts.write(id, text.value, column); });
  const send = h("button", { class: "primary", type: "submit" }, L.send);
  const keepIt = h("button", { type: "button", onclick: () => putAway() }, L.keep_draft);

  function putAway() {
    if (!text.value.trim()) { text.focus(); return; }
    drafts.layDown(id);
    lay("");
    page.draw();
    page.say(L.draft_kept);
    text.focus();
  }
  const submit = (event) => {
    event.preventDefault();
    if (form.dataset.locked || !text.value.trim()) { text.focus(); return; }
    // The text travels inside the operation itself: what was on the screen is what is stored.
    const words = text.value;
    drafts.write(id, "", "");
    drafts.fork(id);
    lay("");
    page.tell("");
    page.outbox.put("add_card", { stage: id, text: words, column }, words);
    text.focus();
  };
  const form = h("form", { class: "stack", onsubmit: submit },
    h("p", { class: "soft small" }, L.anonymity[stage.anonymity]), columns,
    h("div", {}, h("label", { for: "card" }, L.write, " ", h("span", { class: "soft small" }, L.write_hint)), text, left, hints),
    send, keepIt);
  return Object.assign(form, {
    // Another tab changed the draft in hand, or one was taken up from the list.
    take() { const draft = drafts.inHand(id); column = draft.column || column; columns.choose(column); lay(draft.text); },
    follow(now) {
      column = columns.follow(now.columns, column);
      form.dataset.locked = now.locked ? "yes" : "";
      send.setAttribute("aria-disabled", String(now.locked));
    },
    text,
  });
}

function columnsField(L, chosen, onChoose) {
  const place = h("fieldset");
  return Object.assign(place, {
    choose(column) { for (const radio of place.querySelectorAll("input")) radio.checked = radio.value === column; },
    follow(columns, column) {
      place.hidden = !columns.length;
      const current = columns.some((c) => c.id === column) ? column : columns[0]?.id ?? "";
      reconcile(place, ["legend", ...columns.map((c) => c.id)], (id, former) => {
        if (id === "legend") return former ?? h("legend", {}, L.column);
        const pick = former ?? h("label", { class: "pick" },
          h("input", { type: "radio", name: "column", value: id, onchange: () => onChoose(id) }), h("span"));
        pick.firstChild.checked = id === current;
        pick.lastChild.textContent = columns.find((c) => c.id === id).title;
        return pick;
      });
      return current;
    },
  });
}

// The drafts of this stage: only this browser knows them until one is sent.
function draftList(page, stage, old) {
  const { L, drafts } = page;
  const id = stage.stage_id, list = drafts.list(id);
  const node = old ?? h("section", { class: "stack drafts", "aria-label": L.drafts },
    h("h2", { tabindex: -1 }, L.drafts), h("p", { class: "soft small" }, L.drafts_hint), h("ul"),
    h("button", { type: "button", class: "primary", onclick: () => sendChosen(page, node) }));
  const chosen = (node.chosen ??= new Set());
  for (const one of chosen) if (!list.some((draft) => draft.id === one)) chosen.delete(one);
  node.hidden = !list.length;
  node.stage = stage;
  reconcile(node.children[2], list.map((draft) => draft.id), (name, former) =>
    keep(former, [list.find((draft) => draft.id === name), list[0].id === name, list.at(-1).id === name],
      () => draftItem(page, node, list, name)));
  const send = node.lastChild;
  send.textContent = chosen.size ? fill(chosen.size === 1 ? L.send_one : L.send_many, { n: chosen.size }) : L.send_none;
  send.setAttribute("aria-disabled", String(!chosen.size || stage.locked || !stage.can_add));
  return node;
}

function draftItem(page, node, list, id) {
  const { L, drafts } = page;
  const at = list.findIndex((draft) => draft.id === id), draft = list[at];
  const stageId = node.stage.stage_id;
  const named = (label) => fill(L.of_draft, { what: label, text: draft.text });
  const move = (other, focus) => () => {
    drafts.swap(stageId, draft, other);
    page.draw();
    node.querySelector(`[data-key="${id}"] [data-focus=${focus}]`)?.focus();
    page.say(fill(L.moved, { n: drafts.list(stageId).findIndex((d) => d.id === id) + 1 }));
  };
  const button = (focus, sign, label, onclick, off = false) =>
    h("button", { type: "button", class: "small", "data-focus": focus, "aria-label": named(label), title: label, onclick: off ? null : onclick, "aria-disabled": off ? "true" : null }, sign);
  const box = h("input", { type: "checkbox", onchange: () => { node.chosen[box.checked ? "add" : "delete"](id); page.draw(); } });
  box.checked = node.chosen.has(id);
  return h("li", { class: "draft" },
    h("label", { class: "pick" }, box, h("span", { dir: "auto" }, draft.text)),
    h("div", { class: "row" },
      button("up", "↑", L.up, move(list[at - 1] ?? draft, "up"), at === 0),
      button("down", "↓", L.down, move(list[at + 1] ?? draft, "down"), at === list.length - 1),
      button("edit", L.edit, L.edit, () => { drafts.take(stageId, id); page.writer()?.take(); page.draw(); page.writer()?.text.focus(); }),
      button("drop", L.erase, L.erase, () => eraseDraft(page, node, draft))));
}

// Erased at once, and brought back with one touch: kinder than a question each time.
function eraseDraft(page, node, draft) {
  const { L, drafts } = page;
  const stageId = node.stage.stage_id;
  drafts.drop(stageId, draft.id);
  page.draw();
  page.tell(L.erased, "good", { label: L.undo, act: () => { drafts.restore(stageId, draft); page.tell(""); page.draw(); node.querySelector(`[data-key="${draft.id}"] input`)?.focus(); } });
  (node.hidden ? page.writer()?.text : node.querySelector("h2"))?.focus({ preventScroll: true });
}

function sendChosen(page, node) {
  const { drafts, outbox } = page;
  const stage = node.stage;
  if (!node.chosen.size || stage.locked || !stage.can_add) return;
  for (const draft of drafts.list(stage.stage_id).filter((one) => node.chosen.has(one.id))) {
    outbox.put("add_card", { stage: stage.stage_id, text: draft.text, column: draft.column || (stage.columns[0]?.id ?? "") }, draft.text);
    drafts.drop(stage.stage_id, draft.id);
  }
  node.chosen.clear();
  page.draw();
  (node.hidden ? page.writer()?.text : node.querySelector("h2"))?.focus({ preventScroll: true });
}
