// Drafts: only this browser knows them until one is sent.

// Those of this stage, to be put in order; the best are chosen and sent.
function draftList(page, stage, old) {
  const { L, drafts } = page;
  const id = stage.stage_id, list = drafts.list(id);
  const node = old ?? h("section", { class: "stack drafts", "aria-label": L.drafts },
    h("h2", { tabindex: -1 }, L.drafts), h("p", { class: "soft small" }, L.drafts_hint), h("ul"),
    h("button", { type: "button", onclick: () => sendChosen(page, node) }));
  const chosen = node.chosen = node.chosen ?? new Set();
  for (const one of chosen) if (!list.some((draft) => draft.id === one)) chosen.delete(one);
  node.stage = stage;
  if (!list.length) return null;
  reconcile(node.children[2], list.map((draft) => draft.id), (name, former) =>
    keep(former, [list.find((draft) => draft.id === name), list[0].id === name, list.at(-1).id === name],
      () => draftItem(page, node, list, name)));
  const send = node.lastChild;
  send.textContent = chosen.size ? fill(chosen.size === 1 ? L.send_one : L.send_many, { n: chosen.size }) : L.send_none;
  send.classList.toggle("primary", chosen.size > 0);
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
  const stageId = draft.stage ?? node.stage.stage_id;
  drafts.drop(stageId, draft.id);
  page.draw();
  page.tell(L.erased, "good", { label: L.undo, act: () => { drafts.restore(stageId, draft); page.tell(""); page.draw(); node.querySelector(`[data-key="${draft.id}"] input`)?.focus(); } });
  (node.isConnected && !node.hidden ? node.querySelector("h2") : page.writer()?.text)?.focus({ preventScroll: true });
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
  (node.isConnected && !node.hidden ? node.querySelector("h2") : page.writer()?.text)?.focus({ preventScroll: true });
}

// Drafts of stages that were closed before they were sent are not lost to the eye.
function draftsElsewhere(page, old) {
  const { L, drafts } = page;
  const open = page.state.get("stages") ?? [];
  const list = drafts.everywhere().filter((draft) => !open.includes(draft.stage));
  const node = old ?? h("section", { class: "stack", "aria-label": L.drafts_left }, h("h2", { tabindex: -1 }, L.drafts_left),
    h("p", { class: "soft small" }, L.drafts_left_hint), h("ul", { class: "cards" }));
  node.hidden = !list.length;
  reconcile(node.lastChild, list.map((draft) => draft.id), (id, former) => {
    const draft = list.find((one) => one.id === id);
    return keep(former, draft.text, () => h("li", { class: "card waiting" }, h("p", { dir: "auto" }, draft.text),
      h("div", { class: "row" }, h("button", { type: "button", "aria-label": fill(L.of_draft, { what: L.erase, text: draft.text }),
        onclick: () => eraseDraft(page, node, draft) }, L.erase))));
  });
  return node;
}
