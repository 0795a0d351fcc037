// A websocket that is watched: it notices within five seconds when nobody is there any more, also when the
// connection only looks open (a phone that changed its network, a cable pulled out).

const TICK = 500;
const ASK_AFTER = 1800;      // of silence the server is asked
const ANSWER_WITHIN = 2000;  // else it is said that there is no answer
const GIVE_UP_AFTER = 8000;  // and then another connection is opened
const OPEN_WITHIN = 20000;   // a kernel that is just being made takes its time

function watch(socket, { opened, answered, silent, over }) {
  let last = Date.now(), asked = 0, ticked = last, quiet = false, ended = false, heard = false;
  const began = last;
  const end = () => {
    if (ended) return;
    ended = true;
    clearInterval(beat);
    over();
  };
  const ask = () => { asked = Date.now(); try { socket.send("ping"); } catch { end(); } };
  const beat = setInterval(() => {
    const now = Date.now(), slept = now - ticked > 5000;
    ticked = now;
    if (socket.readyState === WebSocket.CONNECTING) {
      if (now - began > OPEN_WITHIN) end();
    } else if (socket.readyState !== WebSocket.OPEN) end();
    else if (slept) ask();   // what was asked before the machine slept says nothing
    else if (!asked) { if (now - last > ASK_AFTER && !document.hidden) ask(); }
    else if (!heard) { if (now - began > OPEN_WITHIN) end(); }   // a door reads nothing before the kernel is there
    else if (now - asked > GIVE_UP_AFTER) end();
    else if (now - asked > ANSWER_WITHIN && !quiet) { quiet = true; silent(); }
  }, TICK);
  // First in line, so that nobody else has to know the word.
  socket.addEventListener("message", (event) => {
    [last, asked, heard] = [Date.now(), 0, true];
    if (event.data === "pong") event.stopImmediatePropagation();
    if (!ended) answered(quiet);
    quiet = false;
  });
  socket.addEventListener("open", () => { if (!ended) { ask(); opened(); } });
  socket.addEventListener("close", end);
  return {
    check() { if (socket.readyState === WebSocket.OPEN) ask(); },
    stop() { ended = true; clearInterval(beat); },
  };
}

function socketAddress(path) {
  return `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${path}`;
}

// Longer and longer, ten seconds at most, and never all phones of a room at the same instant.
function pauseBefore(tries) {
  return Math.min(10000, 400 * 2 ** Math.min(tries, 8)) * (0.5 + Math.random() / 2);
}
