// Written for any browser, however old (ES5), and put inside the page: it fetches the page's own script, tries
// again for as long as it does not arrive, and says so where a browser is too old to read it.
(function () {
  var words = JSON.parse(document.getElementById("minga-words").textContent);
  var source = document.body.getAttribute("data-script");
  var tries = 0;

  function say(text) {
    var line = document.getElementById("minga-loading-words");
    if (line) line.textContent = text;
  }

  function load() {
    var script = document.createElement("script");
    script.src = source;
    script.onload = function () { if (!window.mingaPage) say(words.old_browser); };
    script.onerror = function () {
      script.parentNode.removeChild(script);
      tries += 1;
      say(words.reconnecting);
      setTimeout(load, Math.min(10000, 500 * Math.pow(2, tries)) * (0.5 + Math.random() / 2));
    };
    document.body.appendChild(script);
  }

  if (source) load();
  else if (!window.mingaPage) say(words.old_browser);
}());
