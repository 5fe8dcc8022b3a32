/* A page's new state is put in the place of its old one, without loading the page anew. `was` and `is` are the page's text
   before and now, parsed alike. What differs between them is changed in the open page, but only where the open page still is
   what its text was: nothing that a script has made or taken hold of is touched. Whenever that is not certain, the answer is
   false, nothing is changed, and the page must be loaded. */
var patch = (function () {
  var DELICATE = "script:not([type='application/ld+json']),style,link,iframe,object,embed,video,audio,canvas,input,select,textarea,dialog,template,noscript,form,button";
  var list = function (nodes) { return Array.prototype.slice.call(nodes); };
  var own = function (node) {
    return node.nodeType === 1 && (/^khobor-/.test(node.localName) || (node.localName === "script" && node.hasAttribute("data-khobor-token")));
  };
  var held = function (e) {
    return e.matches(DELICATE) || e.localName.indexOf("-") >= 0 || list(e.attributes).some(function (a) { return /^(data-|on)/.test(a.name); });
  };
  /* No script can have taken hold of it, and none waits to do so */
  var plain = function (node) { return node.nodeType !== 1 || (!held(node) && !list(node.querySelectorAll("*")).some(held)); };
  var key = function (node) { return node.nodeType === 1 ? node.outerHTML : node.nodeType + (node.data || ""); };
  var bare = function (href) { return href && href.replace(/\.[0-9a-f]{8}(\.css)$/, "$1"); };
  var names = function (a, b) {
    return list(a.attributes).concat(list(b.attributes)).map(function (x) { return x.name; }).filter(function (name) {
      if (name === "href" && a.matches("link[rel~=stylesheet]") && bare(a.getAttribute(name)) === bare(b.getAttribute(name))) return false;
      return a.getAttribute(name) !== b.getAttribute(name);
    });
  };

  /* The open page's node for each of the text's nodes; others may have come between. None when one is not found. */
  var nodes = function (old, live) {
    var texts = old.filter(function (n) { return !own(n); }), open = live.filter(function (n) { return !own(n); }), at = 0;
    var like = function (o, l) {
      if (o.nodeName !== l.nodeName) return false;
      if (o.nodeType !== 1) return o.data === l.data;
      return list(o.attributes).every(function (a) { return o.localName === "link" || l.getAttribute(a.name) === a.value; });
    };
    var same = open.length === texts.length && texts.every(function (o, i) { return o.nodeName === open[i].nodeName; });
    if (same) return open;
    var found = texts.map(function (o) {
      while (at < open.length && !like(o, open[at])) at++;
      return open[at++];
    });
    return found.length === 0 || found[found.length - 1] ? found : null;
  };

  /* Which nodes of two lists are the same, as pairs of places, in order */
  var common = function (a, b) {
    if (a.length * b.length > 90000) return [];
    var best = a.map(function () { return new Uint16Array(b.length + 1); }).concat([new Uint16Array(b.length + 1)]), pairs = [];
    for (var i = a.length - 1; i >= 0; i--)
      for (var j = b.length - 1; j >= 0; j--) best[i][j] = a[i] === b[j] ? best[i + 1][j + 1] + 1 : Math.max(best[i + 1][j], best[i][j + 1]);
    for (i = 0, j = 0; i < a.length && j < b.length;) {
      if (a[i] === b[j]) pairs.push([i++, j++]);
      else if (best[i + 1][j] >= best[i][j + 1]) i++;
      else j++;
    }
    return pairs;
  };

  return function (was, is) {
    var changes = [];
    var node = function (o, n, l) {
      if (o.nodeName !== n.nodeName || o.nodeName !== l.nodeName) return false;
      if (o.nodeType !== 1) {
        if (o.data === n.data) return true;
        if (o.data !== l.data) return false;
        changes.push(function () { l.data = n.data; });
        return true;
      }
      if (o.isEqualNode(n)) return true;
      return attributes(o, n, l) && children(o, n, l);
    };
    var attributes = function (o, n, l) {
      var fine = names(o, n).every(function (name) {
        if (/^(data-|on)/.test(name) || o.getAttribute(name) !== l.getAttribute(name)) return false;
        changes.push(function () {
          if (n.hasAttribute(name)) l.setAttribute(name, n.getAttribute(name));
          else l.removeAttribute(name);
        });
        return true;
      });
      return fine && (!o.matches(DELICATE) || names(o, n).length === 0 || o.matches("link:not([rel~=stylesheet]):not([rel~=preload])"));
    };
    var children = function (o, n, l) {
      var old = list(o.childNodes).filter(function (c) { return !own(c); }), next = list(n.childNodes).filter(function (c) { return !own(c); });
      var open = nodes(old, list(l.childNodes)), a = old.map(key), b = next.map(key), i = 0, end = 0;
      if (!open || (o.matches(DELICATE) && !o.matches("form,button,dialog,script"))) return false;
      while (i < a.length && i < b.length && a[i] === b[i]) i++;
      while (end < a.length - i && end < b.length - i && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
      var pairs = common(a.slice(i, a.length - end), b.slice(i, b.length - end)).map(function (p) { return [p[0] + i, p[1] + i]; });
      pairs.push([a.length - end, b.length - end]);
      var from = [i, i];
      return pairs.every(function (to) {
        var fine = gap(old.slice(from[0], to[0]), next.slice(from[1], to[1]), open.slice(from[0], to[0]), l, open[to[0]] || null, open[to[0] - 1]);
        from = [to[0] + 1, to[1] + 1];
        return fine;
      });
    };
    /* Nodes between two that stay: changed one by one where they are of one kind, else replaced */
    var gap = function (old, next, open, parent, before, last) {
      var paired = old.length === next.length && old.every(function (o, i) { return o.nodeName === next[i].nodeName; });
      if (paired) return old.every(function (o, i) { return node(o, next[i], open[i]); });
      if (!old.every(function (o, i) { return plain(o) && o.isEqualNode(open[i]); }) || !next.every(plain)) return false;
      before = before || (last ? last.nextSibling : null);
      changes.push(function () {
        next.forEach(function (n) { parent.insertBefore(doc.importNode(n, true), before); });
        open.forEach(function (l) { l.remove(); });
      });
      return true;
    };

    var parse = function (text) { return new DOMParser().parseFromString(text, "text/html"); };
    var a = parse(was), b = parse(is), hidden = function (d) {
      return list(d.querySelectorAll("template,noscript")).map(function (t) { return t.outerHTML; }).join();
    };
    if (hidden(a) !== hidden(b) || names(a.documentElement, b.documentElement).length) return false;
    if (!node(a.head, b.head, doc.head) || !node(a.body, b.body, doc.body) || !changes.length) return false;
    changes.forEach(function (change) { change(); });
    return true;
  };
})();
