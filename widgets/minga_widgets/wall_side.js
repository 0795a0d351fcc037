// The list beside the wall: what phones propose and what the program suggests, accepted one by one.

function wallSide(w) {
  const { L, state } = w;
  const people = h("ul", { class: "entries" });
  const program = h("ul", { class: "entries" });
  const nobody = h("p", { class: "soft small" }, L.nobody);
  const none = h("p", { class: "soft small", role: "status" });
  const count = h("span", { class: "count" });
  const ask = h("button", { type: "button", onclick: once(search) }, L.suggest);
  const node = h("details", { class: "side" }, h("summary", {}, L.side, count),
    h("h3", {}, L.from_phones), nobody, people,
    h("h3", {}, L.suggested), h("p", { class: "soft small" }, L.humble), ask, none, program);

  let searching = false;
  async function search() {
    searching = true;
    draw();
    await w.act("suggest");
    searching = false;
    draw();
  }

  function draw() {
    const { proposals, suggestions, asked } = state.get("side");
    const { done } = state.get("stage");
    node.hidden = done;
    const n = proposals.length + suggestions.length;
    count.textContent = n ? ` (${n})` : "";
    nobody.hidden = proposals.length > 0;
    none.textContent = searching ? L.searching : asked && !suggestions.length ? L.no_suggestion : "";
    ask.disabled = searching;
    reconcile(people, proposals.map((p) => p.id), entries(proposals, "proposal", "accept_proposal", "decline_proposal"));
    reconcile(program, suggestions.map((s) => s.id), entries(suggestions, "suggestion", "take_suggestion", "leave_suggestion"));
  }

  function entries(found, key, yes, no) {
    const byId = new Map(found.map((entry) => [entry.id, entry]));
    return (id, old) => {
      const entry = byId.get(id);
      const texts = entry.cards.map((one) => w.card(one)?.text ?? "");
      const shows = [entry, texts, entry.cluster && w.name(entry.cluster)];
      return keep(old, shows, () => h("li", { class: "entry" },
        h("p", { class: "small soft" }, about(entry)),
        entry.text && h("p", { class: "words" }, entry.text),
        texts.map((text) => h("p", { class: "words" }, text)),
        h("div", { class: "row" },
          h("button", { type: "button", "data-focus": "yes", onclick: once(() => w.act(yes, { [key]: id })) }, L.accept),
          h("button", { type: "button", class: "plain", "data-focus": "no", onclick: once(() => w.act(no, { [key]: id })) }, L.decline),
          entry.cards.length > 0 && h("button", { type: "button", class: "plain", "data-focus": "show", onclick: () => show(entry.cards) }, L.show))));
    };
  }

  function about(entry) {
    const words = { pair: L.pair, join: fill(L.join, { group: w.name(entry.cluster) }), name: fill(L.name, { group: w.name(entry.cluster) }),
      duplicate: L.same_idea, group: L.group }[entry.kind];
    if (entry.count) return `${words} · ${entry.count === 1 ? L.person_one : fill(L.people, { n: entry.count })}`;
    return `${words} · ${fill(L.likeness, { n: entry.percent })}`;
  }

  function show(ids) {
    w.chosen.clear();
    for (const id of ids) if (w.card(id)?.status === "active") w.chosen.add(id);
    w.draw();
    w.faceOf(ids[0])?.scrollIntoView({ block: "center", inline: "center" });
    w.faceOf(ids[0])?.focus({ preventScroll: true });
  }

  return { node, draw };
}
