// From whom something is awaited, nobody first; and the end of the period.

function makePeople({ L }) {
  const list = h("ul", { class: "people plain-list" });
  const none = h("p", { class: "soft" }, L.all_reported);
  const home = h("section", { class: "panel stack", "aria-label": L.who_heading }, h("h3", {}, L.who_heading), none, list);

  function draw(state) {
    const people = state.get("people");
    none.hidden = people.length > 0;
    reconcile(list, people.map((one) => one.key), (key, old) => {
      const one = people.find((other) => other.key === key);
      const things = [...one.returned, ...one.missing].map((k) => state.get(`entry:${k}`)).filter(Boolean);
      return keep(old, [one, things.map((e) => [e.code, e.text, e.where, e.state])], () => {
        const made = person(one, things);
        if (old?.querySelector("details")?.open) made.querySelector("details").open = true;
        return made;
      });
    });
  }

  function person(one, things) {
    const nobody = !one.name;
    return h("li", { class: nobody ? "nobody" : "" }, h("details", {}, h("summary", {}, h("strong", {}, nobody ? `▲ ${L.nobody}` : one.name), h("span", { class: "small" }, ` ${one.facts}`)),
      nobody && h("p", { class: "small soft" }, L.nobody_hint),
      h("ul", { class: "small" }, things.map((e) => h("li", {}, e.state === "returned" && `↩ `, e.code && `${e.code} `, e.text, e.where && ` · ${e.where}`)))));
  }

  return { home, draw };
}

function makeClosing({ L, talk }) {
  const notice = makeNotice();
  const counts = h("p", {});
  const act = h("button", { type: "button", onclick: once(press) });
  const cancel = h("button", { type: "button", class: "plain", hidden: true, onclick: () => { sure = false; draw(talk.state); act.focus(); } }, L.cancel);
  const home = h("section", { class: "panel stack closing", "aria-label": L.close_heading }, h("h3", {}, L.close_heading),
    h("p", { class: "small soft" }, L.close_hint), counts, h("div", { class: "row" }, act, cancel), ...notice.nodes);
  let sure = false;

  async function press() {
    const term = talk.state.get("term"), waiting = talk.state.get("counts").pending ?? 0;
    if (!term.locked && !sure) {
      sure = true;
      draw(talk.state);
      return;
    }
    sure = false;
    const answer = await talk.send(term.locked ? "reopen" : "close", { period: term.period, unreviewed: waiting });
    notice.answer(answer, term.locked ? L.opened_now : L.closed_now);
    draw(talk.state);
  }

  function draw(state) {
    const term = state.get("term"), found = state.get("counts");
    const pending = found.pending ?? 0, missing = (found.missing ?? 0) + (found.returned ?? 0);
    counts.textContent = term.locked ? L.closed : pending || missing ? fill(L.close_counts, { pending, missing }) : L.close_ready;
    act.textContent = term.locked ? L.reopen : sure ? L.close_sure : L.close;
    act.className = sure ? "primary" : "";
    cancel.hidden = !sure;
  }

  return { home, draw };
}
