// Parts that the areas of the scribe's desk share.

// A labelled control; `id` ties them.
function labelled(id, words, control) {
  control.id = id;
  return h("div", { class: "field" }, h("label", { for: id }, words), control);
}

// Where an area says that something went well, or why not.
function makeSaying() {
  const good = h("p", { class: "small said", role: "status" });
  const bad = h("p", { class: "note bad", role: "alert", hidden: true });
  return {
    nodes: [good, bad],
    say(words) { good.textContent = words; bad.hidden = true; bad.textContent = ""; },
    answer(answer, words = "") {
      good.textContent = answer.ok ? words : "";
      bad.textContent = answer.ok ? "" : `${answer.message} ${answer.advice}`;
      bad.hidden = answer.ok;
      return answer.ok;
    },
  };
}

// Options of a select, kept while the choice stands.
function fillSelect(select, options) {
  const mark = JSON.stringify(options);
  if (select.dataset.mark === mark) return;
  select.dataset.mark = mark;
  const chosen = select.value;
  select.replaceChildren(...options.map(([value, words]) => h("option", { value }, words)));
  if (options.some(([value]) => String(value) === chosen)) select.value = chosen;
}
