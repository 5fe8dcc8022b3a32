/* Potrika's script: everything on the page works without it. Words come from the page. */
(function (doc, html) {
  var all = function (q, in_) { return Array.prototype.slice.call((in_ || doc).querySelectorAll(q)); };
  var on = function (els, ev, f) { els.forEach(function (e) { e.addEventListener(ev, f); }); };
  var keep = function (store, key, value) { try { if (value === undefined) return store.getItem(key); store.setItem(key, value); } catch (e) { return null; } };
  var digits = function (n) { return String(n).replace(/\d/g, function (d) { return html.lang.slice(0, 2) === "bn" ? String.fromCharCode(0x9e6 + +d) : d; }); };

  /* Dark switch */
  var system = matchMedia("(prefers-color-scheme:dark)");
  var dark = function () { return html.dataset.theme ? html.dataset.theme === "dark" : system.matches; };
  var say = function () { all("[data-dark]").forEach(function (b) { b.setAttribute("aria-pressed", dark()); }); };
  on(all("[data-dark]"), "click", function () { html.dataset.theme = dark() ? "light" : "dark"; keep(localStorage, "k-dark", html.dataset.theme); say(); });
  say();

  /* Size of the text: -1 to 3 */
  on(all("[data-size]", doc.body), "click", function () {
    var n = Math.max(-1, Math.min(3, (+html.dataset.size || 0) + +this.dataset.size));
    html.dataset.size = n; keep(localStorage, "k-size", n);
  });

  /* Menu: closes on Escape and on a click outside; the current section is brought into the line */
  var menu = doc.querySelector(".all");
  doc.addEventListener("keydown", function (e) { if (e.key === "Escape" && menu && menu.open) { menu.open = false; menu.firstElementChild.focus(); } });
  doc.addEventListener("click", function (e) { if (menu && menu.open && !menu.contains(e.target)) menu.open = false; });
  var here = doc.querySelector(".line [aria-current]");
  if (here && window.IntersectionObserver) {
    /* The browser says where it is when it has laid out the page anyway; asking would make it do so twice */
    var line = here.closest(".line"), eye = new IntersectionObserver(function (e) {
      eye.disconnect();
      if (e[0].intersectionRatio < 1) line.scrollLeft += e[0].boundingClientRect.left - e[0].rootBounds.left - 24;
    }, { root: line });
    eye.observe(here);
  }

  /* The bar on top has its own search once the masthead is gone */
  var mast = doc.querySelector(".mast");
  if (mast && window.IntersectionObserver) new IntersectionObserver(function (e) { html.classList.toggle("stuck", !e[0].isIntersecting); }).observe(mast);

  /* Age of an old story; the script in the head has kept its room */
  if (html.classList.contains("old")) all("[data-age]").forEach(function (e) {
    var years = Math.max(1, Math.floor((Date.now() - Date.parse(e.dataset.age)) / 3.1557e10));
    e.textContent = e.dataset.years.replace("{n}", digits(years));
  });

  /* Copy the address */
  on(all("[data-copy]"), "click", function (e) {
    var a = this;
    if (!navigator.clipboard) return;
    e.preventDefault();
    navigator.clipboard.writeText(a.href).then(function () { a.dataset.said = a.dataset.done; a.setAttribute("aria-label", a.dataset.done); });
  });

  /* Embeds: nothing is asked of others before the click */
  on(all(".embed>a"), "click", function (e) {
    var box = this.parentNode, f = doc.createElement("iframe"), post = box.dataset.post;
    e.preventDefault();
    f.src = post ? "https://www.facebook.com/plugins/post.php?href=" + encodeURIComponent(post) : box.dataset.frame;
    f.title = box.dataset.title; f.allow = "autoplay; fullscreen; picture-in-picture"; f.allowFullscreen = true;
    box.replaceChild(f, this); f.focus();
  });

  /* Reply form: messages in the page's language, and the remembered names */
  all(".reply").forEach(function (form) {
    all("[aria-describedby]", form).forEach(function (i) {
      var msg = doc.getElementById(i.getAttribute("aria-describedby")).textContent;
      i.addEventListener("invalid", function () { i.setCustomValidity(msg); i.setAttribute("aria-invalid", "true"); });
      i.addEventListener("input", function () { i.setCustomValidity(""); i.removeAttribute("aria-invalid"); });
    });
    /* An answer: the form goes below its comment, and back when nobody is answered any more */
    var list = form.elements.parent, home = form.parentNode;
    var place = function () {
      var link = list.value && all("[data-answer]").filter(function (a) { return a.dataset.answer === list.value; })[0];
      var at = link ? link.closest("li") : home, after = link ? link.parentNode.nextSibling : null;
      if (form.parentNode !== at) at.insertBefore(form, after);
    };
    if (list && list.tagName === "SELECT") {
      on([list], "change", function () { place(); list.focus(); });
      on(all("[data-answer]"), "click", function (e) { e.preventDefault(); list.value = this.dataset.answer; place(); form.elements.comment.focus(); });
    }
    var box = form.querySelector("[data-remember]"), fields = ["name", "email", "website"], saved = keep(localStorage, "k-reader");
    try { saved = JSON.parse(saved); } catch (e) { saved = null; }
    if (saved) { box.checked = true; fields.forEach(function (n, i) { form.elements[n].value = saved[i] || ""; }); }
    form.addEventListener("submit", function () {
      if (box.checked) keep(localStorage, "k-reader", JSON.stringify(fields.map(function (n) { return form.elements[n].value; })));
      else try { localStorage.removeItem("k-reader"); } catch (e) { return; }
    });
  });

  /* The story being read is marked where breaking news and the rail name it; nothing moves */
  var mark = function (in_) { all(":is(.breaking,.ranks,.times) a", in_).forEach(function (a) { if (a.pathname === location.pathname) a.setAttribute("aria-current", "page"); }); };
  mark(doc);

  /* Breaking line: shut until its headlines change */
  var breaking = function () {
    var b = doc.querySelector(".breaking");
    if (!b) return;
    var key = all("a", b).map(function (a) { return a.href; }).join(" ");
    if (keep(sessionStorage, "k-shut") !== key) html.classList.remove("shut");
    on(all("[data-dismiss]", b), "click", function () { keep(sessionStorage, "k-shut", key); html.classList.add("shut"); });
  };

  /* Fragments that the build left to be fetched */
  var holes = all("[data-fragment]");
  if (!holes.length) breaking();
  holes.forEach(function (hole) {
    fetch(hole.dataset.fragment).then(function (r) { return r.ok ? r.text() : Promise.reject(); }).then(function (text) {
      var part = new DOMParser().parseFromString(text, "text/html").body;
      mark(part);
      hole.replaceWith.apply(hole, Array.prototype.slice.call(part.childNodes));
      if (!/breaking/.test(hole.dataset.fragment)) return;
      breaking();
      /* The next page keeps this much room, so that its text does not move */
      var b = doc.querySelector(".breaking");
      keep(sessionStorage, "k-line", b ? b.offsetHeight + "px" : "0px");
    }).catch(function () { hole.removeAttribute("data-fragment"); });
  });
})(document, document.documentElement);
