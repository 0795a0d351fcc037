// Paper: print numbered cards, and later type them number by number; what is missing is always in sight.

function makePaper({ L, talk }) {
  const number = (attributes = {}) => h("input", { type: "number", min: 1, max: 2000, inputmode: "numeric", ...attributes });
  const first = number(), until = number(), sheet = number({ onchange: () => find() });
  const perPage = h("select", {}), size = h("select", {});
  const text = h("textarea", { rows: 2, maxlength: 600, oninput: () => fit(text), onkeydown: (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit(); }
  } });
  const team = h("input", { type: "text", maxlength: 40, autocomplete: "off" });
  const column = h("select", {});
  const teamField = labelled("paper-team", L.team, team), columnField = labelled("paper-column", L.column, column);
  const printed = h("p", { class: "small soft" });
  const shuffle = h("p", { class: "note", hidden: true }, L.shuffle);
  const missing = h("p", { class: "missing", role: "status" });
  const known = h("p", { class: "small known", role: "status" });
  const last = h("ul", { class: "typed" });
  const frame = h("div", { class: "frame" });
  const printing = makeSaying(), typing = makeSaying();
  const form = h("form", { class: "stack", onsubmit: submitting(save) },
    h("div", { class: "fields" }, labelled("paper-number", L.number, sheet), teamField, columnField),
    labelled("paper-text", L.written, text), known, h("div", { class: "row" }, h("button", { type: "submit", class: "primary" }, L.keep_sheet), h("span", { class: "small soft" }, L.card_hint)));
  const home = h("div", { class: "stack" }, h("h3", {}, L.print_heading), h("p", { class: "soft" }, L.print_hint), shuffle,
    h("div", { class: "fields" }, labelled("paper-first", L.first, first), labelled("paper-until", L.until, until), labelled("paper-per", L.per_page, perPage), labelled("paper-size", L.paper, size)),
    printed, h("div", { class: "row" }, h("button", { type: "button", class: "primary", onclick: once(() => sheets(true)) }, L.print),
      h("button", { type: "button", onclick: once(() => sheets(false)) }, L.download), h("button", { type: "button", onclick: once(template) }, L.template)),
    ...printing.nodes, h("h3", {}, L.type_heading), missing, form, ...typing.nodes, last, frame);
  let area = null;
  let drawn = -1;

  const span = () => ({ first: Number(first.value), last: Number(until.value) });

  async function sheets(now) {
    const answer = await talk.send("print_sheets", { ...span(), per_page: Number(perPage.value), paper: size.value, download: !now });
    if (!printing.answer(answer) || !now) return;
    // No script can run in it; the page itself asks it to print.
    const page = h("iframe", { title: L.sheets, sandbox: "allow-same-origin allow-modals", srcdoc: answer.result,
      onload: () => { page.contentWindow.focus(); page.contentWindow.print(); } });
    frame.replaceChildren(page);
  }

  async function template() {
    printing.answer(await talk.send("sheet_template", span()));
  }

  async function find() {
    known.textContent = "";
    const asked = sheet.value;
    if (!asked) return;
    const answer = await talk.send("find_sheet", { number: asked });
    if (!answer.ok || asked !== sheet.value || !answer.result) return;
    known.textContent = L.correcting;
    if (!text.value) { text.value = answer.result.text; fit(text); }
    if (!team.value) team.value = answer.result.team;
  }

  async function save() {
    const n = Number(sheet.value);
    const answer = await talk.send("type_sheet", { number: sheet.value, text: text.value, team: team.value, column: column.value ? column.selectedOptions[0].textContent : "" });
    if (!typing.answer(answer, `${fill(L.kept_sheet, { n: String(n).padStart(3, "0") })} ${answer.result ?? ""}`)) return;
    text.value = known.textContent = "";
    fit(text);
    sheet.value = next(n);
    text.focus();
  }

  const next = (after) => {
    for (const [a, b] of area.missing) if (b > after) return Math.max(a, after + 1);
    return area.missing[0]?.[0] ?? after + 1;
  };
  const three = (n) => String(n).padStart(3, "0");

  function draw(stage, found) {
    teamField.hidden = stage.anonymous;
    shuffle.hidden = !stage.anonymous;
    columnField.hidden = !stage.columns.length;
    fillSelect(column, [["", L.no_column], ...stage.columns]);
    if (!found) return;
    area = found;
    fillSelect(perPage, found.layouts.map((n) => [n, n]));
    fillSelect(size, found.papers.map((name) => [name, L.papers[name]]));
    if (drawn < 0) { perPage.value = 6; sheet.value = next(0); }
    if (drawn !== found.printed) {
      for (const [field, value] of [[first, found.printed + 1], [until, found.printed + 24]]) {
        if (document.activeElement !== field && (drawn >= 0 || !field.value)) field.value = value;
      }
      if (drawn === 0) sheet.value = next(0);
      drawn = found.printed;
    }
    printed.textContent = found.printed ? fill(L.printed, { n: three(found.printed) }) : "";
    const spans = found.missing.map(([a, b]) => (a === b ? three(a) : `${three(a)}–${three(b)}`)).join(", ");
    missing.hidden = !found.started;
    missing.textContent = `${found.typed} · ${spans ? fill(L.missing, { numbers: spans }) : L.complete}`;
    reconcile(last, found.last.map(([n]) => n), (n, old) => keep(old, found.last.find(([m]) => m === n), () => {
      const [, words] = found.last.find(([m]) => m === n);
      return h("li", {}, h("p", {}, h("strong", {}, n), " ", words), h("div", { class: "row" }, h("button", { type: "button", class: "plain", onclick: () => { sheet.value = Number(n); text.value = ""; team.value = ""; find(); text.focus(); } }, L.edit)));
    }));
  }

  return { home, draw, focus: () => text.focus() };
}
