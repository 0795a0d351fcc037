// Sheets to fill in without a connection: what one brings is compared first, and each conflict is decided by somebody.

function render({ model, el }) {
  const L = model.get("labels");
  const MOST = 2000000;
  const making = makeNotice(), reading = makeNotice();
  const talk = converse(model, { onState: draw });
  const country = choice(L.country, [["", L.whole]], () => {});
  const reporter = h("input", { type: "text", maxlength: 120, autocomplete: "off" });
  const make = h("button", { type: "button", class: "primary", onclick: once(download) }, L.make);
  const file = h("input", { type: "file", accept: ".xlsx", class: "hidden-text", id: `sheet-${newId()}`, onchange: once(upload) });
  const result = h("div", { class: "stack result" });
  el.append(h("section", { class: "minga reporting stack", lang: model.get("lang"), "aria-label": L.heading }, h("h2", {}, L.heading), h("p", { class: "soft" }, L.hint),
    h("div", { class: "panel stack" }, h("h3", {}, L.make_heading), h("div", { class: "fields" }, country.label, h("label", {}, L.reporter, reporter), make), ...making.nodes),
    h("div", { class: "panel stack" }, h("h3", {}, L.read_heading), h("p", { class: "small soft" }, L.read_hint),
      h("div", { class: "row" }, file, h("label", { class: "button", for: file.id }, L.choose)), ...reading.nodes, result)));

  async function download() {
    const term = talk.state.get("term");
    making.answer(await talk.send("make", { period: term.period, country: country.select.value, reporter: reporter.value }), L.made);
  }

  async function upload() {
    const one = file.files[0];
    file.value = "";
    result.replaceChildren();
    if (!one) return;
    if (one.size > MOST) { reading.refuse(L.too_big); return; }
    reading.say(L.comparing);
    const bytes = new Uint8Array(await one.arrayBuffer());
    let binary = "";
    for (let i = 0; i < bytes.length; i += 32768) binary += String.fromCharCode(...bytes.subarray(i, i + 32768));
    const answer = await talk.send("compare", { name: one.name, content: btoa(binary) });
    if (!reading.answer(answer)) return;
    if (answer.result.faults.length) faults(answer.result.faults);
    else compared(answer.result, false);
  }

  function faults(found) {
    result.replaceChildren(h("div", { class: "note bad" }, h("p", {}, L.faults), h("ul", {}, found.map((text) => h("li", {}, text)))));
  }

  function compared(found, saved) {
    const open = saved ? [] : found.rows.filter((row) => row.what === "conflict");
    const rest = found.rows.filter((row) => !open.includes(row));
    const save = h("button", { type: "button", class: "primary", onclick: once(put) }, L.save);
    const able = () => { save.disabled = !found.writes && !taken().length; };
    result.replaceChildren(h("div", { class: "stack" }, h("p", {}, h("strong", {}, found.about)), h("p", { role: "status" }, saved ? `${L.saved} ${found.said}` : found.said),
      ...(open.length ? [h("h4", {}, L.conflicts), ...open.map((row) => conflict(row, able))] : []),
      rest.length > 0 && h("details", { open: !open.length }, h("summary", {}, L.rows), h("div", { class: "wide", tabindex: 0, role: "region", "aria-label": L.rows }, h("table", {}, h("thead", {}, h("tr", {}, [L.row, L.about, L.comes, L.becomes].map((name) => h("th", { scope: "col" }, name)))),
        h("tbody", {}, rest.map((row) => h("tr", {}, h("td", {}, row.where), h("td", {}, row.about), h("td", {}, row.comes || row.saved), h("td", {}, L.what[row.what]))))))),
      found.more > 0 && h("p", { class: "small soft" }, fill(L.more, { n: found.more })),
      !saved && h("div", { class: "row" }, save)));
    if (!saved) able();
  }

  function conflict(row, able) {
    const name = `take-${newId()}`;
    const option = (value, label, text) => h("label", {}, h("input", { type: "radio", name, value, checked: value === "", "data-key": row.key, onchange: able }), h("span", {}, h("strong", {}, `${label}: `), text));
    return h("div", { class: "panel conflict" }, h("fieldset", {}, h("legend", {}, h("strong", {}, row.about)), h("p", { class: "small soft" }, `${row.where} · ▲ ${row.why}`),
      option("", L.keep, row.saved), option("take", L.take, row.comes)));
  }

  const taken = () => [...result.querySelectorAll("input[type=radio][value=take]:checked")].map((one) => one.dataset.key);

  async function put() {
    const answer = await talk.send("save", { take: taken() });
    if (reading.answer(answer)) compared(answer.result, true);
  }

  function draw(state) {
    const term = state.get("term");
    if (!term) return;
    renewChoice(country.select, [["", L.whole], ...state.get("countries")]);
    make.disabled = !term.period || term.locked;
    make.textContent = term.period ? fill(L.make, { period: term.period }) : L.make_none;
  }

  const handedOver = handOver(model);
  talk.hello();
  return () => { talk.close(); handedOver(); };
}

export default { render };
