function render({ model, el }) {
  const root = h("section", { lang: model.get("lang") });
  const draw = () => {
    const kind = model.get("kind");
    root.className = `minga prose ${kind}`;
    root.replaceChildren(
      model.get("title") ? h(kind === "page" ? "h1" : "h2", {}, model.get("title")) : "",
      ...model.get("paragraphs").map((text) => h("p", {}, text)),
      model.get("links").length
        ? h("p", { class: "row" }, model.get("links").map(([href, words], i) => h("a", { class: i ? "button" : "button primary", href }, words)))
        : "");
  };
  for (const trait of ["title", "paragraphs", "links", "kind"]) model.on(`change:${trait}`, draw);
  draw();
  el.append(root);
}

export default { render };
