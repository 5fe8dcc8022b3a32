/* The preview's side in the browser: live connection, errors, editor's bar. Everything that comes from the server is put in
   as text, never as markup. Nothing of this is in the built site. */
  var me = doc.currentScript, data = me.dataset, bn = data.lang === "bn";
  var say = function (b, e) { return bn ? b : e; };

  var el = function (name, cls, text) {
    var e = doc.createElement(name);
    if (cls) e.className = cls;
    if (text !== undefined) e.textContent = text;
    return e;
  };
  var add = function (to) {
    for (var i = 1; i < arguments.length; i++) if (arguments[i]) to.appendChild(arguments[i]);
    return to;
  };
  var button = function (text, f) {
    var b = el("button", "", text);
    b.type = "button";
    b.addEventListener("click", f);
    return b;
  };
  /* Bengali letters also where the machine and the theme have none */
  var edition = new URL(me.src).search;
  doc.fonts.add(new FontFace("khobor-preview", "url(/_preview/font.woff2" + edition + ")", { unicodeRange: "U+951-952,U+964-965,U+980-9FF,U+200C-200D,U+25CC" }));

  /* A place of our own, out of reach of the theme's styles */
  var host = function (name) {
    var h = doc.createElement("khobor-" + name), root = h.attachShadow({ mode: "open" }), sheet = el("link");
    sheet.rel = "stylesheet";
    sheet.href = "/_preview/preview.css" + edition;
    root.appendChild(sheet);
    (doc.body || doc.documentElement).appendChild(h);
    return root;
  };

  /* Widths: the page in a frame, so that its own rules for small screens hold */
  var WIDTHS = [["ফোন", "Phone", 390], ["ট্যাবলেট", "Tablet", 820], ["ডেস্কটপ", "Desktop", 1280]];
  if (data.khoborWidth) {
    var bar = el("nav", "widths"), frame = el("iframe"), path = data.khoborWidth;
    frame.src = encodeURI(path);
    frame.title = path;
    WIDTHS.forEach(function (w) {
      add(bar, button(say(w[0], w[1]) + " " + w[2], function () { frame.style.width = w[2] + "px"; }));
    });
    var back = el("a", "", say("পুরো পাতা", "Full page"));
    back.href = encodeURI(path);
    add(doc.body, add(bar, back), frame);
    var asked = +new URLSearchParams(location.search).get("width") || 390;
    frame.style.width = Math.max(200, Math.min(4000, asked)) + "px";
    frame.addEventListener("load", function () {
      try { path = decodeURI(frame.contentWindow.location.pathname); back.href = encodeURI(path); } catch (e) { return; }
    });
    return;
  }

  /* Reloading keeps the place on the page */
  var key = "khobor-place:" + location.pathname;
  var keep = function () { try { sessionStorage.setItem(key, scrollX + " " + scrollY); } catch (e) { return; } };
  /* A tab in the background leaves the machine to the one that the editor looks at */
  var waiting = 0, leaving = false;
  var reload = function () {
    if (leaving) return;
    keep();
    if (doc.hidden && !waiting) waiting = setTimeout(function () { location.reload(); }, 800);
    else if (!doc.hidden) location.reload();
  };
  doc.addEventListener("visibilitychange", function () { if (waiting && !doc.hidden) location.reload(); });
  try {
    var place = sessionStorage.getItem(key);
    sessionStorage.removeItem(key);
    if (place) {
      var at = place.split(" ").map(Number);
      var go = function () { scrollTo({ left: at[0], top: at[1], behavior: "instant" }); };
      go();
      addEventListener("load", go);
    }
  } catch (e) { place = null; }

  /* Style sheets are swapped when the new one is there */
  var swap = function (link, href) {
    var next = link.cloneNode();
    next.href = href;
    next.addEventListener("load", function () { link.remove(); });
    next.addEventListener("error", function () { next.remove(); });
    link.after(next);
  };
  var sheets = function () {
    return Array.prototype.slice.call(doc.querySelectorAll("link[rel~=stylesheet]"));
  };
  var bare = function (href) { return decodeURI(new URL(href, location).pathname); };
  var newSheets = function (list) {
    sheets().forEach(function (link) {
      var next = Object.keys(list).filter(function (old) { return bare(link.href) === bare(old); })[0];
      if (next) swap(link, list[next]);
    });
  };

  /* Files beside the pages: a style sheet is swapped, a picture or script of this page makes it reload */
  var newFiles = function (list) {
    var has = function (href) { return href && list.some(function (f) { return bare(f) === bare(href); }); };
    sheets().forEach(function (link) { if (has(link.href)) swap(link, bare(link.href) + "?" + Date.now()); });
    var used = Array.prototype.some.call(doc.querySelectorAll("img,script,source,video,audio,iframe"), function (e) {
      return has(e.currentSrc || e.src);
    });
    if (used) reload();
  };

  /* Errors: over the last good page; they go when the server says so */
  var overlay = null;
  var errors = function (message) {
    if (overlay) overlay.host.remove();
    overlay = null;
    if (!message.list.length) return;
    overlay = host("errors");
    var box = el("div", "errors");
    box.setAttribute("role", "alertdialog");
    box.setAttribute("aria-label", say("ভুল", "Errors"));
    var n = message.list.length + message.more;
    var shut = button("×", function () { overlay.host.remove(); overlay = null; });
    shut.setAttribute("aria-label", say("বন্ধ", "Close"));
    add(box, add(el("p", "top", say(digits(n) + "টি ভুল। শেষ ভালো পাতা নিচে আছে।", n + (n === 1 ? " error" : " errors") + ". The last good page is below.")), shut));
    message.list.forEach(function (d) { add(box, fault(d)); });
    if (message.more) add(box, el("p", "", say("আরও " + digits(message.more) + "টি", "and " + message.more + " more")));
    overlay.appendChild(box);
  };
  var digits = function (n) {
    return String(n).replace(/\d/g, function (d) { return bn ? String.fromCharCode(0x9e6 + +d) : d; });
  };
  var fault = function (d) {
    var item = add(el("section", "fault " + (d.severity || "")), el("h2", "", (d.code ? d.code + ": " : "") + d.message)), p = d.place;
    if (p) {
      add(item, el("p", "at", p.path + (p.line ? ":" + p.line : "") + (p.column ? ":" + p.column : "")));
      if (p.quoted && p.quoted.trim()) {
        var quote = el("pre"), i = p.word && p.column ? p.quoted.indexOf(p.word) : -1;
        if (i < 0) quote.textContent = p.quoted;
        else add(quote, doc.createTextNode(p.quoted.slice(0, i)), el("mark", "", p.word), doc.createTextNode(p.quoted.slice(i + p.word.length)));
        add(item, quote);
      }
    }
    if (d.help) add(item, el("p", "help", say("করণীয়: ", "To do: ") + d.help));
    return item;
  };

  /* The page is changed in its place where that is safe, else it is loaded anew. One change after the other. */
  var turn = Promise.resolve(), socket = null, bar = null, counting = 0;
  var renew = function (mark) {
    turn = turn.then(function () {
      if (mark === data.mark || leaving) return;
      return fetch("/_preview/change?page=" + encodeURIComponent(data.path) + "&from=" + encodeURIComponent(data.mark)).then(function (r) {
        return r.status === 200 ? r.json() : Promise.reject();
      }).then(function (change) {
        if (!patch(change.was, change.is)) return reload();
        data.mark = change.mark;
        if (socket.readyState === 1) socket.send("mark " + change.mark);
        /* All tabs show the change first */
        clearTimeout(counting);
        if (bar) counting = setTimeout(bar, 300);
      });
    }).catch(reload);
  };

  /* The live connection; it comes back by itself */
  var wait = 250, hear = function (message) {
    switch (message.type) {
      case "reload": renew(message.mark); break;
      case "sheets": newSheets(message.list); break;
      case "files": newFiles(message.list); break;
      case "errors": errors(message); break;
      case "go":
        if (decodeURI(location.pathname) === decodeURI(message.to)) break;
        leaving = true;
        if (message.instead) location.replace(message.to);
        else location.assign(message.to);
    }
  };
  var connect = function () {
    var page = encodeURIComponent(data.path);
    socket = new WebSocket("ws://" + location.host + "/_preview/socket?token=" + encodeURIComponent(data.khoborToken) + "&page=" + page + "&mark=" + encodeURIComponent(data.mark));
    var opened = false;
    socket.onopen = function () { opened = true; wait = 250; doc.documentElement.dataset.khoborLive = "1"; };
    socket.onmessage = function (event) { hear(JSON.parse(event.data)); };
    socket.onclose = function () {
      delete doc.documentElement.dataset.khoborLive;
      setTimeout(function () {
        if (opened) return connect();
        /* A new run of the server has a new token: only then is the page asked for anew */
        fetch(location.href, { cache: "no-store" }).then(function (r) { return r.text(); }).then(function (text) {
          if (text.indexOf("data-khobor-token") >= 0 && text.indexOf(data.khoborToken) < 0) reload();
          else connect();
        }).catch(connect);
      }, wait);
      wait = Math.min(wait * 2, 5000);
    };
  };
  connect();
  var look = function () { if (socket.readyState === 1 && doc.hasFocus()) socket.send("look"); };
  addEventListener("focus", look);
  doc.addEventListener("visibilitychange", look);

  /* Inside of the writing desk: the page follows the caret */
  var bare_text = function (s) { return s.replace(/[^\p{L}\p{M}\p{N}]/gu, ""); };
  if (top !== window && data.desk) addEventListener("message", function (e) {
    if (e.source !== parent || e.origin !== location.protocol + "//" + location.hostname + ":" + data.desk) return;
    var words = bare_text(String(e.data && e.data.words || "")).slice(0, 60);
    if (words.length < 4) return;
    var all = doc.querySelectorAll("main p, main h1, main h2, main h3, main h4, main li, main td, main figcaption, main blockquote");
    for (var i = 0; i < all.length; i++) if (bare_text(all[i].textContent).indexOf(words) >= 0) {
      var box = all[i].getBoundingClientRect();
      if (box.top < 60 || box.bottom > innerHeight - 40) all[i].scrollIntoView({ block: "center", behavior: "instant" });
      return;
    }
  });

  /* The editor's bar: drawn anew when the page has changed in its place; the panel that is open stays open */
  if (top !== window || data.story !== "true") return;
  var MARKS = { draft: ["খসড়া", "Draft"], scheduled: ["নির্ধারিত", "Scheduled"], expired: ["মেয়াদোত্তীর্ণ", "Expired"] };
  var root = host("bar"), dock = add(root, el("div", "dock")).lastChild, line = null, panel = null, open = "", panels = {};
  var show = function (name) {
    var top = panel && open === name ? panel.scrollTop : 0;
    if (panel) panel.remove();
    panel = name ? dock.insertBefore(panels[name](), line) : null;
    if (panel) panel.scrollTop = top;
    open = name;
    Array.prototype.forEach.call(root.querySelectorAll("[data-panel]"), function (b) { b.setAttribute("aria-expanded", b.dataset.panel === name); });
  };
  var opener = function (text, name) {
    var b = button(text, function () { show(open === name ? "" : name); });
    b.dataset.panel = name;
    return b;
  };
  addEventListener("keydown", function (e) { if (e.key === "Escape" && open) show(""); });
  var draw = function (s) {
    var next = el("nav", "bar");
    next.setAttribute("aria-label", say("সম্পাদকের পট্টি", "Editor's bar"));
    s.marks.forEach(function (m) { add(next, el("b", "mark " + m, say(MARKS[m][0], MARKS[m][1]))); });
    add(next, el("span", "", s.words + say(" শব্দ", " words") + " · " + s.minutes + say(" মিনিট", " min")));
    panels.lint = function () {
      var p = el("div", "panel");
      s.lint.forEach(function (d) { add(p, fault(d)); });
      if (!s.lint.length) add(p, el("p", "", say("কিছু ধরা পড়েনি।", "Nothing to mend.")));
      return add(p, el("p", "at", say("সারাংশ: ", "Summary: ") + s.summary.length + "/" + s.summary.limit + (s.summary.own ? "" : say(" (লেখা থেকে নেওয়া)", " (taken from the text)"))));
    };
    panels.card = function () { return add(el("div", "panel cards"), network("facebook", s.card), network("whatsapp", s.card)); };
    var lint = opener(say("যাচাই ", "Lint ") + digits(s.lint.length), "lint");
    lint.className = s.lint.length ? "some" : "";
    add(next, lint, opener(say("শেয়ার কার্ড", "Share card"), "card"));
    WIDTHS.slice(0, 2).forEach(function (w) {
      var a = el("a", "", say(w[0], w[1]));
      a.href = "/_preview/width?width=" + w[2] + "&page=" + encodeURIComponent(data.path);
      add(next, a);
    });
    var file = el(s.link ? "a" : "span", "file", s.source);
    if (s.link) file.href = s.link;
    if (data.desk) {
      var write = el("a", "", say("লিখুন", "Write"));
      write.href = location.protocol + "//" + location.hostname + ":" + data.desk + "/write?id=" + encodeURIComponent(s.source);
      add(next, write);
    }
    file.title = s.source;
    var copy = button(say("কপি", "Copy"), function () {
      if (navigator.clipboard) navigator.clipboard.writeText(s.source).then(function () { copy.textContent = say("হয়েছে", "Copied"); });
    });
    copy.dataset.copy = "";
    copy.setAttribute("aria-label", say("ফাইলের নাম কপি", "Copy the file's name"));
    var shut = button("×", function () { root.host.remove(); });
    shut.setAttribute("aria-label", say("বন্ধ", "Close"));
    add(next, file, copy, shut);
    if (line) line.remove();
    line = dock.appendChild(next);
    show(open);
  };
  bar = function () {
    fetch("/_preview/story?page=" + encodeURIComponent(data.path)).then(function (r) { return r.ok ? r.json() : null; }).then(function (s) {
      if (s) draw(s);
    }).catch(function () { root.host.remove(); });
  };
  bar();
  if (/[?&]reply=pending/.test(location.search)) {
    add(root, el("p", "note", say("মন্তব্য জমা হয়েছে। প্রকাশ করতে: khobor comments approve", "The comment waits for approval: khobor comments approve")));
    history.replaceState(null, "", location.pathname + location.hash);
  }

  var network = function (name, c) {
    var box = el("figure", "card " + name), picture = null;
    if (c.image) { picture = el("img"); picture.src = encodeURI(c.image); picture.alt = ""; }
    var text = el("div", "words");
    if (name === "facebook") add(text, el("small", "", c.host.toUpperCase()));
    add(text, el("strong", "", c.title), el("p", "", c.description));
    if (name === "whatsapp") add(text, el("small", "", c.host));
    return add(box, picture, text, el("figcaption", "", name === "facebook" ? "Facebook" : "WhatsApp"));
  };
