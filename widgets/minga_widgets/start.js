// The first page: plans, the address for phones with its code, the stages of the plan in the room.

function render({ model, el }) {
  const L = model.get("labels");
  const notice = h("p", { class: "note bad", role: "alert", hidden: true });
  const stages = h("section", { class: "panel stack stages" });
  const phones = h("section", { class: "panel stack phones" });
  const list = h("ul", { class: "plans stack" });
  el.append(h("div", { class: "minga start", lang: model.get("lang") }, notice,
    h("div", { class: "grid" }, stages, h("div", { class: "stack" }, phones,
      h("section", { class: "panel stack" }, h("h2", {}, L.plans), list),
      h("section", { class: "panel" }, h("details", {}, h("summary", {}, h("h2", {}, L.new)), newPlan()))))));
  const talk = converse(model, { onState: draw });
  const heading = h("h2", { tabindex: -1 });
  const steps = h("ol");
  const tools = h("ul", { class: "tools" });
  let arriving = false;    // a plan was opened here: its stages take the focus

  async function act(op, data) {
    const answer = await talk.send(op, data);
    notice.textContent = answer.ok ? "" : `${answer.message} ${answer.advice}`;
    notice.hidden = answer.ok;
    return answer.ok;
  }

  function draw(state) {
    const current = state.get("current");
    const plans = state.get("plans") ?? [];
    const plan = plans.find((p) => p.id === current);
    stages.hidden = !plan;
    if (plan) {
      if (!stages.firstChild) stages.append(heading, steps, h("h3", {}, L.tools), tools);
      const offered = [...(state.get("tools") ?? []), ["6_document.ipynb", L.document]];
      reconcile(tools, offered.map(([href]) => href), (href, old) => {
        const words = offered.find(([other]) => other === href)[1];
        return keep(old, words, () => h("li", {}, h("a", { class: "button", href, "data-focus": "tool" }, words)));
      });
      heading.textContent = fill(L.stages, { plan: plan.title });
      reconcile(steps, state.get("stages").map((stage) => stage.href), (href, old) => {
        const stage = state.get("stages").find((other) => other.href === href);
        return keep(old, stage, () => h("li", {}, h("a", { href, class: "stage", "data-focus": "stage" }, h("strong", {}, stage.title),
          h("span", { class: "soft small" }, [stage.phase, stage.count].filter(Boolean).join(" · ")),
          h("span", { class: "question" }, stage.question))));
      });
      if (arriving) { arriving = false; heading.focus(); }
    }
    const address = state.get("address");
    if (phones.dataset.address !== address) phones.replaceChildren(h("h2", {}, L.phones), ...(address
      ? [qr(state.get("qr"), fill(L.qr, { address })), h("p", { class: "address" }, address), h("p", { class: "soft" }, L.phones_hint)]
      : [h("p", { class: "soft" }, L.no_door)]));
    phones.dataset.address = address;
    reconcile(list, plans.length ? plans.map((p) => p.id) : ["none"], (id, old) => {
      const p = plans.find((other) => other.id === id);
      return keep(old, [p, id === current], () => (p ? planRow(p, id === current) : h("li", { class: "soft" }, L.no_plans)));
    });
  }

  function planRow(p, here) {
    return h("li", { class: here ? "row plan now" : "row plan" },
      h("div", { class: "grow" }, h("strong", {}, p.title), h("p", { class: "soft small" }, [p.organization, p.years].filter(Boolean).join(" · "))),
      here ? h("span", { class: "now" }, `✔ ${L.current}`)
        : h("button", { type: "button", "aria-label": `${L.open}: ${p.title}`, onclick: once(async () => { arriving = true; arriving = await act("open_plan", { plan: p.id }); }) }, L.open));
  }

  function qr(rows, alt) {
    const size = rows.length + 8;
    const ns = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(ns, "svg");
    svg.setAttribute("viewBox", `0 0 ${size} ${size}`);
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", alt);
    const path = document.createElementNS(ns, "path");
    path.setAttribute("d", rows.flatMap((row, y) => [...row].map((bit, x) => (bit === "1" ? `M${x + 4} ${y + 4}h1v1h-1z` : ""))).join(""));
    svg.append(path);
    return svg;
  }

  function newPlan() {
    const field = (name, control) => h("div", {}, h("label", { for: `new-${name}` }, L[name]), Object.assign(control, { id: `new-${name}`, name }));
    const about = h("p", { class: "soft small" });
    const method = h("select", { onchange: () => { about.textContent = L.methods.find(([name]) => name === method.value)?.[2] ?? ""; } },
      L.methods.map(([name, title]) => h("option", { value: name }, title)));
    const preferred = L.methods.find(([name]) => name === "top") ?? L.methods[0];
    const language = h("select", {}, L.languages.map(([code, name]) => h("option", { value: code }, name)));
    const usual = () => {
      if (preferred) { method.value = preferred[0]; about.textContent = preferred[2]; }
      language.value = model.get("lang");
    };
    usual();
    const form = h("form", {
      class: "stack", onsubmit: submitting(async () => {
        if (!(await act("new_plan", Object.fromEntries(new FormData(form))))) return;
        form.reset();
        usual();
        form.closest("details").open = false;
        arriving = true;
      }),
    },
    field("title", h("input", { required: true, maxlength: 250 })), field("organization", h("input", { maxlength: 250 })),
    h("div", { class: "two" }, field("starts", h("input", { inputmode: "numeric", maxlength: 4 })), field("ends", h("input", { inputmode: "numeric", maxlength: 4 }))),
    field("method", method), about, field("language", language), h("button", { class: "primary", type: "submit" }, L.create));
    return form;
  }

  talk.hello();
  return () => talk.close();
}

export default { render };
