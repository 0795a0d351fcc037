// A focused conversation: what is typed is kept after a short pause, and its state is shown beside it.

function render({ model, el }) {
  const L = model.get("labels");
  const list = h("div", { class: "levels" });
  const whole = h("details", { class: "panel area", ontoggle: () => opened() }, h("summary", {}, h("strong", {}, L.heading), h("span", { class: "small soft" }, L.hint)), list);
  el.append(h("section", { class: "minga notes", lang: model.get("lang") }, whole));
  const talk = converse(model, { onState: draw });
  const levels = new Map();
  const fields = new Map();  // by place: what the page holds, also of a note that Python no longer has

  async function opened() {
    if (whole.open && !levels.size) for (const level of ["O", "R", "I", "D"]) list.append(makeLevel(level));
    await talk.send("open", { open: whole.open });
  }

  function makeLevel(level) {
    const [title, hint] = L.levels[level];
    const notes = h("div", { class: "stack" });
    const add = h("button", { type: "button", class: "plain", onclick: () => addOwn(level) }, `+ ${L.own}`);
    levels.set(level, { notes, add });
    return h("section", { class: "level", "data-level": level }, h("h3", {}, title), h("p", { class: "small soft" }, hint), notes, add);
  }

  function draw(state) {
    if (!levels.size) return;
    for (const place of state.get("order") ?? []) {
      const note = state.get(`note:${place}`);
      const field = fields.get(place) ?? makeNote(place, note.question);
      field.take(note);
    }
    for (const [place, field] of fields) if (!state.has(`note:${place}`)) field.take({ id: "", question: field.question(), text: "", publish: false });
  }

  function addOwn(level) {
    const taken = [...fields.keys()].filter((place) => place[0] === level).map((place) => Number(place.slice(1)));
    const field = makeNote(`${level}${Math.max(0, ...taken) + 1}`, "");
    field.ask();
  }

  function makeNote(place, question) {
    const id = `note-${place}`;
    const asked = h("label", { for: id }, question || L.answer);
    const asking = h("input", { type: "text", class: "asking", maxlength: 2000, "aria-label": L.own_question, placeholder: L.own_question, hidden: true, oninput: () => later() });
    const text = h("textarea", { id, rows: 2, maxlength: 20000, oninput: () => { fit(text); later(); }, onblur: () => flush() });
    const publish = h("input", { type: "checkbox", onchange: once(() => setPublish()) });
    const state = h("span", { class: "small state", role: "status" });
    const retry = h("button", { type: "button", class: "plain small", hidden: true, onclick: () => flush() }, L.retry);
    const change = h("button", { type: "button", class: "plain small", onclick: () => field.ask() }, L.change);
    const node = h("div", { class: "answer" }, asked, asking, text,
      h("div", { class: "row" }, h("label", { class: "check" }, publish, " ", L.publish), change, state, retry));
    let timer = 0, kept = { id: "", question, text: "", publish: false }, dirty = false, sending = false;

    function show(words, trouble = false) {
      state.textContent = words;
      state.classList.toggle("trouble", trouble);
      retry.hidden = !trouble;
    }
    function later() {
      dirty = text.value !== kept.text || (!asking.hidden && asking.value !== kept.question);
      show(dirty ? L.unsaved : "");
      publish.disabled = !kept.id && !text.value.trim();
      clearTimeout(timer);
      timer = setTimeout(flush, 1200);
    }
    async function flush() {
      clearTimeout(timer);
      if (!dirty || sending) return;
      const words = text.value, own = asking.hidden ? kept.question : asking.value.trim();
      if (!words.trim() && !kept.id) { dirty = false; show(""); return; }
      sending = true;
      show(L.saving);
      const answer = await talk.send("write_note", { place, text: words, question: own });
      sending = false;
      if (!answer.ok) { show(`${L.failed} ${answer.message} ${answer.advice}`, true); return; }
      kept.id = answer.result;
      if (own && own !== kept.question) { kept.question = own; asked.textContent = own; }
      dirty = text.value !== words || (!asking.hidden && asking.value.trim() !== own);
      if (dirty) later(); else show(L.saved);
    }
    async function setPublish() {
      await flush();
      const wanted = publish.checked;
      if (!kept.id) { publish.checked = false; show(L.publish_first); return; }
      const answer = await talk.send("publish_note", { note: kept.id, publish: wanted });
      if (!answer.ok) { publish.checked = !wanted; show(`${answer.message} ${answer.advice}`, true); retry.hidden = true; }
      else show(L.saved);
    }

    const field = {
      question: () => kept.question,
      dirty: () => dirty,
      take(note) {
        // Somebody else's words never replace what is being typed here.
        const mine = dirty || document.activeElement === text || document.activeElement === asking;
        kept = { ...note };
        if (!mine) { text.value = note.text; requestAnimationFrame(() => fit(text)); }
        if (document.activeElement !== publish) publish.checked = note.publish;
        publish.disabled = !note.id && !text.value;
        if (note.question && asked.textContent !== note.question) asked.textContent = note.question;
      },
      ask() {
        asking.hidden = false;
        asking.value = kept.question;
        change.hidden = true;
        asking.focus();
      },
    };
    fields.set(place, field);
    levels.get(place[0]).notes.append(node);
    return field;
  }

  // Leaving with something unsaved asks first; a narrower page wraps differently.
  const leaving = (event) => { if ([...fields.values()].some((field) => field.dirty())) event.preventDefault(); };
  window.addEventListener("beforeunload", leaving);
  const sizes = whenWidthChanges(list, () => { for (const field of list.querySelectorAll("textarea")) fit(field); });
  talk.hello();
  return () => { talk.close(); sizes.disconnect(); window.removeEventListener("beforeunload", leaving); };
}

export default { render };
