/* What all parts of the desk's script stand on. Text from files, readers and the server goes in as text, never as markup. */
const body_data = doc.body.dataset, bn = body_data.lang === "bn";
const say = (b, e) => (bn ? b : e);
const digits = (n) => String(n).replace(/\d/g, (d) => (bn ? String.fromCharCode(0x9e6 + +d) : d));
const find = (what, where) => (where || doc).querySelector(what);
const all = (what, where) => Array.from((where || doc).querySelectorAll(what));

/* An element: its attributes and listeners, then what stands inside */
const el = (name, given, ...inside) => {
  const e = doc.createElement(name);
  for (const [key, value] of Object.entries(given || {})) {
    if (typeof value === "function") e.addEventListener(key, value);
    else if (value === true) e.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) e.setAttribute(key, value);
  }
  e.append(...inside.filter((x) => x !== null && x !== undefined));
  return e;
};
const button = (text, press, given) => el("button", Object.assign({ type: "button", click: press }, given), text);

/* Asks the desk; the status with what it says, or status 0 without a connection */
const ask = async (method, path, sent, more) => {
  try {
    const raw = sent instanceof Blob;
    const headers = Object.assign({ "khobor-desk": "1" }, raw ? {} : { "content-type": "application/json" });
    const answer = await fetch(path, Object.assign({ method, headers, body: sent === undefined ? undefined : raw ? sent : JSON.stringify(sent) }, more));
    let said = {};
    try { said = await answer.json(); } catch (e) { said = {}; }
    return { status: answer.status, said };
  } catch (e) {
    return { status: 0, said: {} };
  }
};

/* Notices stick below the bar until they are taken away */
const notices = find("#notes");
const notice = (name, ...inside) => {
  if (!notices) return null;
  const old = find(`[data-notice="${name}"]`, notices);
  if (old) old.remove();
  if (!inside.length) return null;
  const box = el("div", { class: "notice", "data-notice": name }, ...inside);
  notices.append(box);
  return box;
};

/* What a person has typed stays undoable */
const insert = (field, text) => {
  field.focus();
  if (!doc.execCommand("insertText", false, text)) {
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
};
const store = {
  get: (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch (e) { return null; } },
  set: (key, value) => { try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch (e) { return false; } },
  drop: (key) => { try { localStorage.removeItem(key); } catch (e) { return; } },
};
