/* Pictures: turned, cut and shrunk here, so that no phone sends twelve megabytes; cleaned by the desk when they arrive. */
const LONGEST = 2400, SMALL = 400000;
const RATIOS = [["", say("পুরো ছবি", "Whole picture")], ["16:9", digits("16:9")], ["4:3", digits("4:3")], ["1:1", digits("1:1")], ["free", say("নিজের মতো", "Free")]];

/* The part of a picture that is taken: as large as its ratio allows, around the point that must be seen */
const cut = (width, height, ratio, focus) => {
  const [a, b] = ratio ? ratio.split(":").map(Number) : [width, height];
  const w = Math.min(width, (height * a) / b), h = (w * b) / a;
  const x = Math.min(Math.max(focus.x * width - w / 2, 0), width - w), y = Math.min(Math.max(focus.y * height - h / 2, 0), height - h);
  return { x, y, w, h };
};

/* One picture before it is sent; `done` gets its name and what was written about it */
const picture_panel = async (file, id, can_lead, done) => {
  if (!/^image\//.test(file.type) && !/\.(jpe?g|png|webp|gif|avif|heic)$/i.test(file.name)) return;
  let image;
  try {
    image = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch (e) {
    notice("picture", el("p", null, say("ছবিটি খোলা গেল না: ", "The picture cannot be opened: "), file.name), button("×", () => notice("picture")));
    return;
  }
  let turns = 0, ratio = "", focus = { x: 0.5, y: 0.5 }, chosen = false, from_point = null;
  const free = () => ratio === "free";
  const canvas = el("canvas", { class: "shown" }), said = el("p", { role: "status" });
  const field = (name, list) => el("input", { name, list: list || null });
  const alt = field("alt"), caption = field("caption"), credit = field("credit", "credits");
  const credits = store.get("khobor-desk-credits") || [];
  const turned = () => {
    const c = el("canvas"), odd = turns % 2;
    const scale = Math.min(1, (LONGEST * 1.5) / Math.max(image.width, image.height));
    const w = Math.round(image.width * scale), h = Math.round(image.height * scale);
    [c.width, c.height] = odd ? [h, w] : [w, h];
    const to = c.getContext("2d");
    to.translate(c.width / 2, c.height / 2);
    to.rotate((turns * Math.PI) / 2);
    to.drawImage(image, -w / 2, -h / 2, w, h);
    return c;
  };
  /* The edges of a free cut, in percent: drawn with the pointer, or moved one by one */
  const edge = (name, text, value) => el("input", { type: "range", name, min: 0, max: 100, value, "data-name": text, input: () => show() });
  const edges = { left: edge("left", say("বাঁ ধার", "Left edge"), 0), right: edge("right", say("ডান ধার", "Right edge"), 100), top: edge("top", say("ওপরের ধার", "Upper edge"), 0), bottom: edge("bottom", say("নিচের ধার", "Lower edge"), 100) };
  const span = (a, b, whole) => {
    const from = Math.min(+a.value, +b.value, 95), to = Math.max(+a.value, +b.value, from + 5);
    return [(from / 100) * whole, ((to - from) / 100) * whole];
  };
  const part_of = (from) => {
    if (!free()) return cut(from.width, from.height, ratio, focus);
    const [x, w] = span(edges.left, edges.right, from.width), [y, h] = span(edges.top, edges.bottom, from.height);
    return { x, y, w, h };
  };
  const whole_again = () => { [edges.left.value, edges.right.value, edges.top.value, edges.bottom.value] = [0, 100, 0, 100]; };
  const draw = (most) => {
    const from = turned(), taken = part_of(from), shaded = free() && most !== LONGEST;
    const part = shaded ? { x: 0, y: 0, w: from.width, h: from.height } : taken;
    const scale = Math.min(1, most / Math.max(part.w, part.h)), c = most === LONGEST ? el("canvas") : canvas;
    c.width = Math.max(1, Math.round(part.w * scale));
    c.height = Math.max(1, Math.round(part.h * scale));
    const to = c.getContext("2d");
    // A JPEG has no glass: what is clear would be black.
    to.fillStyle = "#fff";
    to.fillRect(0, 0, c.width, c.height);
    to.drawImage(from, part.x, part.y, part.w, part.h, 0, 0, c.width, c.height);
    if (shaded) {
      const [x, y, w, h] = [taken.x, taken.y, taken.w, taken.h].map((n) => n * scale);
      to.fillStyle = "#000b";
      for (const box of [[0, 0, c.width, y], [0, y + h, c.width, c.height], [0, y, x, h], [x + w, y, c.width, h]]) to.fillRect(...box);
    }
    return c;
  };
  const show = () => draw(480);
  const point = (e) => {
    const box = canvas.getBoundingClientRect(), inside = (n) => Math.round(Math.min(Math.max(n, 0), 1) * 100);
    return [inside((e.clientX - box.left) / box.width), inside((e.clientY - box.top) / box.height)];
  };
  canvas.addEventListener("pointerdown", (e) => { if (free()) { from_point = point(e); canvas.setPointerCapture(e.pointerId); } });
  canvas.addEventListener("pointerup", () => { from_point = null; });
  canvas.addEventListener("pointermove", (e) => {
    if (!from_point) return;
    const [x, y] = point(e);
    [edges.left.value, edges.right.value, edges.top.value, edges.bottom.value] = [Math.min(x, from_point[0]), Math.max(x, from_point[0]), Math.min(y, from_point[1]), Math.max(y, from_point[1])];
    show();
  });
  canvas.addEventListener("click", (e) => {
    if (free()) return;
    const box = canvas.getBoundingClientRect(), from = turned(), part = cut(from.width, from.height, ratio, focus);
    focus = { x: (part.x + ((e.clientX - box.left) / box.width) * part.w) / from.width, y: (part.y + ((e.clientY - box.top) / box.height) * part.h) / from.height };
    chosen = true;
    said.textContent = say("কেন্দ্র ঠিক হয়েছে।", "The focus is set.");
    show();
  });
  const send = async (lead) => {
    said.textContent = say("পাঠানো হচ্ছে…", "Sending…");
    const plain = !turns && !ratio && file.size <= SMALL && Math.max(image.width, image.height) <= LONGEST && !/heic/i.test(file.name);
    const moving = file.type === "image/gif";
    const blob = plain || moving ? file : await new Promise((made) => draw(LONGEST).toBlob(made, "image/jpeg", 0.86));
    const { status, said: answer } = await ask("POST", `/api/picture?id=${encodeURIComponent(id)}&name=${encodeURIComponent(file.name || "chhobi.jpg")}`, blob);
    if (status !== 201) {
      said.textContent = answer.message || say("পাঠানো গেল না। আবার চেষ্টা করুন।", "It was not sent. Try again.");
      return;
    }
    if (credit.value.trim()) store.set("khobor-desk-credits", [credit.value.trim(), ...credits.filter((c) => c !== credit.value.trim())].slice(0, 20));
    const centre = chosen ? `${Math.round(focus.x * 100)}% ${Math.round(focus.y * 100)}%` : "";
    panel.remove();
    done({ name: answer.name, alt: alt.value.trim(), caption: caption.value.trim(), credit: credit.value.trim(), focus: ratio ? "" : centre, lead });
  };
  const labelled = (text, input) => el("label", null, el("span", null, text), input);
  const ratios = el("select", { "aria-label": say("আকার", "Shape"), change: () => { ratio = ratios.value; sliders.hidden = !free(); canvas.toggleAttribute("data-free", free()); show(); } }, ...RATIOS.map(([value, text]) => el("option", { value }, text)));
  const sliders = el("div", { class: "edges", hidden: true }, el("small", null, say("ছবির ওপর টেনে বা ধার সরিয়ে বেছে নিন।", "Draw on the picture, or move its edges.")), ...Object.values(edges).map((e) => labelled(e.dataset.name, e)));
  const panel = el("section", { class: "panel", "aria-label": say("ছবি", "Picture") }, canvas,
    el("p", null, el("small", null, say("যে জায়গা কাটা যাবে না, সেখানে চাপ দিন।", "Press where it must not be cut."))),
    el("div", { class: "row" }, button(say("ঘোরান", "Turn"), () => { turns = (turns + 1) % 4; focus = { x: 0.5, y: 0.5 }; chosen = false; whole_again(); show(); }), ratios), sliders,
    labelled(say("ছবিতে কী দেখা যাচ্ছে", "What is to be seen"), alt), labelled(say("ক্যাপশন", "Caption"), caption), labelled(say("ছবির সূত্র", "Credit"), credit),
    el("datalist", { id: "credits" }, ...credits.map((value) => el("option", { value }))), said,
    el("div", { class: "row" }, can_lead ? button(say("প্রধান ছবি", "Lead picture"), () => send(true), { class: "main" }) : null,
      button(say("লেখার ভেতরে", "In the text"), () => send(false)), button(say("থাক", "Cancel"), () => panel.remove())));
  find("#pictures").after(panel);
  show();
  panel.scrollIntoView({ block: "nearest" });
  alt.focus();
};

/* Pictures that the site has already; `done` gets the one that was taken and what is written about it */
const archive_panel = (id, can_lead, done) => {
  const what = say("শিরোনাম, বর্ণনা, ক্যাপশন, সূত্র বা ফাইলের নাম", "Headline, description, caption, credit or name of the file");
  const words = el("input", { type: "search", placeholder: what, "aria-label": what, input: () => { clearTimeout(soon); soon = setTimeout(look, 250); } });
  const shown = el("div", { class: "found" }), said = el("p", { role: "status" });
  let soon = 0, asked = 0;
  const image = (p) => el("img", { loading: "lazy", alt: p.alt || p.path, src: "/archive?path=" + encodeURIComponent(p.path) });
  const look = async () => {
    const turn = ++asked, { status, said: answer } = await ask("GET", "/api/pictures?q=" + encodeURIComponent(words.value));
    if (turn !== asked) return;
    const found = status === 200 ? answer.pictures : [];
    said.textContent = found.length ? "" : say("এমন ছবি নেই।", "There is no such picture.");
    shown.replaceChildren(...found.map((p) => {
      const b = button("", () => choose(p), { class: "picture", title: [p.title, p.caption, p.path].filter(Boolean).join(" · ") });
      b.append(image(p));
      return b;
    }));
  };
  const choose = (p) => {
    const field = (name) => el("input", { name, value: p[name] }), alt = field("alt"), caption = field("caption"), credit = field("credit");
    const labelled = (text, input) => el("label", null, el("span", null, text), input);
    const take = async (lead) => {
      const { status, said: answer } = await ask("POST", "/api/take?id=" + encodeURIComponent(id), { path: p.path });
      if (status !== 201) { said.textContent = answer.message || say("নেওয়া গেল না। আবার চেষ্টা করুন।", "It was not taken. Try again."); return; }
      panel.remove();
      done({ name: answer.name, shown: answer.shown, alt: alt.value.trim(), caption: caption.value.trim(), credit: credit.value.trim(), focus: "", lead });
    };
    shown.replaceChildren(el("div", null, image(p), labelled(say("ছবিতে কী দেখা যাচ্ছে", "What is to be seen"), alt), labelled(say("ক্যাপশন", "Caption"), caption), labelled(say("ছবির সূত্র", "Credit"), credit),
      el("div", { class: "row" }, can_lead ? button(say("প্রধান ছবি", "Lead picture"), () => take(true), { class: "main" }) : null, button(say("লেখার ভেতরে", "In the text"), () => take(false)))));
    alt.focus();
  };
  const panel = el("section", { class: "panel archive", "aria-label": say("আগের ছবি", "Earlier pictures") }, words, said, shown, el("div", { class: "row" }, button(say("থাক", "Cancel"), () => panel.remove())));
  find("#pictures").after(panel);
  panel.scrollIntoView({ block: "nearest" });
  words.focus();
  look();
};
