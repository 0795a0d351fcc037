// The wall as a phone shows it, and what a phone proposes for it: pairs of cards, names of groups.

// In place: who is reading in the middle of sixty cards must not jump when another one arrives.
function phoneWall(page, stage, groups, texts, old) {
  const { L } = page;
  const node = old ?? h("section", { class: "stack wall-read", "aria-label": L.wall },
    h("h2", { tabindex: -1 }, L.wall), h("p", { class: "soft small" }), h("div", { class: "stack" }), pairBar(page));
  node.stage = stage;
  node.children[1].textContent = stage.can_pair ? L.pair_hint : stage.can_name ? L.name_hint : "";
  node.children[1].hidden = !node.children[1].textContent;
  page.picked = page.picked.filter((id) => stage.can_pair && id in texts);
  const inner = (parent) => groups.filter((group) => group.parent === parent && group.id);
  const order = [...inner("").flatMap((group) => [group, ...inner(group.id)]), ...groups.filter((group) => !group.id)];
  reconcile(node.children[2], order.map((group) => group.id || "loose"), (id, former) =>
    phoneGroup(page, stage, order.find((group) => (group.id || "loose") === id), texts, former));
  // Two that lie together need no proposal; it is said here, before anything is sent.
  const lieTogether = page.picked.length === 2 && groups.some((group) => group.id && page.picked.every((id) => group.cards.includes(id)));
  node.lastChild.show(stage, texts, lieTogether);
  return node;
}

function phoneGroup(page, stage, group, texts, old) {
  const { L } = page;
  const node = old ?? h("div", { class: "group" }, h("h3"), h("ul", { class: "cards" }), h("div", { class: "naming" }));
  node.classList.toggle("inner", Boolean(group.parent));
  node.firstChild.textContent = [group.symbol, group.title].filter(Boolean).join(" ") || L.loose;
  reconcile(node.children[1], group.cards, (id, former) =>
    keep(former, [texts[id], stage.can_pair], () => h("li", { class: "card" }, cardText(page, stage, id, texts[id]))));
  for (const box of node.querySelectorAll("input[type=checkbox]")) box.checked = page.picked.includes(box.value);
  const naming = stage.can_name && group.id;
  reconcile(node.lastChild, naming ? ["name"] : [], (_, former) => nameForm(page, stage, group, former));
  return node;
}

function cardText(page, stage, id, text) {
  if (!stage.can_pair) return h("p", { dir: "auto" }, text);
  const box = h("input", { type: "checkbox", value: id, onchange: () => pick(page, id, box.checked) });
  return h("p", { dir: "auto" }, h("label", { class: "pick" }, box, h("span", {}, text)));
}

// Two at most: a third takes the place of the first.
function pick(page, id, on) {
  page.picked = on ? [...page.picked, id].slice(-2) : page.picked.filter((one) => one !== id);
  page.draw();
}

function pairBar(page) {
  const { L } = page;
  const words = h("p", { role: "status" }), propose = h("button", { type: "button" }, L.pair_propose);
  const bar = h("div", { class: "pair-bar panel stack", hidden: true }, words,
    h("div", { class: "row" }, propose, h("button", { type: "button", onclick: () => { page.picked = []; page.draw(); } }, L.pair_none)));
  let show = null;
  propose.addEventListener("click", () => {
    const [card, other] = page.picked;
    if (!other || show.lieTogether) return;
    const what = page.picked.map((id) => show.texts[id]).join(" + ");
    page.picked = [];
    page.outbox.put("propose_pair", { stage: show.stage.stage_id, card, other }, what,
      (data) => [data.card, data.other].sort().join() === [card, other].sort().join());
    page.main.querySelector(".proposed h2, .wall-read h2")?.focus({ preventScroll: true });
  });
  return Object.assign(bar, { show(stage, texts, lieTogether) {
    show = { stage, texts, lieTogether };
    bar.hidden = !page.picked.length;
    const [one, other] = page.picked.map((id) => texts[id]);
    const said = lieTogether ? L.pair_same : other ? fill(L.pair_ready, { one, other }) : one ? fill(L.pair_first, { one }) : "";
    if (words.textContent !== said) words.textContent = said;
    propose.setAttribute("aria-disabled", String(!other || lieTogether || stage.locked));
    propose.classList.toggle("primary", Boolean(other) && !lieTogether);
  } });
}

// One name of each person for a group: a second one takes the place of the first.
function nameForm(page, stage, group, old) {
  const { L, kept } = page;
  const own = stage.own.find((one) => one.kind === "name" && one.cluster === group.id);
  const [sent] = page.outbox.of("propose_name", (data) => data.cluster === group.id).slice(-1);
  const node = old ?? makeNameForm(page, group);
  const said = node.querySelector(".said");
  said.textContent = sent && !sent.refused ? `${fill(L.name_own, { text: sent.data.text })} · ${L.waiting_card}`
    : own ? `${fill(L.name_own, { text: own.text })} · ${standing(L, own)}` : "";
  node.stage = stage;
  return node;
}

function makeNameForm(page, group) {
  const { L, kept } = page;
  const key = () => `minga:${page.plan}:name:${group.id}`;
  const id = `name-${group.id}`;
  const field = h("input", { id, maxlength: 250, autocomplete: "off", value: kept.get(key(), "") });
  const hints = h("div", { class: "hints", role: "status" });
  const details = h("details", {}, h("summary", {}, L.name_propose));
  const node = h("div", { class: "stack" }, h("p", { class: "said small soft", role: "status" }), details);
  let check = null;
  field.addEventListener("input", () => {
    kept.set(key(), field.value || null);
    check = check ?? advise(page, field, hints, node.stage.stage_id, "title");
    check();
  });
  const submit = (event) => {
    event.preventDefault();
    if (!field.value.trim()) { field.focus(); return; }
    page.outbox.put("propose_name", { stage: node.stage.stage_id, cluster: group.id, text: field.value }, field.value,
      (data) => data.cluster === group.id);
    field.value = "";
    kept.set(key(), null);
    hints.replaceChildren();
    details.open = false;
    details.firstChild.focus();
  };
  details.append(h("form", { class: "stack", onsubmit: submit }, h("div", {}, h("label", { for: id }, L.name_field), field, hints),
    h("button", { type: "submit" }, L.name_send)));
  details.open = Boolean(field.value);
  return node;
}

function standing(L, own) {
  if (own.status !== "open") return L.proposal_status[own.status];
  return own.others === 0 ? L.others_none : fill(own.others === 1 ? L.others_one : L.others_many, { n: own.others });
}

// The pairs that one proposed, and how many others proposed the same.
function proposedPairs(page, stage, texts, old) {
  const { L } = page;
  const pairs = stage.own.filter((one) => one.kind === "pair" && one.cards.every((id) => id in texts));
  const node = old ?? h("section", { class: "stack proposed", "aria-label": L.proposed }, h("h2", { tabindex: -1 }, L.proposed), h("ul", { class: "cards" }));
  node.hidden = !pairs.length;
  reconcile(node.lastChild, pairs.map((one) => one.id), (id, former) => {
    const one = pairs.find((pair) => pair.id === id);
    return keep(former, [one, one.cards.map((card) => texts[card])], () => h("li", { class: "card" },
      one.cards.map((card) => h("p", { dir: "auto" }, texts[card])), h("p", { class: "soft small" }, standing(L, one))));
  });
  return node;
}
