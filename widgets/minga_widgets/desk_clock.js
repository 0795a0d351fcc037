// The stage's timer: its end is kept in Python, so every page that opens counts down to the same moment.

const deskMinute = 60000;

function clockText(left) {
  const s = Math.max(0, Math.ceil(left / 1000));
  const two = (n) => String(n).padStart(2, "0");
  const [hours, minutes] = [Math.floor(s / 3600), Math.floor(s / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(s % 60)}` : `${minutes}:${two(s % 60)}`;
}

// `act` sends an operation; `ask` gives its whole answer.
function makeClock({ L, lang, act, ask }) {
  const figures = h("strong", { class: "figures", role: "timer", "aria-label": L.left });
  const more = h("button", { type: "button", onclick: once(() => act("extend_timer", { seconds: 60 })) }, L.more_time);
  const stop = h("button", { type: "button", onclick: once(() => act("set_timer", { seconds: null })) }, L.stop_timer);
  const big = h("button", { type: "button", onclick: () => dialog.showModal() }, L.big);
  const said = h("p", { class: "hidden-text", role: "alert" });
  const bar = h("div", { class: "clockbar", hidden: true }, figures, more, stop, big);

  const asked = h("p", { class: "asked" });
  const large = h("p", { class: "figures", role: "timer", "aria-label": L.left });
  const room = h("p", { class: "room" });
  const dialog = h("dialog", { class: "minga bigclock", lang, "aria-label": L.time },
    asked, large, room, h("button", { type: "button", onclick: () => dialog.close() }, L.close));

  // Beside whatever is looked at while the desk itself is out of sight, or something else fills the screen.
  const floating = h("p", { class: "minga floatclock", lang, "aria-hidden": "true", hidden: true });
  const home = h("div", { class: "clock" }, bar, said, dialog);

  let ends = 0, skew = 0, announced = "", ticking = 0;
  const now = () => Date.now() + skew;
  // Scrolled away, under a full screen or under the projected wall, the desk's own figures are not what is seen there.
  const inSight = () => {
    const box = figures.getBoundingClientRect();
    return bar.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
  };

  async function setClock() {
    const before = Date.now();
    const answer = await ask("clock");
    if (answer.ok) skew = answer.result - (before + Date.now()) / 2;
    tick();
  }

  function announce(what, words) {
    if (announced === what) return;
    announced = what;
    said.textContent = words;
  }

  function tick() {
    const left = ends - now();
    // A sign that nobody took away is not shown again on a page that opens long after.
    const shown = Boolean(ends) && left > -10 * deskMinute;
    const over = shown && left <= 0;
    bar.hidden = !shown;
    const text = over ? L.over : clockText(left);
    for (const place of [figures, large, floating]) {
      if (place.textContent !== text) place.textContent = text;
      place.classList.toggle("over", over);
    }
    stop.textContent = over ? L.understood : L.stop_timer;
    const top = document.querySelector("dialog:modal") ?? document.fullscreenElement;
    if (floating.parentNode !== (top ?? document.body)) (top ?? document.body).append(floating);
    floating.hidden = !shown || dialog.open || inSight();
    if (over) announce("over", L.over_said);
    else if (shown && left < deskMinute && left > deskMinute - 5000) announce("minute", L.one_minute);
    if (!shown) { clearInterval(ticking); ticking = 0; }
  }

  function draw(end, question, words) {
    asked.textContent = question;
    room.textContent = words;
    if (end === ends) return;
    ends = end;
    announced = "";
    said.textContent = "";
    clearInterval(ticking);
    ticking = ends ? setInterval(tick, 250) : 0;
    if (ends) setClock();
    else dialog.close();
    tick();
  }

  const wake = () => { if (!document.hidden && ends) setClock(); };
  document.addEventListener("fullscreenchange", tick);
  document.addEventListener("visibilitychange", wake);
  dialog.addEventListener("close", tick);
  return {
    home, draw,
    close() {
      clearInterval(ticking);
      floating.remove();
      document.removeEventListener("fullscreenchange", tick);
      document.removeEventListener("visibilitychange", wake);
    },
  };
}
