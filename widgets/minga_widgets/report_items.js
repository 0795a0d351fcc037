// One action or one indicator: what was expected, what was said before, and the fields.

function reportItem(page, subject, item) {
  const { L } = page, locked = page.locked();
  const faults = page.state.get("faults")?.[subject] ?? {};
  const draft = page.drafts.get(subject, item);
  const values = { ...item.values, ...(draft ?? {}) };
  const id = (field) => `${subject}:${field}`.replace(/[^\w-]/g, "_");
  const readers = [], followers = [];
  const collect = () => Object.fromEntries(readers.map(([field, read]) => [field, read()]));
  const changed = (field) => {
    const said = node.querySelector(`#${id(field)}-wrong`);
    if (said) said.hidden = true;   // whether it is right now is said when it is sent
    page.mended.add(subject);
    page.drafts.write(subject, collect(), item);
    for (const follow of followers) follow();
    page.refresh();
  };
  const value = (field) => collect()[field] ?? "";
  const wrong = (field) => faults[field] ? h("p", { class: "note bad small", id: `${id(field)}-wrong` }, faults[field]) : null;
  const marked = (field, node) => { if (faults[field]) { node.setAttribute("aria-invalid", "true"); node.setAttribute("aria-describedby", `${node.getAttribute("aria-describedby") ?? ""} ${id(field)}-wrong`.trim()); } return node; };

  function number(field, label, note = null) {
    const made = numberField(page, { id: id(field), value: values[field] ?? "", locked, changed: () => changed(field) });
    readers.push([field, () => made.field.value]);
    return h("div", {}, h("label", { for: id(field) }, label), marked(field, made.field), made.hint, note, wrong(field));
  }
  function words(field, label, hint = null, rows = 2) {
    const box = h("textarea", { id: id(field), name: field, rows, maxlength: 4000, readonly: locked, value: values[field] ?? "", dir: "auto", "data-focus": id(field),
      oninput: () => { fit(box); changed(field); }, "aria-describedby": hint ? `${id(field)}-about` : null });
    readers.push([field, () => box.value]);
    followers.push(() => fit(box));
    return h("div", {}, h("label", { for: id(field) }, label), marked(field, box),
      hint && h("p", { class: "soft small", id: `${id(field)}-about` }, hint), wrong(field));
  }

  // «There is nothing to tell»: what was typed beside it stays, and that both cannot be is said at once.
  function notApplicable(others) {
    const box = h("input", { type: "checkbox", id: id("not_applicable"), disabled: locked, "data-focus": id("not_applicable"), "aria-describedby": id("not_applicable-about"), onchange: () => changed("not_applicable") });
    const both = h("p", { class: "note small", role: "status", hidden: true });
    const refused = wrong("not_applicable"), meaning = h("p", { class: "soft small", id: id("not_applicable-about") }, L.not_applicable_hint);
    box.checked = Boolean(values.not_applicable);
    readers.push(["not_applicable", () => (box.checked ? "1" : "")]);
    followers.push(() => {
      meaning.hidden = !box.checked;
      if (refused && page.mended.has(subject)) refused.hidden = true;
      both.hidden = !box.checked || Boolean(refused && !refused.hidden) || !others.some((field) => value(field).trim());
      both.textContent = both.hidden ? "" : L.not_applicable_both;
    });
    return h("div", {}, h("label", { class: "pick" }, marked("not_applicable", box), L.not_applicable),
      meaning, both, refused);
  }

  const tools = { page, item, locked, values, id, number, words, wrong, value, followers, readers, changed, notApplicable };
  const fields = item.kind === "action" ? actionFields(tools) : indicatorFields(tools);
  const shown = new Set(readers.map(([field]) => field));   // what no field here can be blamed for is said above them
  const rest = Object.keys(faults).filter((field) => !shown.has(field)).map(wrong);
  const chip = h("span", { class: "chip" });
  const send = h("button", { type: "button", "data-focus": id("send"), "aria-label": fill(L.of, { what: L.send_this, text: item.text }), onclick: () => page.send([subject]) }, L.send_this);
  const forget = h("button", { type: "button", class: "plain", "data-focus": id("forget"), "aria-label": fill(L.of, { what: L.forget, text: item.text }), onclick: () => page.forget(subject) }, L.forget);
  const buttons = h("div", { class: "row" }, send, forget);
  const node = h("details", { class: "card item" },
    h("summary", {}, h("span", { class: "what", dir: "auto" }, item.code && h("strong", {}, `${item.code} `), item.text), chip),
    h("div", { class: "stack" }, itemAbout(page, item), rest, fields, buttons));
  node.addEventListener("toggle", () => { if (node.open) for (const box of node.querySelectorAll("textarea")) fit(box); });
  node.refresh = () => {
    const state = page.stateOf(subject);
    node.dataset.state = state;
    chip.textContent = `${L.glyph[state]} ${L.state[state]}`;
    const fresh = page.fresh(subject);
    buttons.hidden = locked || !fresh;
  };
  return node;
}

