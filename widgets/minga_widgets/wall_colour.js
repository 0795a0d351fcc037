// Colour by team or by round: eight colours that people with any colour vision tell apart, each with a sign
// and a word, so that nothing hangs on colour alone.

const WALL_GLYPHS = ["●", "▲", "■", "◆", "★", "✚", "⬟", "♥"];

function wallColours(w) {
  const { L, state } = w;
  let by = "";
  let places = new Map();      // what a card is coloured by → its place in the series
  const legend = h("p", { class: "legend row", role: "group", "aria-label": L.legend, hidden: true });

  const valueOf = (value) => (by === "team" ? value.team : by === "round" ? value.round : null);
  // «Mesa 2» says itself that it is a team; «2» does not.
  const teamWord = (team) => (team.length < 3 ? fill(L.team, { team }) : team);
  const wordOf = (value) => (by === "team" ? (value ? teamWord(value) : L.no_team) : fill(L.round, { round: value }));

  // Sorted, so that two screens of the same wall colour alike.
  function survey() {
    const counts = new Map();
    if (by) {
      for (const [key, value] of state) {
        if (key.startsWith("card:") && value.status === "active") counts.set(valueOf(value), (counts.get(valueOf(value)) ?? 0) + 1);
      }
    }
    const found = [...counts.keys()].sort((a, b) => (by === "round" ? a - b : (a === "") - (b === "") || a.localeCompare(b)));
    places = new Map(found.map((value, i) => [value, i]));
    legend.hidden = !by || !found.length;
    keepChildren(legend, [by, [...counts]], () => found.map((value) => h("span", { class: "chip", "data-series": seriesOf(value) },
      h("span", { class: "glyph", "aria-hidden": "true" }, glyphOf(value)), `${wordOf(value)} · ${counts.get(value)}`)));
  }
  const seriesOf = (value) => (by === "team" && value === "" ? "none" : String(places.get(value) % WALL_GLYPHS.length));
  // The second time round the colours come with another sign.
  const glyphOf = (value) => (by === "team" && value === "" ? "○" : WALL_GLYPHS[(places.get(value) + Math.floor(places.get(value) / 8)) % 8]);

  return {
    legend, survey,
    get by() { return by; },
    set by(value) { by = value; },
    of(value) {
      if (!by) return value.team ? { series: "", glyph: "", word: teamWord(value.team) } : null;
      const key = valueOf(value);
      return places.has(key) ? { series: seriesOf(key), glyph: glyphOf(key), word: wordOf(key) } : null;
    },
    choices: () => [["", L.colour_none], ...(state.get("stage").anonymous ? [] : [["team", L.colour_team]]), ["round", L.colour_round]],
  };
}

// Make the children of a part anew only when they show something else.
function keepChildren(parent, shows, make) {
  const mark = JSON.stringify(shows);
  if (shownBy.get(parent) === mark) return false;
  shownBy.set(parent, mark);
  parent.replaceChildren(...make());
  return true;
}
