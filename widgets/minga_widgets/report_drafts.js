// What somebody writes and has not sent: kept in this browser with every letter, and in the store a moment later, so
// that another telephone shows it too. Nobody else is shown it.

const DRAFT_REST = 1500;   // milliseconds without a letter before it goes to the store

function makeReportDrafts({ kept, send, changed, going }) {
  let link = "", period = "", connected = true;
  const resting = new Map(), flying = new Set();
  const place = (subject) => `minga:${link}:draft:${period}:${subject}`;
  const same = (one, other) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

  function flush(subject) {
    clearTimeout(resting.get(subject));
    resting.delete(subject);
    const key = place(subject), draft = kept.get(key);
    // What is on its way as a report is no draft any more: kept after it, it would stay for ever.
    if (!draft?.dirty || draft.stuck || flying.has(key) || !connected || going(subject)) return;
    flying.add(key);
    send("save_draft", { plan: link, period, subject, body: draft.body }).then((answer) => {
      flying.delete(key);
      const now = kept.get(key);
      if (now && same(now.body, draft.body)) {
        if (answer.ok && now.body === null) kept.drop(key);
        else kept.set(key, { ...now, dirty: !answer.ok, stuck: !answer.ok });
      } else if (now) rest(subject);
      changed();
    });
  }
  function rest(subject) {
    clearTimeout(resting.get(subject));
    resting.set(subject, setTimeout(() => flush(subject), DRAFT_REST));
  }
  const all = () => kept.keys(place("")).map((key) => key.slice(place("").length));

  return {
    open(linkId, periodId) {
      for (const subject of [...resting.keys()]) flush(subject);   // those of the period before
      [link, period] = [linkId, periodId];
      this.flush();
    },
    flush() { for (const subject of link && period ? all() : []) flush(subject); },
    reachable(now) { connected = now; if (now) this.flush(); },
    write(subject, body, item) {
      const before = kept.get(place(subject));
      kept.set(place(subject), { body, dirty: true, base: item.base, theirs: before ? before.theirs : item.draft ?? null });
      rest(subject);
    },
    // Of what lies here and what the store has: this browser's, unless another one has written or sent since.
    get(subject, item) {
      const local = kept.get(place(subject));
      if (!local) return item.draft ?? null;
      if (local.dirty) return local.body;
      const stands = same(item.draft, local.body) || (same(item.draft, local.theirs) && local.base === item.base);
      if (stands) return local.body;
      kept.drop(place(subject));
      return item.draft ?? null;
    },
    forget(subject, item) { this.write(subject, null, item); flush(subject); },
    // Sent: the store has forgotten it by itself; what was typed meanwhile stays.
    sent(subject, body) {
      const local = kept.get(place(subject));
      if (local && same(local.body, body)) kept.drop(place(subject));
    },
    close() { for (const subject of [...resting.keys()]) flush(subject); },
  };
}
