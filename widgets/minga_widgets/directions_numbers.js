// Numbers that follow the order: what would change is shown first, and nothing changes before it was seen.

function numbersPart({ L, talk, act, tell }) {
  const all = h("input", { type: "checkbox", onchange: () => look() });
  const shown = h("div", { class: "stack" });
  const go = h("button", { type: "button", class: "primary", onclick: once(async () => {
    const answer = await act("renumber", { everything: all.checked });
    if (!answer) return;
    close();
    tell(fill(L.renumber_done, { n: answer.result }));
  }) }, L.renumber_do);
  const panel = h("div", { class: "panel stack numbers", hidden: true, role: "region", "aria-label": L.renumber },
    h("h3", {}, L.renumber), h("label", { class: "row check" }, all, L.renumber_all), shown,
    h("div", { class: "row" }, go, h("button", { type: "button", onclick: () => close() }, L.close)));
  const opener = h("button", { type: "button", "aria-expanded": "false", onclick: once(async () => {
    if (!panel.hidden) { close(); return; }
    panel.hidden = false;
    opener.setAttribute("aria-expanded", "true");
    await look();
  }) }, L.renumber);
  function close() {
    panel.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    opener.focus();
  }
  async function look() {
    const answer = await talk.send("renumbering", { everything: all.checked });
    const changes = answer.ok ? answer.result : [];
    go.hidden = !changes.length;
    shown.replaceChildren(changes.length ? h("table", {},
      h("thead", {}, h("tr", {}, [L.renumber_what, L.renumber_before, L.renumber_after].map((words) => h("th", { scope: "col" }, words)))),
      h("tbody", {}, changes.map((c) => h("tr", { class: c.table === "directions" ? "head" : "" },
        h("td", { "data-label": L.renumber_what }, c.text), h("td", { "data-label": L.renumber_before }, c.before || "–"),
        h("td", { "data-label": L.renumber_after }, h("strong", {}, c.after))))))
      : h("p", { class: "soft", role: "status" }, L.renumber_none));
  }
  return { opener, panel };
}
