// Writing: the field with its soft advice, and the private drafts from which the best are chosen and sent.

const CHECK_AFTER = 700;

// Advice while writing, asked for when the hands rest; it never stops anybody from sending.
function advise(page, field, place, stageId, kind) {
  let resting = null, asked = "";
  return () => {
    clearTimeout(resting);
    const text = field.value.trim();
    if (!text) { asked = ""; place.replaceChildren(); return; }
    resting = setTimeout(async () => {
      if (text === asked || page.outbox.offline()) return;
      asked = text;
      const answer = await page.talk.send("check", { plan: page.plan, stage: stageId, text, kind });
      if (asked !== text || !answer.ok) return;
      reconcile(place, answer.result, (words, former) => former ?? h("p", {}, words));
    }, CHECK_AFTER);
  };
}

// While people write this is the page; later it is folded away and still there, with the drafts in it.
function writePanel(page, stage, old) {
  const { L, drafts } = page;
  const node = old ?? h("details", { class: "panel write" }, h("summary"), writeForm(page, stage));
  const [summary, form] = node.children;
  const early = stage.phase === "writing";
  if (node.dataset.early !== String(early)) {
    node.dataset.early = String(early);
    node.open = early || node.contains(document.activeElement);
  }
  summary.hidden = early;
  const waiting = drafts.list(stage.stage_id).length + (drafts.inHand(stage.stage_id).text ? 1 : 0);
  const words = waiting ? `${L.write_more} · ${fill(waiting === 1 ? L.draft_waits : L.drafts_wait, { n: waiting })}` : L.write_more;
  if (summary.textContent !== words) summary.textContent = words;
  form.follow(stage);
  const list = draftList(page, stage, node.list);
  if (list && !list.isConnected) node.append(list);
  if (!list) node.list?.remove();
  node.list = list ?? node.list;
  return node;
}

function writeForm(page, stage) {
  const { L, drafts } = page;
  const id = stage.stage_id;
  let column = drafts.inHand(id).column;
  const left = h("p", { class: "soft small", "aria-live": "off" });
  const hints = h("div", { class: "hints", id: "card-hints", role: "status" });
  const text = h("textarea", { id: "card", rows: 3, maxlength: 600, value: drafts.inHand(id).text, "aria-describedby": "card-hints" });
  const check = advise(page, text, hints, id, "card");
  const count = () => { left.textContent = text.value.length > 450 ? fill(L.left, { n: 600 - text.value.length }) : ""; };
  const lay = (value) => { text.value = value; count(); check(); requestAnimationFrame(() => fit(text)); };
  text.addEventListener("input", () => { drafts.write(id, text.value, column); count(); fit(text); check(); });
  lay(text.value);
  const columns = columnsField(L, column, (chosen) => { column = chosen; drafts.write(id, text.value, column); });
  const send = h("button", { class: "primary", type: "submit" }, L.send);
  const keepIt = h("button", { type: "button", onclick: () => putAway() }, L.keep_draft);

  function putAway() {
    if (!text.value.trim()) { text.focus(); return; }
    drafts.layDown(id);
    lay("");
    page.draw();
    page.say(L.draft_kept);
    text.focus();
  }
  const submit = (event) => {
    event.preventDefault();
    if (form.dataset.locked || !text.value.trim()) { text.focus(); return; }
    // The text travels inside the operation itself: what was on the screen is what is stored.
    const words = text.value;
    drafts.write(id, "", "");
    drafts.fork(id);
    lay("");
    page.tell("");
    page.outbox.put("add_card", { stage: id, text: words, column }, words);
    text.focus();
  };
  const form = h("form", { class: "stack", onsubmit: submit },
    h("p", { class: "soft small" }, L.anonymity[stage.anonymity]), columns,
    h("div", {}, h("label", { for: "card" }, L.write, " ", h("span", { class: "soft small" }, L.write_hint)), text, left, hints),
    send, keepIt);
  return Object.assign(form, {
    // Another tab changed the draft in hand, or one was taken up from the list.
    take() { const draft = drafts.inHand(id); column = draft.column || column; columns.choose(column); lay(draft.text); },
    follow(now) {
      column = columns.follow(now.columns, column);
      form.dataset.locked = now.locked ? "yes" : "";
        send.setAttribute("aria-disabled", String(now.locked));
    },
    text,
  });
}

function columnsField(L, chosen, onChoose) {
  const place = h("fieldset");
  return Object.assign(place, {
    choose(column) { for (const radio of place.querySelectorAll("input")) radio.checked = radio.value === column; },
    follow(columns, column) {
      place.hidden = !columns.length;
      const current = columns.some((c) => c.id === column) ? column : columns[0]?.id ?? "";
      reconcile(place, ["legend", ...columns.map((c) => c.id)], (id, former) => {
        if (id === "legend") return former ?? h("legend", {}, L.column);
        const pick = former ?? h("label", { class: "pick" },
          h("input", { type: "radio", name: "column", value: id, onchange: () => onChoose(id) }), h("span"));
        pick.firstChild.checked = id === current;
        pick.lastChild.textContent = columns.find((c) => c.id === id).title;
        return pick;
      });
      return current;
    },
  });
}
