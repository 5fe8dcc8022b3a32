// Says to the portal's own counter that a story was read: the story's address and nothing else. Nothing is stored in the browser.
(function () {
  "use strict";
  var own = document.currentScript;
  if (!own || navigator.webdriver) return;
  var to = own.getAttribute("data-to");
  var story = "p=" + encodeURIComponent(own.getAttribute("data-story"));
  function send() {
    if (document.visibilityState !== "visible") return;
    document.removeEventListener("visibilitychange", send);
    if (navigator.sendBeacon && navigator.sendBeacon(to, new URLSearchParams(story))) return;
    new Image().src = to + "?" + story;
  }
  document.addEventListener("visibilitychange", send);
  send();
})();
