/* The writing screen: what is typed is in the browser at once and at the desk a second after a pause. An answer to a save never
   changes a field. Without this script the form writes and keeps too. */
const form = find("#write");

/* A publication on its way */
const job = find("#job");
if (job && /waiting|building|sending/.test(job.dataset.step)) {
  const STEPS = { waiting: say("অপেক্ষায়…", "Waiting…"), building: say("তৈরি হচ্ছে…", "Building…"), sending: say("পাঠানো হচ্ছে…", "Sending…") };
  const look = async () => {
    const { status, said } = await ask("GET", "/api/job");
    if (status === 200 && !STEPS[said.step]) return location.reload();
    if (status === 200) job.replaceChildren(el("p", null, STEPS[said.step] + (said.of ? ` ${digits(said.done)}/${digits(said.of)}` : "")), said.of ? el("progress", { max: said.of, value: said.done }) : el("progress"));
    setTimeout(look, 400);
  };
  look();
}

/* Comments: a press of a key decides of the one in sight */
if (doc.body.classList.contains("comments")) {
  const list = all(".comments > li");
  const pending = find(".comments > .pending");
  if (pending) pending.focus();
  doc.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName)) return;
    const item = e.target.closest && e.target.closest(".comments > li"), at = list.indexOf(item);
    const verb = { a: "approve", r: "reject", s: "spam" }[e.key];
    const go = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[e.key];
    if (e.key === "u") find(".undo button").click();
    else if (go && list[at + go]) { e.preventDefault(); list[at + go].focus(); }
    else if (verb && item) { const press = find(`button[value=${verb}]`, item); if (press) press.click(); }
  });
}