function itemAbout(page, item) {
  const { L } = page;
  const line = (sentence, values, when) => when ? h("p", { class: "small soft", dir: "auto" }, fill(sentence, values)) : null;
  const said = item.last ? [item.last.status && L.statuses[item.last.status], item.last.number, item.last.comment].filter(Boolean).join(" · ") : "";
  return h("div", { class: "about stack" },
    item.note && h("p", { class: "note bad", dir: "auto" }, fill(L.note, { note: item.note })),
    line(L.when, { when: item.when }, item.when),
    line(L.accomplishment, { text: item.accomplishment }, item.accomplishment),
    line(L.place, { place: item.place }, item.place),
    line(L.methods?.[item.method], {}, item.method),
    line(L.verification, { text: item.verification }, item.verification),
    line(L.baseline, { value: item.baseline }, item.baseline),
    item.target && h("p", { class: "target" }, fill(L.target, { value: item.target })),
    h("p", { class: "last", dir: "auto" }, item.last ? fill(L.last, { period: item.last.period, said: said || "–" }) : L.last_none),
    line(L.others, { people: item.others.join(", ") }, item.others.length),
    item.state && item.state !== "none" && h("p", { class: "small" }, fill(L.by, { by: item.by, at: item.at }), " ", page.locked() ? "" : L.changed_again));
}

function actionFields({ page, locked, values, id, number, words, wrong, value, followers, readers, changed }) {
  const { L } = page;
  let chosen = values.status ?? "";
  const choices = Object.keys(L.statuses).map((status) => {
    const box = h("input", { type: "radio", name: id("status"), value: status, disabled: locked, "data-focus": id(status), onchange: () => { chosen = status; changed("status"); } });
    box.checked = chosen === status;
    return h("label", { class: "pick" }, box, L.statuses[status]);
  });
  readers.push(["status", () => chosen]);
  const comment = words("comment", L.comment);
  const ask = () => { comment.querySelector("label").textContent = ["delayed", "cancelled"].includes(value("status")) ? L.comment_why : L.comment; };
  followers.push(ask);
  const parts = [
    h("fieldset", {}, h("legend", {}, L.status), choices, wrong("status")),
    number("percent", [L.percent, " ", h("span", { class: "soft small" }, L.optional)]),
    comment, words("evidence", L.evidence, L.evidence_hint)];
  ask();
  return parts;
}

function indicatorFields({ page, item, number, words, value, followers, notApplicable }) {
  const { L, sign } = page;
  const asked = { words: ["narrative"], parts_of_whole: ["numerator", "denominator"], number: ["value", ...item.parts.map((part) => part.field)] }[item.asks];
  const ends = () => [notApplicable(asked), words("comment", L.comment), words("evidence", L.evidence, L.evidence_hint)];
  const begun = (fields) => { for (const follow of followers) follow(); return fields; };
  if (item.asks === "words") return begun([words("narrative", L.narrative, null, 4), ...ends()]);
  if (item.asks === "parts_of_whole") {
    const ratio = h("p", { class: "small", role: "status" });
    const both = [number("numerator", L.numerator), number("denominator", L.denominator), ratio];
    const show = () => {
      const top = readNumber(value("numerator"), sign), bottom = readNumber(value("denominator"), sign);
      const over = top !== null && bottom !== null && (top < 0 || top > bottom);
      ratio.className = over ? "note small" : "small";
      ratio.textContent = over ? fill(L.ratio_over, { top: showNumber(top, sign), bottom: showNumber(bottom, sign) }) : top !== null && bottom > 0 ? fill(L.ratio, { value: showNumber(Math.round(1000 * top / bottom) / 10, sign) }) : "";
    };
    followers.push(show);
    return begun([...both, ...ends()]);
  }
  const whole = number("value", item.unit ? fill(L.value_unit, { unit: item.unit }) : L.value, h("p", { class: "soft small" }, L.empty_is_not_zero));
  const groups = new Map();
  for (const part of item.parts) groups.set(part.name, [...(groups.get(part.name) ?? []), part]);
  const sets = [...groups].map(([name, parts]) => {
    const differs = h("p", { class: "note small", role: "status", hidden: true });
    const set = h("fieldset", { class: "parts" }, h("legend", {}, name),
      parts.map((part) => number(part.field, part.code, part.last && h("p", { class: "soft small" }, fill(L.part_last, { value: part.last })))), differs);
    const compare = () => {
      const known = parts.map((part) => readNumber(value(part.field), sign)), total = readNumber(value("value"), sign);
      const sum = known.reduce((all, one) => all + (one ?? 0), 0);
      differs.hidden = !item.adds_up || total === null || known.includes(null) || Math.abs(sum - total) < 1e-6;
      if (!differs.hidden) differs.textContent = fill(L.parts_differ, { sum: showNumber(sum, sign), total: showNumber(total, sign) });
    };
    followers.push(compare);
    return set;
  });
  return begun([whole, ...sets, ...ends()]);
}
