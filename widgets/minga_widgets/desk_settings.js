// What is set for everybody in the room, one panel open at a time; a panel is built when it is opened.

function makeSettings({ L, act, state }) {
  const buttons = h("div", { class: "row", role: "group", "aria-label": L.settings });
  const panel = h("div", { class: "panel setting", hidden: true });
  const home = h("div", { class: "settings" }, buttons, panel);
  const panels = { round: roundPanel, time: timePanel, votes: votesPanel, promise: promisePanel, people: peoplePanel };
  let open = "";
  let mark = "";
  const made = new Map();

  const button = (name) => {
    const one = h("button", { type: "button", class: "disclosure", "aria-expanded": "false", onclick: () => toggle(name) });
    made.set(name, one);
    return one;
  };
  for (const name of Object.keys(panels)) buttons.append(button(name));

  function toggle(name) {
    open = open === name ? "" : name;
    mark = "";
    draw();
    panel.querySelector("button, input")?.focus();
    if (!open) made.get(name).focus();
  }

  const done = async (op, data) => { if (await act(op, data)) { const last = open; open = ""; draw(); made.get(last)?.focus(); } };

  const words = {
    round: (s) => fill(s.criterion ? L.round_asks : L.round, { n: s.round, criterion: s.criterion }),
    time: () => L.time,
    votes: (s) => (s.voting ? L.voting_open : L.voting_closed),
    promise: (s) => `${L.promise}: ${L.promises[s.anonymity][0]}`,
    people: () => L.people,
  };

  function draw() {
    const stage = state.get("stage");
    if (!stage) return;
    for (const [name, one] of made) {
      const text = words[name](stage);
      if (one.textContent !== text) one.textContent = text;
      one.setAttribute("aria-expanded", String(open === name));
      one.classList.toggle("on", name === "votes" && stage.voting);
    }
    panel.hidden = !open;
    const shows = JSON.stringify([open, ...(open === "people" ? [state.get("teams")] : []), ...(open ? [
      stage.round, stage.voting, stage.points_each, stage.anonymity, stage.criterion, state.get("choosable")] : [])]);
    // What somebody is typing stays while news arrive.
    if (shows === mark || (mark && panel.contains(document.activeElement) && document.activeElement.matches("input:not([type=radio])"))) return;
    mark = shows;
    panel.replaceChildren(...(open ? panels[open](stage) : []));
  }

  function roundPanel(stage) {
    const own = h("input", { type: "text", id: "own-criterion", maxlength: 250 });
    const ready = L.criteria.map((words) => h("button", {
      type: "button", class: "choice", "aria-pressed": "false", onclick: (event) => {
        own.value = words;
        for (const one of event.currentTarget.parentNode.children) one.setAttribute("aria-pressed", String(one === event.currentTarget));
      },
    }, words));
    own.addEventListener("input", () => { for (const one of ready) one.setAttribute("aria-pressed", "false"); });
    const set = (round) => done("set_round", { round, criterion: own.value });
    return [h("p", { class: "label" }, L.criterion), h("div", { class: "row choices" }, ready),
      h("div", {}, h("label", { for: "own-criterion" }, L.own_criterion), own),
      h("div", { class: "row" },
        h("button", { type: "button", class: "primary", onclick: once(() => set(stage.round + 1)) }, fill(L.next_round, { n: stage.round + 1 })),
        h("button", { type: "button", onclick: once(() => set(stage.round)) }, fill(L.change_round, { n: stage.round })),
        stage.round > 1 && h("button", { type: "button", onclick: once(() => set(stage.round - 1)) }, fill(L.back_round, { n: stage.round - 1 })))];
  }

  function timePanel() {
    const start = (minutes) => done("set_timer", { seconds: Math.round(minutes * 60) });
    const own = h("input", { type: "number", id: "own-minutes", min: 1, max: 720, step: 1, inputmode: "numeric" });
    return [h("div", { class: "row" }, [3, 5, 10, 15].map((n) =>
      h("button", { type: "button", class: "minutes", onclick: once(() => start(n)) }, fill(L.minutes, { n })))),
    h("form", { class: "row own", onsubmit: submitting(() => start(Number(own.value))) },
      h("label", { for: "own-minutes" }, L.own_minutes), own, h("button", { type: "submit" }, L.start_timer))];
  }

  function votesPanel(stage) {
    const points = h("input", { type: "number", id: "vote-points", min: 1, max: 100, value: stage.points_each, inputmode: "numeric" });
    const set = (opened) => done("set_voting", { open: opened, points: Number(points.value) });
    return [h("p", { class: "soft" }, L.voting_hint),
      h("form", { class: "row own", onsubmit: submitting(() => set(true)) },
        h("label", { for: "vote-points" }, L.points), points,
        h("button", { type: "submit", class: stage.voting ? "" : "primary" }, stage.voting ? L.change_points : L.open_voting),
        stage.voting && h("button", { type: "button", class: "primary", onclick: once(() => set(false)) }, L.close_voting))];
  }

  function promisePanel(stage) {
    if (!state.get("choosable")) return [h("p", {}, L.promises[stage.anonymity][1]), h("p", { class: "soft" }, L.promise_fixed)];
    return [h("div", { class: "row promises" }, Object.entries(L.promises).map(([mode, [name, what]]) => h("button", {
      type: "button", "aria-pressed": String(mode === stage.anonymity), onclick: once(() => done("set_anonymity", { mode })),
    }, h("strong", {}, name), h("span", { class: "small" }, what))))];
  }

  function peoplePanel(stage) {
    const teams = state.get("teams") ?? [];
    if (stage.anonymity === "anonymous") return [h("p", { class: "soft" }, L.people_anonymous)];
    if (!teams.length) return [h("p", { class: "soft" }, L.no_teams)];
    return [h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": L.people }, h("table", {}, h("thead", {}, h("tr", {}, [L.team, L.team_people, L.team_written, L.team_waiting, L.team_cards].map((name, i) =>
      h("th", { scope: "col", class: i ? "figure" : "" }, name)))),
    h("tbody", {}, teams.map(([team, ...figures]) => h("tr", {}, h("th", { scope: "row" }, team), figures.map((n) => h("td", { class: "figure" }, n)))))))];
  }

  return { home, draw };
}
