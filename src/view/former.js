// Sends readers of former addresses with a query (/?p=123) on. A file answers one path only, so the page looks here for the
// address: one small file of the map, and only when a query that the portal once had stands in the address.
(function () {
  "use strict";
  var own = document.currentScript;
  if (!own || !location.search) return;
  var query = new URLSearchParams(location.search), home, path;
  try {
    home = decodeURIComponent(own.getAttribute("data-home"));
    path = decodeURIComponent(location.pathname);
  } catch (e) {
    return;
  }
  if (path.indexOf(home) !== 0) return;
  path = "/" + path.slice(home.length).replace(/\/+$/, "");
  var names = own.getAttribute("data-names").split(" ").map(function (list) {
    return list.split(",").map(decodeURIComponent);
  }).find(function (list) {
    return list.every(function (name) { return query.has(name); });
  });
  if (!names) return;
  var key = path + "?" + names.map(function (name) { return name + "=" + query.get(name); }).join("&");
  var shard = 0;
  for (var i = 0; i < key.length; i++) shard = (shard * 31 + key.charCodeAt(i)) >>> 0;
  fetch(own.src.replace(/[^/]*$/, "") + (shard % +own.getAttribute("data-shards")) + ".json").then(function (answer) {
    return answer.ok ? answer.json() : {};
  }).then(function (map) {
    if (Object.prototype.hasOwnProperty.call(map, key)) location.replace(map[key]);
  }).catch(function () {});
})();