if (form) {
  const id = form.dataset.id, key = "khobor-desk:" + id, at = "?id=" + encodeURIComponent(id);
  const body = find("[name=body]"), source = find("[name=source]"), saved = find("#saved"), frame = find("#page"), aside = find("aside.page");
  const fields = all("textarea[name],input[name],select[name]", form).filter((e) => e.type !== "hidden" && e !== body && e !== source);
  const field = (name) => find(`[name="${name}"]`, form);
  const preview = body_data.preview;
  let after = field("after").value, line = +form.dataset.line, timer = 0, first = 0, busy = false, wait = 1000, down = false, kept_busy = false, settling = false;
  /* What was sent without an answer: it may have come to the desk */
  let doubts = [];
  const SAVED = say("লেখা জমা আছে, এখনো রাখা হয়নি", "Saved, not kept yet");

  const snapshot = () => (source ? { source: source.value } : {
    fields: Object.fromEntries(fields.map((e) => [e.name, e.type === "checkbox" ? (e.checked ? "on" : "") : e.value])), body: body.value,
  });
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
  const put = (snap) => {
    if (source) { source.value = snap.source || source.value; return; }
    for (const e of fields) {
      const value = (snap.fields || {})[e.name];
      if (value === undefined) continue;
      if (e.type === "checkbox") e.checked = !!value;
      else if (e.value !== value) e.value = value;
    }
    if (snap.body !== undefined && body.value !== snap.body) body.value = snap.body;
    grow();
  };
  let acked = snapshot();

  /* Headlines grow with their text, where the browser cannot do it by itself */
  const grow = () => {
    if (CSS.supports("field-sizing", "content")) return;
    for (const e of all("textarea", form)) { e.style.height = "auto"; e.style.height = e.scrollHeight + 2 + "px"; }
  };

  const status = (text, kind) => { saved.textContent = text; saved.className = kind || ""; };

  /* Findings: a press goes to the place */
  const jump = (fault) => {
    const to = fault.field && (field(fault.field) || source);
    const e = fault.field === "body" || (!to && fault.line !== null) ? body || source : to;
    if (!e) return;
    const inside = e.closest("details");
    if (inside) inside.open = true;
    e.focus();
    if (e !== body || fault.line === null) return;
    const lines = body.value.split("\n"), start = lines.slice(0, fault.line).reduce((n, l) => n + l.length + 1, 0);
    const there = fault.word ? (lines[fault.line] || "").indexOf(fault.word) : -1;
    const from = start + Math.max(0, there), to_end = there >= 0 ? from + fault.word.length : start + (lines[fault.line] || "").length;
    body.setSelectionRange(from, to_end);
    body.scrollTop = (body.scrollHeight * fault.line) / Math.max(1, lines.length) - body.clientHeight / 2;
    follow();
  };
  const report = (said) => {
    if (said.words) find("#count").textContent = `${said.words} ${say("শব্দ", "words")} · ${said.minutes} ${say("মিনিট", "min")}`;
    if (said.faults) find("#findings").replaceChildren(...said.faults.map((fault) => el("li", { class: fault.severity }, button(fault.message, () => jump(fault)), fault.help ? el("small", null, fault.help) : null)));
    if (said.new_tags && field("tags")) {
      const label = field("tags").closest("label"), hint = find("small", label) || label.appendChild(el("small", { role: "status" }));
      hint.textContent = said.new_tags.length ? say("নতুন ট্যাগ? ", "A new tag? ") + said.new_tags.join(", ") : "";
    }
    if (said.commit !== undefined && !find("#commit-fault")) notice("commit", ...(said.commit ? [el("p", { class: "bad" }, said.commit)] : []));
    if (said.there === false && !find("[data-notice=gone], #notes form")) notice("gone", el("p", null, say("ফাইলটি সরানো হয়েছে। আপনার লেখা এখানে আছে।", "The file was taken away. Your text is here.")), button(say("কী করা যায়", "What can be done"), async () => { if (await flush()) location.reload(); }));
    if (said.page && frame && !frame.getAttribute("src")) { frame.src = preview + said.page; aside.hidden = false; }
  };

  /* The way to the desk: one save at a time, each over the state that the last one gave */
  const remember = () => { if (!store.set(key, { snap: snapshot(), after })) status(say("এই ব্রাউজারে জায়গা নেই", "No room in this browser"), "bad"); };
  const schedule = () => {
    if (down) return;
    const now = Date.now();
    first = first || now;
    clearTimeout(timer);
    timer = setTimeout(send, Math.max(0, Math.min(300, first + 1000 - now)));
  };
  const offline = (why) => {
    status(why || say("সংযোগ নেই: লেখা এই যন্ত্রে আছে", "No connection: the text is on this machine"), "bad");
    clearTimeout(timer);
    timer = setTimeout(send, wait);
    down = true;
    wait = Math.min(wait * 2, 60000);
  };
  const send = async () => {
    clearTimeout(timer);
    if (busy || settling) return;
    const snap = snapshot();
    first = 0;
    if (same(snap, acked)) { store.drop(key); return; }
    busy = true;
    status(say("লেখা যাচ্ছে…", "Saving…"));
    const { status: code, said } = await ask("PUT", "/api/copy" + at, Object.assign({ after }, snap));
    busy = down = false;
    if (code === 200) {
      wait = 1000;
      doubts = [];
      after = said.after;
      field("after").value = after;
      acked = snap;
      report(said);
      if (same(snapshot(), acked)) {
        store.drop(key);
        status(said.copy ? SAVED : say("রাখা আছে", "Kept"));
      } else schedule();
    } else if (code === 0 || code >= 500) { doubts.push(snap); offline(said.message); }
    else if (code === 409) settle();
    else if (code === 410 && said.moved) gone(said);
    else status(said.message || say("লেখা গেল না; এই যন্ত্রে আছে", "Not saved; it is on this machine"), "bad");
  };
  const flush = async () => {
    for (let n = 0; n < 40 && (busy || !same(snapshot(), acked)); n++) {
      await send();
      if (busy || settling) await new Promise((done) => setTimeout(done, 100));
      if (settling || saved.className === "bad") break;
    }
    return same(snapshot(), acked);
  };

  /* Two texts of one story: both are shown, nothing is thrown away */
  const settle = async () => {
    if (source) return location.reload();
    settling = true;
    const failed = (code, said) => { settling = false; if (code === 0 || code >= 500) offline(said.message); else status(said.message, "bad"); };
    const { status: there, said: now } = await ask("GET", "/api/story" + at);
    if (there !== 200) return failed(there, now);
    // What is there is what this window has sent: only the answer was lost, or another window has kept it.
    const own = now.fields && [acked, ...doubts].find((snap) => !differs(now, snap));
    if (own) {
      [after, acked, doubts, settling] = [now.after, own, [], false];
      field("after").value = after;
      status(now.copy ? SAVED : say("রাখা আছে", "Kept"));
      return send();
    }
    const mine = snapshot(), { status: code, said } = await ask("POST", "/api/merge" + at, { was: acked, mine });
    if (code !== 200) return failed(code, said);
    const why = say("অন্য জানালায় বা অন্য কেউ এর মধ্যে লিখেছেন।", "Another window or person has written meanwhile.");
    if (said.pieces.some((piece) => piece.text === undefined)) choose(said, why);
    else join(said, mine, why);
  };
  /* Where nobody has changed the same place there is nothing to choose */
  const join = async ({ after: over, pieces }, mine, why) => {
    const { status: code, said } = await ask("PUT", "/api/copy" + at, { after: over, source: pieces.map((piece) => piece.text).join("") });
    settling = false;
    if (code === 409) return settle();
    if (code !== 200) return offline(said.message);
    notice("merged", el("p", null, why + " " + say("দুটোই একসঙ্গে রাখা হয়েছে।", "Both were put together.")), button(say("ঠিক আছে", "All right"), () => notice("merged")));
    acked = mine;
    // What was typed since is put together with it by the next save, which is late.
    if (!same(snapshot(), mine)) return schedule();
    const caret = body.selectionStart;
    put(said);
    body.setSelectionRange(caret, caret);
    [after, acked, doubts] = [said.after, snapshot(), []];
    field("after").value = after;
    store.drop(key);
    report(said);
    status(SAVED);
  };
  const gone = ({ moved, message }) => {
    store.set("khobor-desk:" + moved, { snap: snapshot() });
    status(message, "bad");
    notice("gone", el("p", null, message + " " + moved), el("a", { href: "/write?id=" + encodeURIComponent(moved) }, say("সেখানে যান: আপনার লেখা সেখানে দেখানো হবে", "Go there: your text will be offered")));
  };
  const choose = ({ after: over, rebase, pieces }, why) => {
    settling = true;
    status(say("দুই রকম লেখা আছে: বেছে নিন", "There are two texts: choose"), "bad");
    const mine = snapshot(), box = el("div", { class: "conflict" });
    const parts = pieces.map((piece, n) => {
      if (piece.text !== undefined) {
        box.append(el("p", { class: "agreed" }, piece.text.trim().slice(0, 200)));
        return () => piece.text;
      }
      const option = (side, title, text, on) => el("label", { class: "side" }, el("span", null, el("input", { type: "radio", name: "piece" + n, value: side, checked: on }), " " + title), el("pre", null, text.trim() || say("(কিছু নেই)", "(nothing)")));
      const row = el("div", { class: "sides" }, option("mine", say("আমার", "Mine"), piece.mine, true), option("theirs", say("অন্যের", "The other's"), piece.theirs, false), option("both", say("দুটোই", "Both"), piece.mine.trim() + "\n\n" + piece.theirs.trim(), false));
      box.append(row);
      return () => {
        const side = find("input:checked", row).value;
        return side === "mine" ? piece.mine : side === "theirs" ? piece.theirs : piece.mine.replace(/\n*$/, "\n\n") + piece.theirs;
      };
    });
    const take = async () => {
      const { status: code, said } = await ask("PUT", "/api/copy" + at, { after: over, rebase, source: parts.map((part) => part()).join("") });
      if (code === 200) {
        // What was typed after the choice began is offered again when the page is back.
        if (same(mine, snapshot())) store.drop(key);
        acked = snapshot();
        location.reload();
      } else if (code === 409) { settling = false; notice("conflict"); if (rebase) keep(); else settle(); }
      else find(".why", box.parentNode).textContent = said.message || say("সংযোগ নেই", "No connection");
    };
    remember();
    notice("conflict", el("p", { class: "why" }, why), box, button(say("এভাবে নিন", "Take it so"), take, { class: "main" }));
  };

  const keep = async () => {
    if (kept_busy) return;
    kept_busy = true;
    try {
      if (!(await flush())) return;
      const snap = snapshot();
      const { status: code, said } = await ask("POST", "/api/keep" + at, { after });
      if (code === 200) {
        after = said.after;
        field("after").value = after;
        notice("keep");
        report(said);
        const now = source ? null : { fields: said.fields, body: said.body };
        if (now && same(snapshot(), snap) && differs(now, snap)) {
          put(now);
          acked = snapshot();
          notice("keep", el("p", null, say("অন্যের বদলসহ রাখা হয়েছে।", "Kept, together with another's changes.")));
        }
        store.drop(key);
        status(say("রাখা হয়েছে", "Kept"), "good");
        return true;
      }
      if (code === 409 && said.pieces) choose(said, say("ফাইলটি এর মধ্যে অন্য কেউ বদলেছেন।", "Somebody else has changed the file meanwhile."));
      else if (code === 409) settle();
      else if (code === 410) location.reload();
      else {
        status(said.message || say("রাখা গেল না", "Not kept"), "bad");
        notice("keep", el("p", null, said.message || say("সংযোগ নেই: লেখা এই যন্ত্রে আছে।", "No connection: the text is on this machine.")), el("ul", { class: "findings" }, ...(said.faults || []).map((f) => el("li", { class: f.severity }, (f.place && f.place.line ? digits(f.place.line) + ": " : "") + f.message))));
      }
    } finally { kept_busy = false; }
  };
  const trimmed = (text) => (text || "").replace(/\s+/g, " ").replace(/ ?[,;] ?/g, ", ").trim();
  const differs = (now, snap) => now.body.trim() !== snap.body.trim() || Object.keys(snap.fields).some((k) => now.fields[k] !== undefined && trimmed(now.fields[k]) !== trimmed(snap.fields[k]));

  form.addEventListener("input", (e) => {
    if (e.target.name === "after") return;
    remember();
    schedule();
    grow();
    if (e.target.name === "summary") count_summary();
  });
  form.addEventListener("submit", async (e) => {
    e.preventDefault();
    if (e.submitter && e.submitter.value === "publish") {
      if (await flush()) location.assign("/publish" + at);
    } else keep();
  });
  doc.addEventListener("keydown", (e) => {
    if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === "s") { e.preventDefault(); keep(); }
    if (e.target === body && (e.ctrlKey || e.metaKey) && e.key.toLowerCase() === "b") { e.preventDefault(); wrap("**", "**"); }
  });
  addEventListener("online", () => { [wait, down] = [1000, false]; send(); });
  addEventListener("pagehide", () => { if (!same(snapshot(), acked)) remember(); });

  const graphemes = (text) => (self.Intl && Intl.Segmenter ? Array.from(new Intl.Segmenter("bn").segment(text)).length : text.length);
  const count_summary = () => {
    const n = graphemes(field("summary").value.trim()), out = find("#summary-count");
    out.textContent = `${digits(n)}/${digits(200)}`;
    out.className = n > 200 ? "bad" : "";
  };

  /* The bar of buttons */
  const wrap = (before, behind) => {
    const from = body.selectionStart, inner = body.value.slice(from, body.selectionEnd);
    insert(body, before + inner + behind);
    if (!inner) body.setSelectionRange(from + before.length, from + before.length);
  };
  const lines = (mark) => {
    const value = body.value, from = value.lastIndexOf("\n", body.selectionStart - 1) + 1;
    let to = value.indexOf("\n", body.selectionEnd);
    if (to < 0) to = value.length;
    body.setSelectionRange(from, to);
    insert(body, value.slice(from, to).split("\n").map((l) => (l.startsWith(mark) ? l.slice(mark.length) : mark + l)).join("\n"));
  };
  const block = (text) => {
    const value = body.value, end = body.selectionEnd, rest = value.slice(0, end);
    body.setSelectionRange(end, end);
    insert(body, (rest && !rest.endsWith("\n\n") ? (rest.endsWith("\n") ? "\n" : "\n\n") : "") + text + (value.slice(end).startsWith("\n") ? "" : "\n"));
  };
  const footnote = () => {
    const n = digits((body.value.match(/\[\^[^\]]+\]:/g) || []).length + 1), mark = `[^${n}]`;
    insert(body, mark);
    body.setSelectionRange(body.value.length, body.value.length);
    insert(body, `\n\n${mark}: `);
  };
  const link = () => {
    const to = prompt(say("ঠিকানা", "Address"), "https://");
    if (to && to !== "https://") wrap("[", `](${to.replace(/[\s()]/g, encodeURIComponent)})`);
  };
  const picker = el("input", { type: "file", accept: "image/*", multiple: true, hidden: true, "aria-label": say("ছবি", "Picture"), change: () => { take_files(picker.files); picker.value = ""; } });
  const tools = find("#tools");
  const TOOLS = [
    [say("মোটা", "Bold"), () => wrap("**", "**")], [say("উপশিরোনাম", "Heading"), () => lines("## ")], [say("উদ্ধৃতি", "Quote"), () => lines("> ")],
    [say("তালিকা", "List"), () => lines("- ")], [say("লিংক", "Link"), link], [say("ছবি", "Picture"), () => picker.click()],
    [say("আগের ছবি", "Earlier picture"), () => archive_panel(id, !!field("image"), placed)],
    [say("তথ্যবক্স", "Box"), () => block(`{% <factbox title="${say("একনজরে", "At a glance")}"> %}\n\n{% </factbox> %}`)],
    [say("আরও পড়ুন", "Read on"), () => block('{{<related path="" />}}')],
    [say("টেবিল", "Table"), () => block("|  |  |\n| --- | --- |\n|  |  |")], [say("পাদটীকা", "Footnote"), footnote],
  ];
  if (tools && body) {
    tools.hidden = false;
    tools.append(...TOOLS.map(([text, press]) => button(text, press)), picker);
  }

  /* Pictures: chosen, dropped, pasted; a press on one that is there puts it into the text */
  const figure = (p) => {
    const quoted = (text) => text.replace(/["\\]/g, (c) => (c === '"' ? "”" : "/"));
    const args = ["src", "alt", "caption", "credit"].map((k) => [k, k === "src" ? p.name : p[k]]).filter(([, v]) => v).map(([k, v]) => `${k}="${quoted(v)}"`);
    block(`{{<figure ${args.join(" ")} />}}`);
  };
  const placed = (p) => {
    if (p.lead && field("image")) {
      for (const [name, value] of [["image", p.name], ["image_alt", p.alt], ["image_caption", p.caption], ["image_credit", p.credit], ["image_focus", p.focus]]) field(name).value = value;
      remember();
      schedule();
    } else figure(p);
    thumb(p.name, p.shown);
  };
  const thumb = (name, shown) => {
    if (all("#pictures .picture").some((b) => b.dataset.name === name)) return;
    const image = el("img", { alt: name, src: shown ? `/archive?path=${encodeURIComponent(shown)}` : `/picture${at}&name=${encodeURIComponent(name)}` });
    find("#pictures").append(button("", () => figure({ name }), { class: "picture", "data-name": name }));
    find("#pictures").lastChild.append(image);
  };
  const take_files = async (files) => {
    for (const file of Array.from(files)) await picture_panel(file, id, !!field("image"), placed);
  };
  all("#pictures .picture").forEach((b) => b.addEventListener("click", () => figure({ name: b.dataset.name })));
  doc.addEventListener("dragover", (e) => { if (e.dataTransfer && Array.from(e.dataTransfer.types).includes("Files")) e.preventDefault(); });
  doc.addEventListener("drop", (e) => { if (e.dataTransfer && e.dataTransfer.files.length) { e.preventDefault(); take_files(e.dataTransfer.files); } });
  form.addEventListener("paste", (e) => {
    const files = e.clipboardData ? Array.from(e.clipboardData.files) : [];
    if (files.length && !e.clipboardData.getData("text/plain")) { e.preventDefault(); take_files(files); } else pasted(e);
  });

  /* The page beside follows the caret */
  let followed = "", soon = 0;
  const follow = () => {
    if (!frame || !frame.contentWindow || !body) return;
    const value = body.value, caret = body.selectionStart, from = value.lastIndexOf("\n\n", Math.max(0, caret - 1)) + 1;
    let to = value.indexOf("\n\n", caret);
    if (to < 0) to = value.length;
    const words = value.slice(from, to).replace(/\]\([^)]*\)/g, "").replace(/\[\^[^\]]*\]/g, "").replace(/\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g, "").trim().slice(0, 200);
    if (!words || words === followed) return;
    followed = words;
    frame.contentWindow.postMessage({ words }, preview);
  };
  doc.addEventListener("selectionchange", () => { clearTimeout(soon); soon = setTimeout(() => { if (doc.activeElement === body) follow(); }, 150); });
  let wide = +(store.get("khobor-desk-width") || 390);
  const fit = () => {
    if (!frame) return;
    const room = aside.clientWidth || wide, scale = Math.min(1, room / wide);
    frame.style.width = wide + "px";
    frame.style.height = (innerHeight - 110) / scale + "px";
    frame.style.transform = `scale(${scale})`;
    all("[data-width]", aside).forEach((b) => b.setAttribute("aria-pressed", +b.dataset.width === wide));
  };
  if (aside) {
    all("[data-width]", aside).forEach((b) => b.addEventListener("click", () => { wide = +b.dataset.width; store.set("khobor-desk-width", wide); fit(); }));
    addEventListener("resize", fit);
    const look = find("#look");
    look.hidden = false;
    look.setAttribute("aria-pressed", "false");
    look.addEventListener("click", () => {
      const on = doc.body.classList.toggle("looking");
      look.setAttribute("aria-pressed", on);
      look.textContent = on ? say("লেখা", "Text") : say("পাঠকের চোখে", "As readers see it");
      fit();
    });
    fit();
  }

  /* What this browser has and the desk has not is offered, never put in by itself */
  const mine = store.get(key);
  if (mine && mine.snap && !same(mine.snap, acked)) {
    const text = mine.snap.source || mine.snap.body || "";
    notice("local", el("p", null, say("এই যন্ত্রে এমন লেখা আছে যা জমা হয়নি:", "This machine has a text that was not saved:")),
      el("pre", null, text.slice(0, 1200)),
      button(say("এটি নিন", "Take it"), () => { put(mine.snap); notice("local"); schedule(); }, { class: "main" }),
      button(say("ফেলে দিন", "Throw it away"), () => { store.drop(key); notice("local"); }));
  }
  if (find("#summary-count")) count_summary();
  grow();
  ask("GET", "/api/story" + at).then(({ status: code, said }) => { if (code === 200) report(said); });
}
