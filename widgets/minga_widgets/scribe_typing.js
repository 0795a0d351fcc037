// One person types for many: Enter sends and leaves the field free for the next card.

function makeTyping({ L, talk }) {
  const text = h("textarea", { rows: 2, maxlength: 600, onkeydown: (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); send(); }
  }, oninput: () => fit(text) });
  const team = h("input", { type: "text", list: "scribe-teams", maxlength: 40, autocomplete: "off" });
  const teams = h("datalist", { id: "scribe-teams" });
  const round = h("input", { type: "number", min: 1, max: 99, inputmode: "numeric" });
  const who = h("select", { onchange: () => { alias.closest(".field").hidden = who.value !== "+"; if (who.value === "+") alias.focus(); } });
  const alias = h("input", { type: "text", maxlength: 40, autocomplete: "off" });
  const column = h("select", {});
  const secret = h("p", { class: "small soft", hidden: true }, L.anonymous);
  const waiting = h("ul", { class: "typed" });
  const last = h("ul", { class: "typed" });
  const empty = h("p", { class: "soft" }, L.none_typed);
  const saying = makeSaying();
  const named = [labelled("scribe-team", L.team, team), labelled("scribe-who", L.who, who)];
  const aliasField = labelled("scribe-alias", L.alias, alias);
  aliasField.hidden = true;
  const columnField = labelled("scribe-column", L.column, column);
  const home = h("div", { class: "stack" }, h("form", { class: "stack", onsubmit: (event) => { event.preventDefault(); send(); } },
    h("div", { class: "fields" }, named, aliasField, labelled("scribe-round", L.round, round), columnField), teams, secret,
    labelled("scribe-text", L.card, text), h("div", { class: "row" }, h("button", { type: "submit", class: "primary" }, L.send), h("span", { class: "small soft" }, L.card_hint))),
  ...saying.nodes, h("h3", {}, L.last), empty, waiting, last);

  let roundOf = 0;
  let editing = "";

  function send() {
    const words = text.value.trim();
    if (!words) { text.focus(); return; }
    const data = { text: text.value, team: team.value, round: Number(round.value), column: column.value };
    if (who.value === "+") data.alias = alias.value; else data.person = who.value;
    text.value = "";
    fit(text);
    text.focus();
    deliver(data, newId());
  }

  // What is on its way stays in sight; nothing that was typed is lost when it is refused.
  async function deliver(data, id) {
    const state = h("span", { class: "small soft" }, L.sending);
    const item = h("li", { class: "waiting" }, h("p", {}, data.text), state);
    waiting.prepend(item);
    const answer = await talk.send("type_card", data, id);
    if (saying.answer(answer, L.sent)) { item.remove(); return; }
    state.textContent = `${answer.message} ${answer.advice}`;
    item.append(h("div", { class: "row" },
      h("button", { type: "button", onclick: () => { item.remove(); deliver(data, id); } }, L.retry),
      h("button", { type: "button", onclick: () => { item.remove(); text.value = data.text; text.focus(); } }, L.edit),
      h("button", { type: "button", onclick: () => item.remove() }, L.discard)));
  }

  function draw(stage, area) {
    for (const field of named) field.hidden = stage.anonymous;
    if (stage.anonymous) aliasField.hidden = true;
    secret.hidden = !stage.anonymous;
    columnField.hidden = !stage.columns.length;
    fillSelect(column, [["", L.no_column], ...stage.columns]);
    if (stage.round !== roundOf) round.value = roundOf = stage.round;
    if (!area) return;
    fillSelect(who, [["", L.nobody], ...area.people.map(([id, name, of]) => [id, of ? `${name} · ${of}` : name]), ["+", L.somebody]]);
    reconcile(teams, area.teams, (name, old) => old ?? h("option", { value: name }));
    empty.hidden = area.last.length > 0;
    reconcile(last, area.last.map((card) => card.id), (id, old) => {
      const card = area.last.find((one) => one.id === id);
      if (old && editing === id) return old;
      return keep(old, card, () => shown(card));
    });
  }

  function shown(card) {
    const item = h("li", {}, h("p", {}, card.text), h("span", { class: "small soft" }, card.about), h("div", { class: "row" },
      h("button", { type: "button", class: "plain", "data-focus": "edit", onclick: () => correct(item, card) }, L.edit),
      h("button", { type: "button", class: "plain", onclick: () => takeBack(item, card) }, L.take_back)));
    return item;
  }

  function restore(item, card) {
    editing = "";
    const again = shown(card);
    again.dataset.key = card.id;
    item.replaceWith(again);
    again.querySelector("button").focus();
  }

  function correct(item, card) {
    editing = card.id;
    const field = h("textarea", { rows: 2, maxlength: 600, value: card.text, "aria-label": L.card });
    item.replaceChildren(h("form", { class: "stack", onsubmit: submitting(async () => {
      const answer = await talk.send("correct_card", { card: card.id, text: field.value });
      if (saying.answer(answer)) restore(item, { ...card, text: field.value });
    }) }, field, h("div", { class: "row" }, h("button", { type: "submit", class: "primary" }, L.save),
      h("button", { type: "button", onclick: () => restore(item, card) }, L.cancel))));
    field.focus();
  }

  function takeBack(item, card) {
    editing = card.id;
    item.replaceChildren(h("p", {}, card.text), h("div", { class: "row" }, h("span", {}, L.sure),
      h("button", { type: "button", class: "primary", onclick: once(async () => {
        const answer = await talk.send("take_back", { card: card.id });
        if (saying.answer(answer)) { editing = ""; item.remove(); text.focus(); }
      }) }, L.yes), h("button", { type: "button", onclick: () => restore(item, card) }, L.cancel)));
    item.querySelector("button").focus();
  }

  return { home, draw, focus: () => text.focus() };
}
