// Look for something of the plan and read its story, from the idea to its values; from any name one goes on.

function render({ model, el }) {
  const L = model.get("labels");
  const words = h("input", { type: "search", id: "journey-words", maxlength: 200, autocomplete: "off" });
  const said = h("p", { class: "soft small", role: "status" });
  const results = h("ul", { class: "found" });
  const story = h("article", { class: "panel stack", hidden: true });
  const title = h("h3", { tabindex: -1 });
  const kind = h("p", { class: "soft" });
  const back = h("button", { type: "button", hidden: true, onclick: () => goBack() });
  const way = h("ol", { class: "way row", "aria-label": L.way });
  const chapters = h("div", { class: "stack" });
  const missing = h("p", { class: "note", role: "alert", hidden: true });
  story.append(h("div", { class: "row top" }, h("div", { class: "grow" }, kind, title), back), way, chapters);
  const root = h("section", { class: "minga journey stack", lang: model.get("lang"), "aria-label": L.heading },
    h("h2", {}, L.heading), h("p", { class: "soft" }, L.hint),
    h("form", { class: "row look", role: "search", onsubmit: submitting(look) },
      h("label", { for: "journey-words" }, L.words), words, h("button", { type: "submit", class: "primary" }, L.find)),
    said, results, missing, story);
  el.append(root);

  const talk = converse(model, { onState: draw });
  const trail = [];        // what was read before, to go back to
  let now = null;          // what is being read
  let arriving = new URLSearchParams(location.search).has("card");  // asked for by its address

  async function look() {
    const answer = await talk.send("find", { words: words.value });
    if (!answer.ok) { said.textContent = `${answer.message} ${answer.advice}`; return; }
    const found = answer.result;
    said.textContent = found.length === 0 ? L.none : found.length >= L.most ? fill(L.many, { n: found.length }) : fill(L.found, { n: found.length });
    results.replaceChildren(...found.map((one) => h("li", {}, thing(one))));
  }

  const thing = (one) => h("button", { type: "button", class: "thing", onclick: once(() => open(one)) },
    h("span", { class: "soft small" }, one.what), h("span", {}, one.name));

  // Its own address is for another tab; here it is read in place.
  function follow(event, one) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(one);
  }

  async function open(one, returning = false) {
    if (now && !returning && now.id !== one.id) trail.push(now);
    arriving = true;
    const answer = await talk.send("open", { row: one.id });
    if (!answer.ok) { arriving = false; said.textContent = `${answer.message} ${answer.advice}`; return; }
    results.replaceChildren();
    said.textContent = "";
    // The address can be kept and shared; JupyterLab's own addresses are left alone.
    if (location.pathname.includes("/voila/")) {
      const asked = new URLSearchParams(location.search);
      asked.set("card", one.id);
      history.replaceState(null, "", `?${asked}`);
    }
    if (arriving) draw(talk.state);
  }

  function goBack() {
    const last = trail.pop();
    if (last) open(last, true);
  }

  function draw(state) {
    const told = state.get("story") ?? {};
    missing.textContent = state.get("missing") ?? "";
    missing.hidden = !missing.textContent;
    story.hidden = !told.id;
    if (!told.id) return;
    now = { id: told.id, what: told.what, name: told.name };
    kind.textContent = told.what;
    title.textContent = told.full;
    const last = trail.at(-1);
    back.hidden = !last;
    back.textContent = last ? `‹ ${fill(L.back, { name: last.name })}` : "";
    const there = told.chapters.map((one) => one.key);
    way.replaceChildren(...Object.entries(L.chapters).map(([key, name]) => h("li", { class: there.includes(key) ? "there" : "soft" },
      h("span", { "aria-hidden": "true" }, there.includes(key) ? "●" : "○"), name, h("span", { class: "hidden-text" }, `: ${there.includes(key) ? L.yes : L.no}`))));
    reconcile(chapters, there, (key, old) => {
      const one = told.chapters.find((other) => other.key === key);
      return keep(old, [told.id, one], () => h("section", { class: "chapter" }, h("h4", {}, L.chapters[key]), h("ol", {}, one.steps.map(step))));
    });
    if (arriving) { arriving = false; title.focus({ preventScroll: true }); root.scrollIntoView({ block: "start" }); }
  }

  // Names that the sentence says lead on from where they stand; the others come after it.
  function linked(text, refs) {
    const parts = [];
    let rest = text;
    const left = [...refs];
    for (;;) {
      const next = left.map((one) => [rest.indexOf(one.name), one]).filter(([at, one]) => at >= 0 && one.name).sort((a, b) => a[0] - b[0] || b[1].name.length - a[1].name.length)[0];
      if (!next) break;
      const [at, one] = next;
      left.splice(left.indexOf(one), 1);
      parts.push(rest.slice(0, at), h("a", { class: "inline", href: `7_chain.ipynb?card=${encodeURIComponent(one.id)}`, title: one.what, onclick: (event) => follow(event, one) }, one.name));
      rest = rest.slice(at + one.name.length);
    }
    return [[...parts, rest], left];
  }

  function step(one) {
    const [sentence, others] = linked(one.text, one.refs);
    const things = others.map(thing);
    return h("li", {}, one.when && h("time", { class: "soft small" }, one.when), h("p", {}, sentence),
      things.length > 3 ? h("details", {}, h("summary", {}, fill(L.more, { n: things.length })), h("div", { class: "row refs" }, things))
        : things.length > 0 && h("div", { class: "row refs" }, things));
  }

  const asked = (event) => { if (typeof event.detail === "string") open({ id: event.detail }); };
  window.addEventListener("minga:story", asked);
  talk.hello();
  return () => { talk.close(); window.removeEventListener("minga:story", asked); };
}

export default { render };
