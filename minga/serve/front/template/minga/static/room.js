// The room now: asks its own door every two seconds and shows what it is told. It has no words of its own.
(function () {
  "use strict";
  var EVERY = 2000, PATIENCE = 6000;
  var byId = function (id) { return document.getElementById(id); };

  function make(tag, kind, text) {
    var made = document.createElement(tag);
    if (kind) made.className = kind;
    made.textContent = text;
    return made;
  }

  function say(node, text) { if (node.textContent !== text) node.textContent = text; }

  function list(id, items, draw) {
    var section = byId(id), told = JSON.stringify(items);
    section.hidden = items.length === 0;
    if (section.dataset.told === told) return;  // nothing new: whoever is reading keeps their place
    section.dataset.told = told;
    section.querySelector("ul").replaceChildren.apply(section.querySelector("ul"), items.map(draw));
  }

  function row(item, parts) {
    var li = document.createElement("li");
    if (item.state) li.dataset.state = item.state;
    parts.forEach(function (part) { if (part[1]) li.append(make(part[2] || "div", part[0], part[1])); });
    return li;
  }

  function tiles(told) {
    var place = byId("room-tiles");
    while (place.children.length > told.length) place.lastChild.remove();
    told.forEach(function (tile, n) {
      var box = place.children[n];
      if (!box) {
        box = document.createElement("div");
        box.append(make("dt", "", ""), make("dd", "value", ""), make("dd", "note", ""));
        place.append(box);
      }
      box.dataset.state = tile.state;
      say(box.children[0], tile.name);
      say(box.children[1], tile.value);
      say(box.children[2], tile.note);
    });
  }

  function show(told) {
    var state = byId("room-state");
    state.dataset.state = told.state.kind;
    say(byId("room-state-words"), told.state.words);
    tiles(told.tiles);
    list("room-advice", told.advice, function (words) { return make("li", "", words); });
    list("room-servers", told.servers, function (server) {
      return row(server, [["name", server.name, "span"], ["words", server.words, "span"], ["soft", server.people, "span"]]);
    });
    list("room-errors", told.errors, function (error) {
      return row(error, [["words", error.words], ["soft", error.advice], ["soft", error.when]]);
    });
  }

  function ask() {
    var give_up = new AbortController();
    var late = setTimeout(function () { give_up.abort(); }, PATIENCE);
    fetch("/room/now", { signal: give_up.signal, credentials: "same-origin", cache: "no-store" }).then(function (answer) {
      if (answer.status === 401 || answer.status === 403) { location.reload(); return null; }
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    }).then(function (told) {
      if (!told) return;
      show(told);
      byId("room-lost").hidden = true;
    }).catch(function () {
      byId("room-lost").hidden = false;
    }).then(function () {
      clearTimeout(late);
      setTimeout(ask, EVERY);
    });
  }

  ask();
})();
