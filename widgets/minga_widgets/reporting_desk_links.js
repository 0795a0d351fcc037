// Personal links: whoever has one reports with it, so each is shown only when asked for.

function render({ model, el }) {
  const L = model.get("labels");
  const notice = makeNotice();
  const talk = converse(model, { onState: draw });
  const list = h("ul", { class: "people plain-list" });
  const who = h("summary", {});
  const empty = h("p", { class: "soft" }, L.empty), nodoor = h("p", { class: "note" }, L.no_door);
  const makeAll = h("button", { type: "button", class: "primary", onclick: once(async () => { const answer = await talk.send("make_all"); notice.answer(answer, fill(L.made_n, { n: answer.result })); }) }, L.make_all);
  const take = h("button", { type: "button", onclick: once(async () => { notice.answer(await talk.send("list"), L.listed); }) }, L.list);
  el.append(h("section", { class: "minga reporting stack", lang: model.get("lang"), "aria-label": L.heading }, h("h2", {}, L.heading), h("p", { class: "soft" }, L.hint), nodoor,
    h("div", { class: "row" }, makeAll, take), ...notice.nodes, h("div", { class: "panel" }, empty, h("details", {}, who, list))));

  async function copy(url, field) {
    field.hidden = false;
    field.select();
    try {
      await navigator.clipboard.writeText(url);
      notice.say(L.copied);
    } catch {  // a page over plain http may not; the link is selected to be copied by hand
      notice.say(L.copy_by_hand);
    }
  }

  function draw(state) {
    const people = state.get("people") ?? [];
    empty.hidden = people.length > 0;
    who.parentNode.hidden = !people.length;
    who.textContent = fill(L.with_link, { n: people.filter((one) => one.link).length, all: people.length });
    nodoor.hidden = state.get("door") !== false;
    makeAll.disabled = people.every((one) => one.link);
    take.disabled = !people.some((one) => one.url);
    reconcile(list, people.map((one) => one.key), (key, old) => {
      const one = people.find((other) => other.key === key);
      return keep(old, one, () => person(one));
    });
  }

  function person(one) {
    const field = h("input", { type: "text", readonly: true, hidden: true, value: one.url, "aria-label": fill(L.link_of, { who: one.name }) });
    const make = h("button", { type: "button", "data-focus": "make", onclick: once(async () => { notice.answer(await talk.send("make", { name: one.name, country: one.code }), L.made); }) }, L.make);
    const end = h("button", { type: "button", class: "plain", onclick: once(ending) }, L.end);
    let sure = false;
    async function ending() {
      if (!sure) { sure = true; end.textContent = L.end_sure; end.className = ""; return; }
      notice.answer(await talk.send("end", { link: one.link }), L.ended);
    }
    return h("li", { class: "person" }, h("div", {}, h("strong", {}, one.name), h("span", { class: "small soft" }, ` ${one.facts}`)),
      h("div", { class: "row" }, one.link ? [one.url && h("button", { type: "button", "data-focus": "copy", onclick: () => copy(one.url, field) }, L.copy), !one.url && h("span", { class: "small soft" }, talk.state.get("door") ? L.not_here : L.has_link), end] : make), field);
  }

  const handedOver = handOver(model);
  talk.hello();
  return () => { talk.close(); handedOver(); };
}

export default { render };
