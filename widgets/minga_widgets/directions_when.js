// The schedule of an action: typed in words and understood at once, or picked and put into words.

function scheduleField({ L, talk, state, a, field }) {
  const input = field;
  const lines = h("div", { class: "understood small", role: "status" });
  const show = (found) => lines.replaceChildren(...(found ?? []).map((line) => h("p", { "data-kind": line.kind }, line.text)));
  let timer, asked = 0;
  const ask = async () => {
    const turn = ++asked;
    const answer = await talk.send("understand", { text: input.value });
    if (answer.ok && turn === asked && input.isConnected) show(answer.result);
  };
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 300); });
  if (a.schedule_text) ask();
  const picker = datePicker({ L, years: state.get("years") ?? [], use: async (starts, ends, say) => {
    const answer = await talk.send("phrase", { text: input.value, starts, ends });
    say(answer.ok ? "" : `${answer.message} ${answer.advice}`);
    if (!answer.ok) return;
    input.value = answer.result;
    fit(input);
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.focus();
  } });
  return [lines, picker];
}

// Days by the browser's own calendar; months, quarters, semesters and years by choice. Only the first and the
// last day are sent: Python says them in words, so that what is kept is always a phrase that people can read.
function datePicker({ L, years, use }) {
  const wrong = h("p", { class: "small wrong", role: "alert", hidden: true });
  const labelled = (words, input) => h("label", { class: "small" }, words, input);
  const options = (names, first = 1) => names.map((name, at) => h("option", { value: String(at + first) }, name));
  const from = h("input", { type: "date" }), to = h("input", { type: "date" });
  const unit = h("select", {}, ["days", "month", "quarter", "semester", "year"].map((kind) =>
    h("option", { value: kind }, L[`pick_${kind}`])));
  const now = new Date().getFullYear();
  const list = years.length ? years : [...Array(8)].map((_none, at) => now - 1 + at);
  const year = h("select", {}, list.map((n) => h("option", { value: String(n) }, String(n))));
  if (list.includes(now)) year.value = String(now);
  const part = h("select", {});
  const open = h("input", { type: "checkbox" });
  const days = h("span", { class: "row" }, labelled(L.pick_from, from), labelled(L.pick_to, to), h("span", { class: "small soft" }, L.pick_hint));
  const partLabel = labelled("", part);
  const pieces = h("span", { class: "row" }, partLabel, labelled(L.year, year), h("label", { class: "small row check" }, open, L.open_end));
  const pad = (n, width = 2) => String(n).padStart(width, "0");
  const lengths = { month: 1, quarter: 3, semester: 6, year: 12 };
  const names = () => ({ month: L.months, quarter: L.quarters, semester: L.semesters }[unit.value] ?? []);
  const turn = () => {
    days.hidden = unit.value !== "days";
    pieces.hidden = !days.hidden;
    part.replaceChildren(...options(names()));
    partLabel.hidden = !names().length;
    partLabel.firstChild.textContent = L[`pick_${unit.value}`];
  };
  unit.addEventListener("change", turn);
  const chosen = () => {
    if (unit.value === "days") return [from.value, to.value];
    const length = lengths[unit.value];
    const first = unit.value === "year" ? 1 : (Number(part.value) - 1) * length + 1;
    const last = first + length - 1;
    const end = new Date(Date.UTC(2000, last, 0));
    end.setUTCFullYear(Number(year.value), last, 0);
    return [`${pad(year.value, 4)}-${pad(first)}-01`, open.checked ? "" : `${pad(year.value, 4)}-${pad(last)}-${pad(end.getUTCDate())}`];
  };
  const press = once(() => use(...chosen(), (words) => { wrong.textContent = words; wrong.hidden = !words; }));
  partLabel.prepend("");
  turn();
  // What is picked goes into the phrase; by itself it is no change of the form.
  return h("details", { class: "picker", oninput: (event) => event.stopPropagation() }, h("summary", {}, L.pick),
    h("div", { class: "row" }, labelled(L.pick_by, unit), days, pieces,
      h("button", { type: "button", onclick: press }, L.use)), wrong);
}
