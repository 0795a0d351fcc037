// The head of a stage: question, round and criterion, time left, lock; and what is said aloud when they change.

function stageHead(page, stage, old) {
  const { L } = page;
  const node = old ?? h("section", { class: "stage-head stack" },
    h("p", { class: "soft name" }), h("h1", { class: "question", tabindex: -1 }), h("p", { class: "round" }),
    h("p", { class: "timer", role: "timer", "aria-live": "off" }), h("p", { class: "note lock" }));
  const [name, question, round, timer, lock] = node.children;
  name.textContent = stage.title;
  question.textContent = stage.question;
  round.textContent = roundWords(L, stage);
  round.hidden = !round.textContent || !stage.can_add;
  lock.textContent = L.locked;
  lock.hidden = !stage.locked;
  page.clock.show(timer, stage.timer_ends);
  return node;
}

function roundWords(L, stage) {
  if (stage.criterion) return fill(L.round_criterion, { n: stage.round, criterion: stage.criterion });
  return stage.round > 1 ? fill(L.round, { n: stage.round }) : "";
}

// What changed in the room, in words, for whoever does not see it change.
function changesSaid(L, before, now) {
  if (!before || before.stage_id !== now.stage_id) return [];
  return [
    before.phase !== now.phase && L.phases[now.phase],
    before.locked !== now.locked && (now.locked ? L.locked : L.unlocked),
    (before.round !== now.round || before.criterion !== now.criterion) && now.can_add && roundWords(L, now),
    !before.vote?.open && now.vote?.open && L.vote_opened,
    before.vote?.open && !now.vote?.open && L.vote_closed,
    before.question !== now.question && now.question,
  ].filter(Boolean);
}

// The time left, by the server's clock: phones are minutes off. Counts down here, without asking again.
function makeClock(page) {
  const { L } = page;
  let ends = 0, offset = null, node = null, said = 0, asked = false;
  const left = () => Math.ceil((ends - Date.now() - offset) / 1000);

  async function ask() {
    asked = true;
    const from = Date.now();
    const answer = await page.talk.send("clock");
    const took = Date.now() - from;
    asked = false;
    if (!answer.ok) return;
    offset = answer.result - (from + took / 2);
    tick();
    if (took > 3000 && ends) ask();   // an answer that was long on its way says little
  }

  function tick() {
    if (!node) return;
    const now = left();
    const shown = ends > 0 && offset !== null && now > -600;   // ten minutes later nobody needs to know
    node.hidden = !shown;
    if (!shown) return;
    const minutes = Math.max(0, Math.floor(now / 60)), seconds = Math.max(0, now % 60);
    node.textContent = now > 0 ? fill(L.time_left, { time: `${minutes}:${String(seconds).padStart(2, "0")}` }) : L.time_over;
    node.dataset.state = now > 60 ? "long" : now > 0 ? "short" : "over";
    if (said > 60 && now <= 60 && now > 0) page.say(L.minute_left);
    if (said > 0 && now <= 0) page.say(L.time_over);
    said = now;
  }
  const beat = setInterval(tick, 500);
  return {
    show(place, at) {
      node = place;
      if (at !== ends) {
        [ends, said] = [at, 0];
        if (at && !asked) ask();
      }
      tick();
    },
    close() { clearInterval(beat); },
  };
}
