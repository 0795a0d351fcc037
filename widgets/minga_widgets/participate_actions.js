// Actions: what one was named for, what one offers to answer for.

function actionsView(page, old) {
  const { L } = page;
  const actions = page.state.get("actions");
  const node = old ?? h("section", { class: "stack actions" }, h("h1", { tabindex: -1 }, L.actions), h("p", { class: "soft" }), h("div", { class: "stack" }));
  node.children[1].textContent = !actions ? L.loading : L.actions_hint;
  const groups = new Map();
  const own = (actions ?? []).filter((action) => stands(page, action).mine);
  if (own.length) groups.set(L.actions_mine, own);
  for (const action of actions ?? []) {
    if (own.includes(action)) continue;
    groups.set(action.direction, [...(groups.get(action.direction) ?? []), action]);
  }
  reconcile(node.lastChild, [...groups.keys()], (title, former) => {
    const part = former ?? h("div", { class: "stack" }, h("h2", {}, title), h("ul", { class: "cards" }));
    reconcile(part.lastChild, groups.get(title).map((action) => action.id), (id, item) => {
      const action = groups.get(title).find((one) => one.id === id);
      const now = stands(page, action);
      return keep(item, [action, now], () => actionItem(page, action, now));
    });
    return part;
  });
  return node;
}

// How one stands towards an action, with what is still on its way.
function stands(page, action) {
  const waiting = (op, fits) => page.outbox.of(op, fits).filter((entry) => !entry.refused);
  if (!action.mine) {
    const offered = waiting("volunteer", (data) => data.action === action.id).length > 0;
    return { mine: offered, accepted: true, waiting: offered };
  }
  const [answer] = waiting("answer_assignment", (data) => data.assignment === action.mine.id).slice(-1);
  return { mine: true, accepted: answer ? answer.data.accepted : action.mine.accepted, waiting: Boolean(answer) };
}

function actionItem(page, action, now) {
  const { L, outbox } = page;
  const what = `${action.code} ${action.text}`.trim();
  const button = (focus, label, act, kind = "") => h("button", { type: "button", class: kind, "data-focus": focus, "aria-label": `${label}: ${what}`, onclick: act }, label);
  const answer = (accepted) => () => {
    outbox.put("answer_assignment", { assignment: action.mine.id, accepted }, what, (data) => data.assignment === action.mine.id);
    refocus(page, action.id);
  };
  const offer = () => {
    outbox.put("volunteer", { action: action.id }, what, (data) => data.action === action.id);
    refocus(page, action.id);
  };
  const buttons = !now.mine ? [button("offer", L.volunteer, offer)]
    : !action.mine ? []
      : [now.accepted !== true && button("yes", L.accept, answer(true), now.accepted === null ? "primary" : ""),
        now.accepted !== false && button("no", now.accepted ? L.no_longer : L.not_accept, answer(false))];
  const state = !now.mine ? "" : now.accepted === null ? L.named : now.accepted ? L.accepted : L.not_accepted;
  return h("li", { class: "card action", tabindex: -1 },
    h("p", { dir: "auto" }, action.code && h("strong", {}, `${action.code} `), action.text),
    action.when && h("p", { class: "soft small" }, fill(L.when, { when: action.when })),
    action.people.length > 0 && h("p", { class: "soft small" }, fill(L.people, { people: action.people.join(", ") })),
    state && h("p", { class: now.accepted === null ? "note" : "small" }, [state, now.waiting && L.waiting_card].filter(Boolean).join(" · ")),
    h("div", { class: "row" }, buttons));
}

// The action goes to another place of the list when it becomes one's own; focus goes with it.
function refocus(page, id) {
  page.main.querySelector(`.actions li[data-key="${id}"]`)?.focus();
}
