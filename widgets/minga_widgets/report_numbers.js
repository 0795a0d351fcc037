// Number fields: figures and the country's decimal sign, nothing else. A sign between thousands means something else
// in the next country: what does not fit is no number until whoever typed it says which one it is.

const numberShape = (sign) => (sign === "," ? /^-?\d{0,15}(,\d{0,9})?$/ : /^-?\d{0,15}(\.\d{0,9})?$/);

// The number in a text; null where there is none yet.
function readNumber(text, sign) {
  const plain = text.trim();
  return /\d/.test(plain) && numberShape(sign).test(plain) ? Number(plain.replace(sign, ".")) : null;
}

const showNumber = (value, sign) => String(Math.round(value * 1e6) / 1e6).replace(".", sign);

// What somebody may have meant who wrote a number as another country does: `1.200` is twelve hundred or one and a
// fifth, and only they know.
function meantNumbers(plain, sign) {
  const other = sign === "," ? "\\." : ",";
  const grouped = new RegExp(`^-?\\d{1,3}([ \\u00a0${other}]\\d{3})+(${sign === "." ? "\\." : ","}\\d*)?$`);
  const found = [];
  if (grouped.test(plain)) found.push(plain.replace(new RegExp(`[ \\u00a0${other}]`, "g"), ""));
  const swapped = plain.replace(new RegExp(other), sign);
  if (swapped !== plain && numberShape(sign).test(swapped)) found.push(swapped);
  return found;
}

function numberField(page, { id, value, locked, changed, describedby }) {
  const { L } = page, sign = page.sign;
  const hint = h("div", { class: "note small row number-hint", role: "status", id: `${id}-hint`, hidden: true });
  const field = h("input", {
    id, name: id, value, readonly: locked, inputmode: "decimal", autocomplete: "off", maxlength: 26, "data-focus": id,
    "aria-describedby": [`${id}-hint`, describedby].filter(Boolean).join(" "),
  });
  const take = (text) => { field.value = text; field.focus(); look(); changed(); };
  function look() {
    const fits = numberShape(sign).test(field.value);
    if (fits) field.removeAttribute("aria-invalid");
    else field.setAttribute("aria-invalid", "true");
    hint.hidden = fits;
    if (fits) return;
    const meant = meantNumbers(field.value, sign);
    hint.replaceChildren(h("span", {}, L.number_hint[sign]), meant.length ? h("span", {}, L.meant) : "",
      ...meant.map((text) => h("button", { type: "button", class: "small", onclick: () => take(text) }, text)));
  }
  // Letters are not taken. Signs that mean something else elsewhere stay as they were typed: dropped in silence they
  // would make another number.
  field.addEventListener("input", () => {
    const typed = field.value, plain = typed.replace(/[^\d.,\s-]/g, "").trim();
    if (plain !== typed) {
      const at = Math.max(0, (field.selectionStart ?? plain.length) - (typed.length - plain.length));
      field.value = plain;
      field.setSelectionRange(at, at);
    }
    look();
    if (plain !== typed.trim() && hint.hidden) {
      hint.replaceChildren(h("span", {}, L.number_hint[sign]));
      hint.hidden = false;
    }
    changed();
  });
  if (value) look();
  return { field, hint };
}
