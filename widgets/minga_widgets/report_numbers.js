// Number fields: figures and the country's decimal sign, nothing else. A sign between thousands means something else
// in the next country, so what does not fit is not taken, and it is said what fits.

const numberShape = (sign) => (sign === "," ? /^-?\d{0,15}(,\d{0,9})?$/ : /^-?\d{0,15}(\.\d{0,9})?$/);

// The number in a text; null where there is none yet.
function readNumber(text, sign) {
  const plain = text.trim();
  return /\d/.test(plain) && numberShape(sign).test(plain) ? Number(plain.replace(sign, ".")) : null;
}

const showNumber = (value, sign) => String(Math.round(value * 1e6) / 1e6).replace(".", sign);

function numberField(page, { id, value, locked, changed, describedby }) {
  const { L } = page, sign = page.sign, other = sign === "," ? "." : ",";
  const hint = h("div", { class: "note small row number-hint", role: "status", id: `${id}-hint`, hidden: true });
  const field = h("input", {
    id, name: id, value, readonly: locked, inputmode: "decimal", autocomplete: "off", maxlength: 26, "data-focus": id,
    "aria-describedby": [`${id}-hint`, describedby].filter(Boolean).join(" "),
  });
  let good = value;
  const accept = (text) => { good = text; hint.hidden = true; changed(); };
  field.addEventListener("input", () => {
    const typed = field.value, plain = typed.trim();
    if (numberShape(sign).test(plain)) {
      if (plain !== typed) field.value = plain;
      return accept(plain);
    }
    const at = Math.max(0, Math.min(good.length, (field.selectionStart ?? typed.length) - (typed.length - good.length)));
    field.value = good;
    field.setSelectionRange(at, at);
    const missing = typed.includes(other) && !good.includes(sign);   // some keyboards have only the other sign
    hint.replaceChildren(h("span", {}, L.number_hint[sign]), missing ? h("button", {
      type: "button", class: "small", onclick: () => {
        field.value = `${good.slice(0, at)}${sign}${good.slice(at)}`;
        field.focus();
        field.setSelectionRange(at + 1, at + 1);
        accept(field.value);
      } }, L.put_sign[sign]) : "");
    hint.hidden = false;
  });
  return { field, hint };
}
