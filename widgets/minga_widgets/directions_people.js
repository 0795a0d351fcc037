// Who answers for an action: typed one per line or picked from the room, and whether they accepted.

const SAID = { true: ["✓", "yes_said"], false: ["✗", "no_said"], null: ["○", "unsaid"] };

// A name as the table shows it, with what kind it is and what was answered, in a sign and in words.
function personShown(L, name, answer) {
  const [sign, word] = SAID[String(answer.accepted)];
  const quiet = answer.accepted === null && !answer.joined;
  return h("div", { class: "person" }, name, (answer.kind === "group" || answer.kind === "organization") && h("span", { class: "small soft" }, ` · ${L[answer.kind]}`),
    !quiet && h("span", { class: "small said", "data-said": String(answer.accepted) }, ` ${sign} ${L[word]}`));
}

function roomPicker({ L, state, field, picked }) {
  const room = state.get("room") ?? [];
  if (!room.length) return null;
  const lines = () => field.value.split("\n").map((line) => line.trim()).filter(Boolean);
  const add = (person) => {
    if (!lines().includes(person.name) || room.filter((p) => p.name === person.name).length > 1) {
      field.value = [...lines(), person.name].join("\n");
      fit(field);
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    picked.add(person.id);
  };
  if (room.length <= 12) {
    return h("div", { class: "row chips" }, h("span", { class: "small soft" }, L.in_room), room.map((person) =>
      h("button", { type: "button", class: "chip", "aria-label": fill(L.add_person, { name: person.name }), onclick: () => add(person) }, `+ ${person.name}`)));
  }
  const id = newId();
  const search = h("input", { list: id, "aria-label": fill(L.more_people, { n: room.length }), placeholder: fill(L.more_people, { n: room.length }) });
  const take = () => {
    const person = room.find((p) => p.name === search.value);
    if (person) { add(person); search.value = ""; }
  };
  search.addEventListener("change", take);
  search.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); take(); } });
  return h("div", {}, search, h("datalist", { id }, room.map((person) => h("option", { value: person.name }))));
}

// The answers of those who are written already; each is kept at once.
function answersPart({ L, act, a }) {
  if (!a.answers.length) return null;
  const choice = (answer, name) => {
    const select = h("select", { "aria-label": fill(L.answer_of, { name }), onchange: () =>
      act("answer", { assignment: answer.id, accepted: { yes: true, no: false }[select.value] ?? null }) },
    [["", "unsaid"], ["yes", "yes_said"], ["no", "no_said"]].map(([value, word]) => h("option", { value }, L[word])));
    select.value = { true: "yes", false: "no" }[String(answer.accepted)] ?? "";
    return h("li", { class: "row" }, h("span", {}, name), select);
  };
  return h("details", { class: "answers", oninput: (event) => event.stopPropagation() }, h("summary", {}, L.answers),
    h("ul", {}, a.answers.map((answer, at) => choice(answer, a.shown[at]))));
}
