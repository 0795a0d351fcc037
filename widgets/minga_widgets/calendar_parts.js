// What the chart and the list of the calendar share: days as places, and what the filters let through.

const dayNumber = (iso) => Math.round(Date.parse(`${iso}T00:00:00Z`) / 86400000);

// The stretch that is looked at, in days, clipped to the months of the calendar.
function stretch(span, zoom) {
  const chosen = span.zooms.find((one) => one.key === zoom) ?? span.zooms[0];
  const first = Math.max(dayNumber(chosen.starts), dayNumber(span.starts)), last = Math.min(dayNumber(chosen.ends), dayNumber(span.ends));
  const place = (day) => ((day - first) / (last - first + 1)) * 100;
  const months = span.months.filter((m) => dayNumber(m.at) >= first && dayNumber(m.at) <= last);
  return { first, last, place, months, has: (e) => e.first && dayNumber(e.first) <= last && dayNumber(e.last) >= first };
}

function passes(entry, { person, country }) {
  return (!person || entry.people.includes(person)) && (!country || entry.countries.includes(country));
}

function choice(words, options, onchange) {
  const select = h("select", { onchange }, options.map(([value, name]) => h("option", { value }, name)));
  return { select, label: h("label", { class: "small choice" }, words, select) };
}

// Options may change while somebody looks; what was chosen stays chosen if it is still there.
function renewChoice(select, options) {
  const chosen = select.value;
  if (JSON.stringify(options) === select.dataset.shown) return;
  select.dataset.shown = JSON.stringify(options);
  select.replaceChildren(...options.map(([value, name]) => h("option", { value }, name)));
  select.value = options.some(([value]) => value === chosen) ? chosen : options[0][0];
}
