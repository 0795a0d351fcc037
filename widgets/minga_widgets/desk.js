// The facilitator's desk: focus question pinned, one button per phase, what is set for the room, where it was saved.

function render({ model, el }) {
  const L = model.get("labels");
  const question = h("h1", { class: "question" });
  const title = h("p", { class: "soft" });
  const phases = h("div", { class: "phases row", role: "group", "aria-label": L.phases });
  const hint = h("p", { class: "hint", role: "status" });
  const counts = h("p", { class: "counts" });
  const waiting = h("p", { class: "waiting" });
  const saved = h("p", { class: "small saved", role: "status" });
  const notice = h("p", { class: "note bad", role: "alert", hidden: true });
  const locked = h("p", { class: "note locked", role: "status", hidden: true });
  const address = h("p", { class: "address" });
  const secret = h("p", { class: "small soft" });
  const asking = h("div", { class: "asking" });
  const turn = h("button", { type: "button", class: "turn", onclick: once(() => act("set_phase", { phase: turn.dataset.phase })) });
  const lock = h("button", { type: "button", class: "lock", onclick: once(() => act("set_lock", { locked: !talk.state.get("stage").locked })) });
  const edit = h("button", { type: "button", class: "plain small", onclick: () => editQuestion() }, L.edit);
  const talk = converse(model, { onState: draw });
  const clock = makeClock({ L, lang: model.get("lang"), act, ask: (op) => talk.send(op) });
  const settings = makeSettings({ L, act, state: talk.state });
  el.append(h("section", { class: "minga desk", lang: model.get("lang") },
    h("div", { class: "head" }, h("div", {}, title, question, asking), h("div", { class: "side" }, counts, waiting, address, secret)),
    phases, hint, locked, notice, clock.home,
    h("div", { class: "now" }, turn, lock, settings.home),
    h("div", { class: "row foot" }, h("button", { type: "button", onclick: once(() => act("save")) }, L.save), saved)));

  async function act(op, data = {}) {
    const answer = await talk.send(op, data);
    notice.textContent = answer.ok ? "" : `${answer.message} ${answer.advice}`;
    notice.hidden = answer.ok;
    return answer.ok;
  }

  function editQuestion() {
    const field = h("textarea", { rows: 3, maxlength: 2000, "aria-label": L.question, value: talk.state.get("stage").question });
    const close = () => { draw(talk.state, true); edit.focus(); };
    asking.replaceChildren(h("form", {
      class: "stack", onsubmit: submitting(async () => {
        if (await act("edit_stage", { question: field.value })) close();
      }),
    }, field, h("div", { class: "row" }, h("button", { class: "primary", type: "submit" }, L.save_question),
      h("button", { type: "button", onclick: close }, L.cancel))));
    question.hidden = true;
    field.focus();
  }

  // The next thing that most rooms do: open, reveal; or hide again what was shown too early.
  const turns = { closed: ["writing", L.open], writing: ["revealed", L.reveal], revealed: ["writing", L.hide], clustering: ["writing", L.hide] };

  function drawNow(stage) {
    const [phase, words] = turns[stage.phase] ?? ["", ""];
    turn.hidden = !phase;
    turn.dataset.phase = phase;
    turn.classList.toggle("primary", stage.phase === "closed" || stage.phase === "writing");
    for (const [node, text] of [[turn, words], [lock, stage.locked ? L.unlock : L.lock], [locked, stage.locked ? L.locked : ""]]) {
      if (node.textContent !== text) node.textContent = text;
    }
    lock.setAttribute("aria-pressed", String(stage.locked));
    locked.hidden = !stage.locked;
    lock.hidden = !stage.locked && ["closed", "done"].includes(stage.phase);
  }

  function draw(state, closeForm = false) {
    const stage = state.get("stage");
    if (!stage) return;
    title.textContent = stage.title;
    question.textContent = stage.question;
    if (closeForm || !asking.firstChild) {
      question.hidden = false;
      asking.replaceChildren(edit);
    }
    const steps = state.get("phases");
    reconcile(phases, steps.map(([phase]) => phase), (phase, old) => {
      const name = steps.find(([p]) => p === phase)[1];
      const button = old ?? h("button", { type: "button", onclick: () => act("set_phase", { phase }) });
      button.textContent = name;
      if (phase === stage.phase) button.setAttribute("aria-current", "step");
      else button.removeAttribute("aria-current");
      return button;
    });
    if (hint.textContent !== state.get("hint")) hint.textContent = state.get("hint");
    counts.textContent = state.get("counts");
    waiting.textContent = state.get("waiting") ?? "";
    const when = state.get("saved") || L.not_saved;
    if (saved.textContent !== when) saved.textContent = when;
    saved.classList.toggle("soft", !state.get("saved"));
    secret.textContent = stage.anonymity === "anonymous" ? L.promises.anonymous[1] : "";
    const url = state.get("address");
    address.replaceChildren(...(url ? [L.join, " ", h("strong", {}, url), " · ", h("a", { href: "/room", target: "_blank", rel: "noopener" }, L.room)] : []));
    drawNow(stage);
    settings.draw();
    clock.draw(state.get("timer") ?? 0, stage.question, `${state.get("counts")}${state.get("waiting") ? ` · ${state.get("waiting")}` : ""}`);
  }

  talk.hello();
  return () => { talk.close(); clock.close(); };
}

export default { render };
