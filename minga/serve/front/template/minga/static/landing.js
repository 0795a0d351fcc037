// Gives what stands behind the "#" to this page's own server, forgets it, and goes on to the participant's page.
(function () {
  "use strict";
  var token = location.hash.slice(1);
  var onward = function () { location.replace("/"); };
  if (history.replaceState) history.replaceState(null, "", "/arrive");
  if (!token) { onward(); return; }
  fetch("/arrive/token", {
    method: "POST", credentials: "same-origin", headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ token: token }),
  }).then(onward, onward);
})();
