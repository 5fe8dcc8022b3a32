/* Pictures: turned, cut and shrunk here, so that no phone sends twelve megabytes; cleaned by the desk when they arrive. */
const LONGEST = 2400, SMALL = 400000;
const RATIOS = [["", say("পুরো ছবি", "Whole picture")], ["16:9", digits("16:9")], ["4:3", digits("4:3")], ["1:1", digits("1:1")]];

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
  let turns = 0, ratio = "", focus = { x: 0.5, y: 0.5 }, chosen = false;
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
  const draw = (most) => {
    const from = turned(), part = cut(from.width, from.height, ratio, focus);
    const scale = Math.min(1, most / Math.max(part.w, part.h)), c = most === LONGEST ? el("canvas") : canvas;
    c.width = Math.max(1, Math.round(part.w * scale));
    c.height = Math.max(1, Math.round(part.h * scale));
    const to = c.getContext("2d");
    // A JPEG has no glass: what is clear would be black.
    to.fillStyle = "#fff";
    to.fillRect(0, 0, c.width, c.height);
    to.drawImage(from, part.x, part.y, part.w, part.h, 0, 0, c.width, c.height);
    return c;
  };
  const show = () => draw(480);
  canvas.addEventListener("click", (e) => {
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
  const ratios = el("select", { "aria-label": say("আকার", "Shape"), change: () => { ratio = ratios.value; show(); } }, ...RATIOS.map(([value, text]) => el("option", { value }, text)));
  const panel = el("section", { class: "panel", "aria-label": say("ছবি", "Picture") }, canvas,
    el("p", null, el("small", null, say("যে জায়গা কাটা যাবে না, সেখানে চাপ দিন।", "Press where it must not be cut."))),
    el("div", { class: "row" }, button(say("ঘোরান", "Turn"), () => { turns = (turns + 1) % 4; focus = { x: 0.5, y: 0.5 }; chosen = false; show(); }), ratios),
    labelled(say("ছবিতে কী দেখা যাচ্ছে", "What is to be seen"), alt), labelled(say("ক্যাপশন", "Caption"), caption), labelled(say("ছবির সূত্র", "Credit"), credit),
    el("datalist", { id: "credits" }, ...credits.map((value) => el("option", { value }))), said,
    el("div", { class: "row" }, can_lead ? button(say("প্রধান ছবি", "Lead picture"), () => send(true), { class: "main" }) : null,
      button(say("লেখার ভেতরে", "In the text"), () => send(false)), button(say("থাক", "Cancel"), () => panel.remove())));
  find("#pictures").after(panel);
  show();
  panel.scrollIntoView({ block: "nearest" });
  alt.focus();
};
