// Resolve: titles, stances, objections with their answer, the end of the stage.

function render({ model, el }) {
  const L = model.get("labels");
  const notice = h("p", { class: "note bad", role: "alert", hidden: true });
  const said = h("p", { class: "small saved", role: "status" });
  const titles = h("ol", { class: "titles" });
  const standing = h("p", { class: "standing", role: "status" });
  const counts = h("ul", { class: "counts" });
  const voices = h("ul", { class: "voices stack" });
  const noVoices = h("p", { class: "soft" }, L.no_voices);
  const quorum = h("input", { type: "number", min: 1, max: 5000, inputmode: "numeric", "aria-describedby": "quorum-hint" });
  const ending = h("div", { class: "row" });
  const forms = h("div", { class: "stack" });
  const root = h("section", { class: "minga resolve stack", lang: model.get("lang"), hidden: true, "aria-label": L.heading },
    h("h2", {}, L.heading), h("p", { class: "soft hint" }, L.hint), notice,
    h("div", { class: "parts" },
      h("div", { class: "panel stack" }, h("h3", {}, L.titles),
        h("div", {}, h("button", { type: "button", class: "primary", onclick: () => read(0) }, L.read)), titles),
      h("div", { class: "panel stack" }, h("h3", {}, L.stances), standing, counts, forms,
        h("h3", {}, L.voices), noVoices, voices)),
    ending, said);
  el.append(root);

  const talk = converse(model, { onState: draw });
  const state = talk.state;

  async function act(op, data = {}) {
    const answer = await talk.send(op, data);
    notice.textContent = answer.ok ? "" : `${answer.message} ${answer.advice}`;
    notice.hidden = answer.ok;
    return answer.ok;
  }

  function draw() {
    root.hidden = !state.get("shown");
    if (root.hidden) return;
    const done = state.get("done");
    const found = state.get("titles");
    reconcile(titles, found.length ? found.map((t) => t.id) : ["none"], (id, old) => {
      const title = found.find((t) => t.id === id);
      return keep(old, title ?? "none", () => (title ? shownTitle(title) : h("li", { class: "soft none" }, L.no_titles)));
    });
    standing.textContent = state.get("standing");
    standing.classList.toggle("agreed", state.get("agreed"));
    reconcile(counts, state.get("counts").map(([stance]) => stance), (stance, old) => {
      const [, name, n] = state.get("counts").find(([key]) => key === stance);
      return keep(old, [name, n], () => h("li", {}, h("strong", {}, n), " ", name));
    });
    const heard = state.get("voices");
    noVoices.hidden = heard.length > 0;
    reconcile(voices, heard.map((v) => v.id), (id, old) => {
      const voice = heard.find((v) => v.id === id);
      if (old?.contains(document.activeElement)) return old;
      return keep(old, [voice, done], () => shownVoice(voice, done));
    });
    if (document.activeElement !== quorum) quorum.value = state.get("quorum");
    forms.hidden = done;
    drawEnding(done);
    if (said.textContent !== state.get("said")) said.textContent = state.get("said");
  }

  function shownTitle(title) {
    return h("li", { class: title.inner ? "inner" : "" }, h("strong", {}, title.title),
      !title.named && h("span", { class: "small warn" }, ` ${L.untitled}`),
      title.description && h("p", { class: "small soft" }, title.description));
  }

  function shownVoice(voice, done) {
    const name = state.get("counts").find(([key]) => key === voice.stance)[1];
    const mark = voice.stance === "object" && h("span", { class: "mark small" }, voice.answer ? L.attended : L.open);
    const field = h("textarea", { rows: 2, maxlength: 2000, value: voice.answer, oninput: () => fit(field) });
    const answer = h("form", { class: "stack", onsubmit: submitting(async () => {
      if (await act("answer", { voice: voice.id, text: field.value })) { said.textContent = L.saved; field.blur(); draw(); }
    }) }, h("label", {}, L.answer, field), h("div", {}, h("button", { type: "submit" }, L.save)));
    return h("li", { class: `voice ${voice.stance} ${voice.answer ? "answered" : ""}` },
      h("p", { class: "small soft" }, [name, voice.alias].filter(Boolean).join(" · "), " ", mark), h("p", { dir: "auto" }, voice.text),
      done ? voice.answer && h("p", { class: "small" }, `${L.answer}: ${voice.answer}`) : answer);
  }

  // ── what is said aloud ────────────────────────────────────────────────────────────────────────
  const stance = h("select", {});
  const people = h("input", { type: "number", min: 1, max: 500, value: 1, inputmode: "numeric" });
  const words = h("textarea", { rows: 2, maxlength: 2000 });
  const hands = h("details", {}, h("summary", {}, L.hands), h("form", {
    class: "stack", onsubmit: submitting(async () => {
      if (await act("note", { stance: stance.value, people: Number(people.value) || 0, text: words.value })) {
        words.value = "";
        people.value = 1;
        stance.focus();
      }
    }),
  }, h("div", { class: "pair" }, h("label", {}, L.stance, stance), h("label", {}, L.people, people)), h("label", {}, L.words, words),
  h("div", {}, h("button", { type: "submit" }, L.note))));
  hands.addEventListener("toggle", () => {
    stance.replaceChildren(...(state.get("counts") ?? []).map(([key, name]) => h("option", { value: key }, name)));
  });
  quorum.addEventListener("change", () => act("quorum", { people: quorum.value ? Number(quorum.value) : null }));
  const again = h("div", { class: "row" });
  forms.append(hands, h("div", {}, h("label", {}, L.quorum, quorum), h("p", { class: "small soft", id: "quorum-hint" }, L.quorum_hint)), again);
  asking(again, L.ask_again, L.ask_again_sure, L.yes, () => act("ask_again"));

  // A button that asks before it acts; `sure` may be a function that says whether to ask at all.
  function asking(place, label, question, yes, action, ask = () => true, kind = "") {
    const usual = (focus) => {
      place.replaceChildren(h("button", { type: "button", class: kind, onclick: once(async () => {
        if (!ask()) return action();
        place.replaceChildren(h("span", {}, question),
          h("button", { type: "button", class: "primary", onclick: once(async () => { await action(); usual(true); }) }, yes),
          h("button", { type: "button", onclick: () => usual(true) }, L.cancel));
        place.querySelector("button").focus();
      }) }, label));
      if (focus) place.firstChild?.focus();
    };
    usual(false);
  }

  let endingOf = null;
  function drawEnding(done) {
    if (endingOf === done) return;
    endingOf = done;
    if (done) {
      ending.replaceChildren(h("strong", {}, L.done),
        ...Object.entries(L.download).map(([format, words]) => h("button", { type: "button", onclick: once(() => act("download", { format })) }, words)),
        h("button", { type: "button", class: "plain", onclick: once(() => act("draw")) }, L.draw));
      return;
    }
    const close = async () => { said.textContent = L.closing; if (!(await act("close"))) said.textContent = ""; };
    asking(ending, L.close, L.close_anyway, L.yes_close, close, () => !state.get("agreed"), "primary");
  }

  // ── all titles, one after the other, in the biggest type ──────────────────────────────────────
  function read(start) {
    const found = state.get("titles");
    if (!found.length) return;
    let at = start;
    const big = h("p", { class: "big", "aria-live": "polite" });
    const count = h("p", { class: "soft" });
    const show = (step) => {
      at = Math.max(0, Math.min(found.length - 1, at + step));
      big.textContent = found[at].title;
      count.textContent = fill(L.of, { i: at + 1, n: found.length });
      back.disabled = at === 0;
      on.disabled = at === found.length - 1;
    };
    const back = h("button", { type: "button", onclick: () => show(-1) }, L.previous);
    const on = h("button", { type: "button", class: "primary", onclick: () => show(1) }, L.next);
    const dialog = h("dialog", {
      class: "minga reading", "aria-label": L.titles,
      onkeydown: (event) => {
        const step = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 }[event.key];
        if (step) { event.preventDefault(); show(step); }
      },
      onclose: () => dialog.remove(),
    }, h("p", { class: "question soft" }, state.get("question")), big,
    h("div", { class: "row" }, back, on, count, h("button", { type: "button", onclick: () => dialog.close() }, L.leave)));
    root.append(dialog);
    show(0);
    dialog.showModal();
    on.focus();
  }

  const handedOver = handOver(model);
  talk.hello();
  return () => { talk.close(); handedOver(); };
}

export default { render };
