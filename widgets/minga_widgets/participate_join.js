// Who one is: the head of the page and the form for alias, country and team.

function pageHead(page, here, me, waiting) {
  const { L } = page;   // the other screens have a heading of their own
  return h("header", { class: "top" },
    h(waiting ? "h1" : "p", { class: "plan" }, here.title),
    me && !page.changing && h("p", { class: "row small" }, fill(L.hello, { alias: me.alias }),
      me.place ? ` · ${me.place}` : "", me.team ? ` · ${me.team}` : "",
      h("button", { class: "plain small", type: "button", "data-focus": "change", onclick: () => changeMe(page, true) }, L.change)));
}

function changeMe(page, open) {
  page.changing = open;
  page.look(open ? "join" : "");
  page.draw();
  page.main.querySelector(open ? "#alias" : "[data-focus=change]")?.focus();
}

function joinForm(page, here, me, old) {
  if (old) return offerTeams(page, old);
  const { L, kept } = page;
  const last = me ?? kept.get("minga:me", {});
  const first = new Set(here.countries ?? []);
  const options = [...L.countries].sort((a, b) => first.has(b[0]) - first.has(a[0]));
  const optional = () => [" ", h("span", { class: "soft small" }, L.optional)];
  const alias = h("input", { id: "alias", name: "alias", maxlength: 40, autocomplete: "nickname", required: true, value: last.alias ?? "", "aria-describedby": "alias-hint" });
  const country = h("select", { id: "country", name: "country" }, h("option", { value: "" }, L.none),
    options.map(([code, name]) => h("option", { value: code }, name)));
  country.value = last.country ?? "";
  const team = h("input", { id: "team", name: "team", maxlength: 40, autocomplete: "off", list: "teams", value: last.team ?? "" });
  const submit = submitting(async () => {
    const values = { alias: alias.value, country: country.value, team: team.value };
    kept.set("minga:me", values);
    const answer = await page.talk.send("join", { plan: page.plan, ...values });
    page.tell(answer.ok ? "" : `${answer.message} ${answer.advice}`, "bad");
    if (answer.ok && page.changing) changeMe(page, false);
  });
  return offerTeams(page, h("form", { class: "panel stack", onsubmit: submit },
    h("h1", {}, L.welcome),
    h("div", {}, h("label", { for: "alias" }, L.alias), alias, h("p", { class: "soft small", id: "alias-hint" }, L.alias_hint)),
    h("div", {}, h("label", { for: "country" }, L.country, optional()), country),
    h("div", {}, h("label", { for: "team" }, L.team, optional()), team, h("datalist", { id: "teams" })),
    h("div", { class: "row" }, h("button", { class: "primary", type: "submit" }, me ? L.save : L.enter),
      me && h("button", { type: "button", onclick: () => changeMe(page, false) }, L.cancel))));
}

// Teams already named in the room are offered, so that «Mesa 1» does not become three teams.
function offerTeams(page, form) {
  reconcile(form.querySelector("#teams"), page.state.get("teams") ?? [], (name, former) => former ?? h("option", { value: name }));
  return form;
}
