// The form of one action, in place of its row.

// One line that grows: nothing of a long title is cut, and Enter still means done.
function growingLine(attributes) {
  return h("textarea", {
    rows: 1, oninput: (event) => fit(event.target),
    onkeydown: (event) => { if (event.key === "Enter") { event.preventDefault(); event.target.blur(); } }, ...attributes,
  });
}

function actionForm(page, id, a) {
  const { L, act } = page;
  const code = h("input", { value: a.code, maxlength: 20 });
  const text = h("textarea", { rows: 2, value: a.text, maxlength: 2000 });
  const schedule = growingLine({ value: a.schedule_text, maxlength: 2000 });
  const people = h("textarea", { rows: 3, value: a.people });
  const accomplishment = growingLine({ value: a.accomplishment, maxlength: 2000 });
  const cost = h("input", { value: a.cost, maxlength: 20, inputmode: "decimal" });
  const currency = h("input", { value: a.currency, maxlength: 3, placeholder: "USD", autocapitalize: "characters" });
  const place = growingLine({ value: a.place, maxlength: 200 });
  const picked = new Set();
  const fields = { code, text, schedule_text: schedule, people, accomplishment, cost, currency, place };
  const values = () => Object.fromEntries(Object.entries(fields).map(([key, input]) => [key, input.value]));
  const before = JSON.stringify(values());
  page.save = async () => {
    if (JSON.stringify(values()) === before && !picked.size) return true;
    return Boolean(await act("edit_action", { action: id, ...values(), picked: [...picked] }));
  };
  const labelled = (label, input, ...more) => h("label", {}, label, input, more);
  requestAnimationFrame(() => { for (const one of [text, schedule, people, accomplishment]) fit(one); text.focus(); if (text.value === L.new_action) text.select(); });
  return h("form", {
    class: "stack editing", oninput: (event) => { event.currentTarget.dataset.dirty = "1"; },
    onsubmit: submitting(async () => { if (await page.save()) page.closeAction(); }),
  },
  h("div", { class: "pair" }, labelled(L.code, code), labelled(L.action, text)),
  h("p", { class: "small soft" }, a.numbered ? L.generated : L.authored),
  h("div", {}, labelled(L.schedule, schedule), scheduleField({ ...page, a, field: schedule })),
  h("div", {}, labelled(L.people, people, h("span", { class: "small soft" }, L.people_hint)),
    roomPicker({ ...page, field: people, picked })),
  answersPart({ ...page, a }),
  labelled(L.accomplishment, accomplishment),
  h("div", { class: "trio" }, labelled(L.place, place), labelled(L.cost, cost), labelled(L.currency, currency)),
  formButtons(page, id, a));
}

function formButtons(page, id, a) {
  const { L, act } = page;
  const sure = h("span", { class: "row" });
  const usual = () => sure.replaceChildren(h("button", { type: "button", onclick: ask }, L.delete));
  const ask = () => {
    sure.replaceChildren(L.sure,
      h("button", { type: "button", onclick: once(remove) }, L.yes),
      h("button", { type: "button", onclick: () => { usual(); sure.firstChild.focus(); } }, L.cancel));
    sure.querySelector("button").focus();
  };
  const remove = async () => {
    const next = sure.closest(".direction").querySelector(".add input");
    if (!(await act("delete_action", { action: id }))) return;
    page.forget();
    next.focus();
  };
  const addUnder = async () => {
    if (!(await page.save())) return;
    const answer = await act("add_action", { direction: page.directionOf(id), parent: id, text: L.new_action });
    if (answer) page.reopen(answer.result);
  };
  usual();
  return h("div", { class: "row" }, h("button", { class: "primary", type: "submit" }, L.save),
    h("button", { type: "button", onclick: () => page.closeAction() }, L.cancel),
    a.sub && h("button", { type: "button", onclick: once(addUnder) }, L.sub), sure);
}
