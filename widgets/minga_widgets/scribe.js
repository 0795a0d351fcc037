// The scribe's desk: folded parts; each is built, here and in Python, only when somebody opens it.

function render({ model, el }) {
  const L = model.get("labels");
  const list = h("div", { class: "areas" });
  el.append(h("section", { class: "minga scribe", lang: model.get("lang") }, h("h2", {}, L.heading), list));
  const talk = converse(model, { onState: draw });
  const makers = { typing: makeTyping, list: makeList, paper: makePaper, votes: makeVotes };
  const made = new Map();
  let first = true;

  async function open(name, node, focus) {
    if (!made.has(name)) {
      made.set(name, makers[name]({ L, talk }));
      node.append(made.get(name).home);
    }
    draw(talk.state);
    // At once, not when Python has answered: by then somebody may be typing in another field.
    if (focus) made.get(name).focus();
    await talk.send("open_area", { area: name, open: true });
  }

  function area(name) {
    const [title, hint] = L.areas[name];
    const node = h("details", { class: "panel area", ontoggle: () => {
      if (node.open) open(name, node, !first);
      else talk.send("open_area", { area: name, open: false });
    } }, h("summary", {}, h("strong", {}, title), h("span", { class: "small soft" }, hint)));
    return node;
  }

  function draw(state) {
    const stage = state.get("stage");
    if (!stage) return;
    reconcile(list, state.get("areas"), (name, old) => old ?? area(name));
    if (first) {
      for (const node of list.children) node.open = state.get("first").includes(node.dataset.key);
      setTimeout(() => { first = false; });
    }
    for (const [name, one] of made) one.draw(stage, state.get(name));
  }

  const files = handOver(model);
  talk.hello();
  return () => { talk.close(); files(); };
}

export default { render };
