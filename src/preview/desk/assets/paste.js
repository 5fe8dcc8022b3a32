/* Pasted pages of Word and Docs become Markdown: paragraphs, bold, links, headings, lists, tables; the rest is dropped. */
const BLOCKS = /^(address|article|aside|blockquote|body|div|dd|dl|dt|figure|footer|h[1-6]|header|hr|li|main|ol|p|pre|section|table|tr|ul)$/;
const markdown = (html) => {
  // The policy of this page holds in there too: styles are read and never applied, handlers never run and need not be reported.
  const bare = html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/\sstyle=/gi, " data-style=").replace(/[\s"'\/]on\w+\s*=/gi, " data-on=");
  const page = new DOMParser().parseFromString(bare, "text/html");
  const styled = (e, what) => what.test(e.dataset.style || "");
  all("style,script,template,title,head meta,o\\:p", page).forEach((e) => e.remove());
  const space = (text) => text.replace(/[\u00a0\s]+/g, " ");
  const is_bold = (e) => /^(b|strong)$/.test(e.localName) ? !styled(e, /font-weight:\s*(normal|400)/i) : styled(e, /font-weight:\s*(bold|[6-9]00)/i);
  const is_slanted = (e) => /^(i|em)$/.test(e.localName) || styled(e, /font-style:\s*italic/i);
  const marked = (text, mark) => {
    const inner = text.trim();
    return inner ? text.match(/^\s*/)[0] + mark + inner + mark + text.match(/\s*$/)[0] : text;
  };
  const inline = (node) => {
    if (node.nodeType === 3) return space(node.data);
    if (node.nodeType !== 1) return "";
    if (node.localName === "br") return "\n";
    if (node.localName === "img") return "";
    let text = Array.from(node.childNodes, inline).join("");
    const heading = /^h[1-6]$/.test(node.localName);
    if (is_bold(node) && !heading && !BLOCKS.test(node.localName)) text = marked(text, "**");
    else if (is_slanted(node) && !BLOCKS.test(node.localName)) text = marked(text, "*");
    const to = node.localName === "a" && node.getAttribute("href");
    if (to && /^https?:/i.test(to) && text.trim()) text = `[${text.trim()}](${to.replace(/[\s()]/g, encodeURIComponent)})`;
    return text;
  };
  const has_blocks = (node) => Array.from(node.children).some((e) => BLOCKS.test(e.localName) || has_blocks(e));
  const table = (node) => {
    const rows = all("tr", node).map((row) => Array.from(row.cells, (cell) => space(inline(cell)).trim().replace(/\|/g, "\\|")));
    const wide = Math.max(0, ...rows.map((row) => row.length));
    if (!wide) return "";
    const line = (row) => "| " + Array.from({ length: wide }, (_, i) => row[i] || "").join(" | ") + " |";
    return [line(rows[0]), "|" + " --- |".repeat(wide), ...rows.slice(1).map(line)].join("\n");
  };
  const list = (node, depth) => {
    let n = 0;
    return Array.from(node.children).map((item) => {
      if (/^[ou]l$/.test(item.localName)) return list(item, depth + 1);
      const inner = Array.from(item.childNodes).filter((e) => !/^[ou]l$/.test(e.localName)).map(inline).join("");
      const mark = node.localName === "ol" ? `${++n}. ` : "- ";
      const own = inner.trim() ? "   ".repeat(depth) + mark + space(inner).trim() : "";
      return [own, ...all(":scope > ul, :scope > ol", item).map((e) => list(e, depth + 1))].filter(Boolean).join("\n");
    }).filter(Boolean).join("\n");
  };
  const blocks = (node, out) => {
    let run = "";
    const flush = () => {
      const text = run.split("\n").map((line) => line.trim()).join("\n").trim();
      if (text) out.push(text);
      run = "";
    };
    for (const child of node.childNodes) {
      const name = child.nodeType === 1 ? child.localName : "";
      if (!BLOCKS.test(name) && !(child.nodeType === 1 && has_blocks(child))) { run += inline(child); continue; }
      flush();
      if (/^h[1-6]$/.test(name)) {
        const text = space(inline(child)).replace(/\*\*/g, "").trim();
        if (text) out.push("#".repeat(Math.max(2, +name[1])) + " " + text);
      } else if (/^[ou]l$/.test(name)) out.push(list(child, 0));
      else if (name === "table") out.push(table(child));
      else if (name === "blockquote") {
        const inner = [];
        blocks(child, inner);
        out.push(inner.join("\n\n").replace(/^/gm, "> "));
      } else blocks(child, out);
    }
    flush();
    return out;
  };
  return blocks(page.body, []).filter(Boolean).join("\n\n");
};

/* Something richer than one paragraph of plain words */
const is_rich = (html) => /<(b|strong|i|em|a|h[1-6]|ul|ol|table|blockquote)[\s>]|font-weight:\s*(bold|[6-9]00)|<p[\s>][\s\S]*<p[\s>]/i.test(html);

/* Bijoy has no letter of its own: what looks like it is offered in Unicode */
const offer_unicode = async (field, text) => {
  if (/[\u0980-\u09ff]/.test(text) || !/[^\s\d]/.test(text)) return;
  const { status, said } = await ask("POST", "/api/paste", { text });
  if (status !== 200 || !said.unicode) return;
  const take = () => {
    const at = field.value.indexOf(text);
    if (at >= 0) {
      field.setSelectionRange(at, at + text.length);
      insert(field, said.unicode);
    }
    notice("bijoy");
  };
  notice("bijoy", el("p", null, say("বিজয়ের লেখা মনে হচ্ছে: ", "This looks like Bijoy text: "), el("q", null, said.unicode.slice(0, 80))),
    button(say("ইউনিকোডে নিন", "Take it in Unicode"), take), button(say("যেমন আছে থাক", "Leave it"), () => notice("bijoy")));
};
const pasted = (event) => {
  const field = event.target, data = event.clipboardData;
  if (!data || !/^(TEXTAREA|INPUT)$/.test(field.tagName)) return;
  const text = data.getData("text/plain"), html = data.getData("text/html");
  if (field.name === "body" && html && is_rich(html)) {
    const rich = markdown(html);
    if (rich) {
      event.preventDefault();
      const before = field.value.slice(0, field.selectionStart);
      const apart = !before || before.endsWith("\n\n") || !/\n/.test(rich) ? "" : before.endsWith("\n") ? "\n" : "\n\n";
      insert(field, apart + rich);
      return;
    }
  }
  if (text) setTimeout(() => offer_unicode(field, text.replace(/\r\n?/g, "\n")), 0);
};
