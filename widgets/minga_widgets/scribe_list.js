// A list is looked at before anything is written: its faults by row, what repeats, and then all of it or none.

function makeList({ L, talk }) {
  const text = h("textarea", { rows: 8, oninput: () => { if (looked && text.value !== looked) say.say(L.stale); go.disabled = text.value !== looked || wrong; } });
  const file = h("input", { type: "file", accept: ".csv,.tsv,.txt,.xlsx,.xlsm,text/csv,text/plain", class: "hidden-text", id: "scribe-file", onchange: () => upload() });
  const columns = h("dl", { class: "small columns" });
  const result = h("div", { class: "stack result" });
  const say = makeSaying();
  const go = h("button", { type: "button", class: "primary", disabled: true, onclick: once(() => put()) }, L.import);
  const home = h("div", { class: "stack" }, labelled("scribe-list", L.list_text, text), h("p", { class: "small soft" }, L.list_hint),
    h("details", { class: "small help" }, h("summary", {}, L.columns_help), columns),
    h("div", { class: "row" }, h("button", { type: "button", onclick: once(() => look()) }, L.look), file, h("label", { class: "button file", for: "scribe-file" }, L.choose_file)),
    ...say.nodes, result);
  let looked = "";
  let wrong = true;

  async function upload() {
    const one = file.files[0];
    file.value = "";
    if (!one) return;
    if (one.size > 2000000) { say.answer({ ok: false, message: L.too_big, advice: "" }); return; }
    say.say(L.reading);
    const bytes = new Uint8Array(await one.arrayBuffer());
    let binary = "";
    for (let i = 0; i < bytes.length; i += 32768) binary += String.fromCharCode(...bytes.subarray(i, i + 32768));
    const answer = await talk.send("read_file", { name: one.name, content: btoa(binary) });
    if (!say.answer(answer)) return;
    text.value = answer.result;
    await look();
  }

  async function look() {
    say.say(L.reading);
    const asked = text.value;
    const answer = await talk.send("preview_list", { text: asked });
    if (!say.answer(answer)) { result.replaceChildren(); return; }
    looked = asked;
    show(answer.result);
  }

  function show(found) {
    wrong = found.faults.length > 0 || !found.cards;
    go.disabled = wrong;
    const choices = h("fieldset", { class: "choices" }, h("legend", {}, fill(L.repeated, { n: found.repeated })), Object.entries(L.choices).map(([value, words], i) =>
      h("label", {}, h("input", { type: "radio", name: "scribe-repeated", value, checked: i === 0 }), " ", words)));
    result.replaceChildren(h("p", { role: "status" }, h("strong", {}, found.said)),
      ...(found.wrong ? [h("div", { class: "note bad" }, h("p", {}, found.wrong), h("ul", { class: "faults" }, found.faults.map((f) =>
        h("li", {}, f.where && h("strong", {}, `${f.where}: `), f.message, " ", h("span", { class: "advice" }, f.advice)))))] : []),
      ...(found.repeated ? [choices] : []), h("div", { class: "row" }, go), table(found));
  }

  function table(found) {
    return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": L.list_text }, h("table", {}, h("thead", {}, h("tr", {}, [L.row, L.text, L.about, L.state].map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", {}, found.lines.map((line) => h("tr", { class: line.state }, h("td", {}, line.row), h("td", { class: "words" }, line.text), h("td", {}, line.about), h("td", {}, L.states[line.state]))))),
    found.more ? h("p", { class: "small soft" }, fill(L.more_lines, { n: found.more })) : null);
  }

  async function put() {
    const repeated = result.querySelector("input[type=radio]:checked")?.value ?? "stack";
    const answer = await talk.send("import_list", { text: looked, repeated });
    if (!say.answer(answer, answer.result ?? L.imported)) return;
    text.value = looked = "";
    result.replaceChildren();
    text.focus();
  }

  function draw(_stage, area) {
    if (!area || columns.firstChild) return;
    for (const [name, what] of area.columns) columns.append(h("dt", {}, h("code", {}, name)), h("dd", {}, what));
  }

  return { home, draw, focus: () => text.focus() };
}
