// What the components of the page of reports share: where they say what was done and what was refused.

function makeNotice() {
  const bad = h("p", { class: "note bad", role: "alert", hidden: true });
  const good = h("p", { class: "note good", role: "status", hidden: true });
  const show = (node, text) => { node.textContent = text; node.hidden = !text; };
  return {
    nodes: [bad, good],
    say(text) { show(bad, ""); show(good, text); },
    refuse(text) { show(good, ""); show(bad, text); },
    answer(answer, text = "") {
      show(bad, answer.ok ? "" : `${answer.message} ${answer.advice}`.trim());
      show(good, answer.ok ? text : "");
      return answer.ok;
    },
  };
}

// Evidence that is an address can be opened; anything else is only text.
function evidence(text) {
  return /^https?:\/\/\S+$/i.test(text) ? h("a", { href: text, target: "_blank", rel: "noopener noreferrer" }, text) : text;
}
