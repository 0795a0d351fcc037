// Resolve: where one stands on the titles that were read aloud, and why.

const STANCES = ["agree", "aside", "object"];

function stancePanel(page, stage, old) {
  const { L } = page;
  const [sent] = page.outbox.of("consent", (data) => data.stage === stage.stage_id).filter((entry) => !entry.refused).slice(-1);
  const now = sent ? { ...sent.data, answer: "" } : stage.stance;
  const node = old ?? stanceForm(page, stage, now);
  const said = node.querySelector(".said");
  said.textContent = !now.stance ? "" : [fill(L.stance_own, { stance: L.stances[now.stance] }), sent && L.waiting_card].filter(Boolean).join(" · ");
  said.hidden = !now.stance;
  const answer = node.querySelector(".answer");
  answer.textContent = now.answer ? fill(L.stance_answer, { answer: now.answer }) : "";
  answer.hidden = !now.answer;
  node.lastChild.textContent = now.stance ? L.stance_change : L.stance_send;
  return node;
}

function stanceForm(page, stage, now) {
  const { L, kept } = page;
  const key = `minga:${page.plan}:stance:${stage.stage_id}`;
  const draft = kept.get(key, { stance: now.stance, text: now.text });
  const label = h("label", { for: "stance-text" });
  const text = h("textarea", { id: "stance-text", rows: 2, maxlength: 2000, value: draft.text });
  const save = () => { kept.set(key, draft); };
  const follow = () => {
    label.textContent = L.stance_words[draft.stance || "agree"];
    text.required = draft.stance === "object";
    requestAnimationFrame(() => fit(text));
  };
  text.addEventListener("input", () => { draft.text = text.value; save(); fit(text); });
  const radios = STANCES.map((stance) => {
    const radio = h("input", { type: "radio", name: "stance", value: stance, required: true, onchange: () => { draft.stance = stance; save(); follow(); } });
    radio.checked = draft.stance === stance;
    return h("label", { class: "pick" }, radio, h("span", {}, L.stances[stance]));
  });
  follow();
  const submit = (event) => {
    event.preventDefault();
    if (!draft.stance) return;
    page.outbox.put("consent", { stage: stage.stage_id, stance: draft.stance, text: draft.text }, L.stances[draft.stance],
      (data) => data.stage === stage.stage_id);
    kept.set(key, null);
  };
  return h("form", { class: "panel stack stance", onsubmit: submit },
    h("h2", { tabindex: -1 }, L.stance), h("p", { class: "soft small" }, L.stance_hint[stage.anonymity]),
    h("p", { class: "note good said", role: "status" }), h("p", { class: "note answer" }),
    h("fieldset", {}, h("legend", {}, L.stance_question), radios), h("div", {}, label, text),
    h("button", { class: "primary", type: "submit" }, L.stance_send));
}
