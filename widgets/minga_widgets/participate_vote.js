// Voting: so many points for each person, given and taken back until the voting closes; then the totals.

function votePanel(page, stage, groups, texts, old) {
  const node = old?.classList.contains(stage.vote.open ? "ballot" : "totals") ? old : stage.vote.open ? ballot(page) : totals(page);
  node.follow(stage, targetWords(groups, texts));
  return node;
}

function targetWords(groups, texts) {
  const named = Object.fromEntries(groups.filter((group) => group.id).map((group) => [group.id, [group.symbol, group.title].filter(Boolean).join(" ")]));
  return (id) => texts[id] ?? named[id] ?? "";
}

// What this person has given, with what is still on its way.
function pointsOf(page, stage) {
  const points = { ...stage.vote.own };
  for (const entry of page.outbox.of("cast_vote", (data) => data.stage === stage.stage_id)) {
    if (!entry.refused) points[entry.data.target] = entry.data.points;
  }
  return points;
}

function ballot(page) {
  const { L } = page;
  const left = h("p", { class: "points-left", role: "status" });
  const list = h("ul", { class: "cards" });
  const node = h("section", { class: "panel stack ballot", "aria-label": L.vote }, h("h2", { tabindex: -1 }, L.vote),
    h("p", { class: "soft small" }), left, list);
  return Object.assign(node, { follow(stage, words) {
    const points = pointsOf(page, stage);
    const given = stage.vote.targets.reduce((sum, id) => sum + (points[id] ?? 0), 0);
    const free = stage.vote.points_each - given;
    node.children[1].textContent = L.vote_hint[stage.anonymity];
    const said = fill(free === 1 ? L.point_left : L.points_left, { n: free, all: stage.vote.points_each });
    if (left.textContent !== said) left.textContent = said;
    const give = (id, n) => {
      const now = pointsOf(page, page.state.get(`stage:${stage.stage_id}`) ?? stage);
      const rest = stage.vote.points_each - stage.vote.targets.reduce((sum, one) => sum + (one === id ? 0 : now[one] ?? 0), 0);
      if (stage.locked || n < 0 || n > rest) return;
      page.outbox.put("cast_vote", { stage: stage.stage_id, target: id, points: n }, fill(L.vote_what, { n, what: words(id) }),
        (data) => data.stage === stage.stage_id && data.target === id);
    };
    reconcile(list, stage.vote.targets, (id, former) => ballotLine(L, former, words(id), points[id] ?? 0, free, (n) => give(id, n), stage.locked));
  } });
}

function ballotLine(L, old, what, points, free, give, locked) {
  const node = old ?? h("li", { class: "card vote" }, h("p", { dir: "auto" }), h("div", { class: "row" },
    h("button", { type: "button", onclick: () => node.give(node.points - 1) }, "−"),
    h("output", {}), h("button", { type: "button", onclick: () => node.give(node.points + 1) }, "+")));
  const [less, count, more] = node.lastChild.children;
  Object.assign(node, { points, give });
  node.firstChild.textContent = what;
  count.textContent = points;
  node.classList.toggle("chosen", points > 0);
  less.setAttribute("aria-label", fill(L.vote_less, { what }));
  more.setAttribute("aria-label", fill(L.vote_more, { what }));
  // Not disabled: a button that loses focus under the finger throws a screen reader back to the top.
  less.setAttribute("aria-disabled", String(points <= 0 || locked));
  more.setAttribute("aria-disabled", String(free <= 0 || locked));
  return node;
}

function totals(page) {
  const { L } = page;
  const list = h("ol", { class: "cards" });
  const node = h("section", { class: "panel stack totals", "aria-label": L.results }, h("h2", { tabindex: -1 }, L.results), list);
  return Object.assign(node, { follow(stage, words) {
    const points = stage.vote.totals, most = Math.max(1, ...Object.values(points));
    reconcile(list, stage.vote.targets, (id, former) => keep(former, [words(id), points[id], stage.vote.own[id], most], () =>
      h("li", { class: "card total", style: `--share: ${points[id] / most}` }, h("p", { dir: "auto" }, words(id)),
        h("p", { class: "small" }, h("strong", {}, fill(points[id] === 1 ? L.point : L.points, { n: points[id] })),
          stage.vote.own[id] ? ` · ${fill(L.yours, { n: stage.vote.own[id] })}` : ""))));
  } });
}
