// Votes of people without a phone, all at once: points for each thing, and how many people gave them.

function makeVotes({ L, talk }) {
  const people = h("input", { type: "number", min: 1, max: 2000, value: 1, inputmode: "numeric", oninput: () => sum() });
  const list = h("div", { class: "targets" });
  const used = h("p", { class: "used", role: "status" });
  const closed = h("p", { class: "note", hidden: true });
  const saying = makeSaying();
  const form = h("form", { class: "stack", onsubmit: submitting(note) }, h("div", { class: "fields" }, labelled("scribe-voters", L.voters, people)), list,
    h("div", { class: "row" }, h("button", { type: "submit", class: "primary" }, L.note_votes), used));
  const home = h("div", { class: "stack" }, closed, form, ...saying.nodes);
  let each = 0;

  const given = () => Object.fromEntries([...list.querySelectorAll("input")].filter((one) => Number(one.value) > 0).map((one) => [one.dataset.target, Number(one.value)]));

  function sum() {
    const points = Object.values(given()).reduce((a, b) => a + b, 0);
    const all = each * (Number(people.value) || 0);
    used.textContent = fill(L.points_of, { used: points, all });
    used.classList.toggle("over", points > all);
  }

  async function note() {
    const answer = await talk.send("vote_for_many", { points: given(), people: Number(people.value) });
    if (!saying.answer(answer, L.votes_noted)) return;
    for (const one of list.querySelectorAll("input")) one.value = "";
    people.value = 1;
    sum();
    people.focus();
  }

  function draw(_stage, area) {
    if (!area) return;
    each = area.each;
    closed.hidden = area.open && area.targets.length > 0;
    closed.textContent = area.open ? L.no_targets : L.votes_closed;
    form.hidden = !area.open || !area.targets.length;
    reconcile(list, area.targets.map(([id]) => id), (id, old) => {
      const [, name, points] = area.targets.find(([target]) => target === id);
      const node = old ?? h("div", { class: "target" }, h("label", { for: `vote-${id}` }), h("span", { class: "small soft" }),
        h("input", { type: "number", min: 0, id: `vote-${id}`, "data-target": id, "data-focus": "points", inputmode: "numeric", oninput: sum }));
      node.firstChild.textContent = name;
      node.childNodes[1].textContent = fill(L.points_now, { n: points });
      return node;
    });
    sum();
  }

  return { home, draw, focus: () => people.focus() };
}
