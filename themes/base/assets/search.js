// khobor's search in the reader's browser: src/search and src/bengali/{fold,stem,search}.rs again, step by step; tables come
// from the index (rules.bin). Index text becomes text nodes only. What the page must hold: src/search/mod.rs.

const VERSION = 1, BLOCK = 16, DAY_STEP = 64, LEVELS = [50, 95, 138, 175];
const HASANTA = "\u09CD", NUKTA = "\u09BC", BENGALI = /[\u0980-\u09E3\u09F0\u09F1\u09FC\u09FE]/;

async function unpack(bytes) {
	try {
		const flate = new DecompressionStream("deflate-raw"), into = flate.writable.getWriter(), pass = () => {};
		into.write(bytes).catch(pass);
		into.close().catch(pass);
		return new Uint8Array(await new Response(flate.readable).arrayBuffer());
	} catch {
		return null;
	}
}

const fetcher = (base) => async (path) => {
	for (const cache of ["no-cache", "force-cache"]) try {
		const answer = await fetch(base + path, { cache });
		return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : null;
	} catch {}
	return null;
};

class Reader {
	constructor(bytes, signs) { Object.assign(this, { bytes, signs, at: 0 }); }
	byte() {
		if (this.at >= this.bytes.length) throw 0;
		return this.bytes[this.at++];
	}
	number() {
		let number = 0, scale = 1;
		for (let n = 0; n < 7; n++) {
			const byte = this.byte();
			number += (byte & 127) * scale;
			if (byte < 128) return number;
			scale *= 128;
		}
		throw 0;
	}
	skip(length) { if ((this.at += length) > this.bytes.length) throw 0; }
	take(length) {
		this.skip(length);
		return this.bytes.subarray(this.at - length, this.at);
	}
	// A letter a byte; any other character is still behind its escape.
	raw() {
		let out = "";
		for (const byte of this.take(this.number())) out += this.signs[byte];
		return out;
	}
	plain(raw) {
		return raw.replace(/\x01([\u0980-\u09FF]*[^])/g, (_, code) => String.fromCodePoint([...code].reduceRight((sum, ch) => sum * 128 + (this.signs.indexOf(ch) & 127), 0)));
	}
	text() { return this.plain(this.raw()); }
	head() { if (this.byte() !== 107 || this.byte() !== VERSION) throw 0; }
}

class Bits {
	constructor(bytes) { this.bytes = bytes; this.at = 0; }
	bit() {
		const byte = this.bytes[this.at >> 3];
		if (byte === undefined) throw 0;
		return byte >> (7 - (this.at++ & 7)) & 1;
	}
	bits(count) {
		let value = 0;
		while (count--) value = value * 2 + this.bit();
		return value;
	}
	rice(k) {
		let high = 0;
		while (this.bit()) high++;
		return high * 2 ** k + this.bits(k);
	}
	gamma() {
		let length = 0;
		while (!this.bit()) length++;
		return 2 ** length + this.bits(length);
	}
}

class Shard {
	constructor(bytes, signs) {
		this.terms = new Map();
		if (!bytes) return;
		const from = this.reader = new Reader(bytes, signs), terms = new Map();
		try {
			from.head();
			this.from = from.number();
			from.number();
			let code = "", start = 0;
			for (let left = from.number(); left > 0; left--) {
				code = this.shared(code);
				const many = from.number(), entry = { code, many, start, count: 0 };
				const sound = code[0] === "~" && !code.includes("/");
				if (!sound) {
					entry.count = many;
					entry.k = Math.min(from.byte(), 31);
					entry.many = from.number();
				}
				entry.at = from.at;
				for (let n = 0; n < entry.many; n++) {
					if (sound) from.skip(from.number()); else from.number();
					from.skip(from.number());
				}
				if (!sound) start += entry.length = from.number();
				terms.set(code, entry);
			}
			this.coded = bytes.subarray(from.at);
			this.terms = terms;
		} catch { }
	}
	shared(before) {
		const same = this.reader.number();
		if (same > before.length) throw 0;
		return before.slice(0, same) + this.reader.raw();
	}
	each(entry, read) {
		this.reader.at = entry?.at;
		return Array.from({ length: entry?.many || 0 }, read);
	}
	sounds(entry) { return this.each(entry, () => [this.reader.text(), this.reader.text()]); }
	stories(entry, form, each) {
		if (!entry || entry.start + entry.length > this.coded.length) return;
		const forms = this.each(entry, () => this.shared(entry.code));
		const wanted = forms.indexOf(form), many = forms.length > 1;
		const bits = new Bits(this.coded.subarray(entry.start, entry.start + entry.length));
		let next = this.from;
		try {
			for (let n = 0; n < entry.count; n++) {
				const doc = next + bits.rice(entry.k);
				let mark = bits.bits(2), exact = wanted === 0 && !many;
				if (bits.bit()) mark |= bits.bits(2) << 2;
				for (let least = 0, go = many; go; go = bits.bit()) {
					const at = least + bits.gamma() - 1;
					exact ||= at === wanted;
					least = at + 1;
				}
				each(doc, mark, exact);
				next = doc + 1;
			}
		} catch {}
	}
}

function mix(h) {
	h = Math.imul(h ^ h >>> 16, 0x7FEB352D);
	h = Math.imul(h ^ h >>> 15, 0x846CA68B);
	return (h ^ h >>> 16) >>> 0;
}

function hash(text) {
	let h = 0x811C9DC5;
	for (let n = 0; n < text.length; n++) h = Math.imul(h ^ text.charCodeAt(n), 0x01000193);
	return mix(h);
}

const pair = (first, second) => mix(Math.imul(first, 0x9E3779B1) ^ second);

function recentShard(term, shards) {
	return hash([...term].slice(0, "~@=".includes(term[0]) ? 3 : 2).join("")) % shards;
}

function log(number) {
	const whole = 31 - Math.clz32(number = Math.max(number, 1));
	return whole * 32 + (Math.floor(number / 2 ** whole * 32) & 31);
}

const WORD = "[\\p{L}\\p{M}\\p{Nd}_\\u200C\\u200D]*";
const WORDS = new RegExp(`\\p{No}|[\\p{L}\\p{Nd}_]${WORD}(?:(?:(?<=[\\p{L}\\p{M}\\u200C\\u200D])[.:'’‘](?=\\p{L})|(?<=\\p{Nd})[.,;'’‘](?=\\p{Nd})|(?<=\\p{Nd})['’](?=[ক-হঅ-ঔ]))${WORD})*`, "gu");
const words = (text) => [...text.matchAll(WORDS)].filter(([found]) => /[\p{L}\p{N}]/u.test(found));

const LETTER = /[\u0980-\u09E3\u09F0\u09F1\u09FC\u09FE]/;
const DROPPED = /[\u0981\u0983\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/;
const CONSONANT = /[\u0995-\u09B9\u09CE\u09F0\u09F1]/;
const AFTER = {
	any: /[^\u09CD]$/u,
	consonant: /[\u0995-\u09B9\u09CE\u09F0\u09F1\u09BC\u0982]$/,
	vowel: /[\u09BE-\u09CC\u0981-\u0983\u0985-\u0994’'০-৯0-9a-zA-Z-]$/,
	"vowel-not-ei": /(?![েিী])[\u09BE-\u09CC\u0981-\u0983\u0985-\u0994’'০-৯0-9a-zA-Z-]$/,
	"aa-or-o": /[াোআও]$/,
	sign: /[\u09BE-\u09CC]$/,
};

class Language {
	constructor(rules) {
		this.signs = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte > 127 ? 0x900 + byte : byte));
		for (const [byte, sign] of rules.signs) this.signs[byte] = sign;
		this.keys = new Map(rules.fold);
		this.doubles = new Set(rules.doubles.split(" "));
		this.endings = rules.endings;
		this.stops = new Set(rules.stops);
		this.heads = new Set();
		let word = [];
		for (const [, same, rest] of rules.heads.matchAll(/([0-9a-z])([^0-9a-z]*)/g)) {
			word = [...word.slice(0, parseInt(same, 36)), ...rest];
			this.heads.add(word.join(""));
		}
		const rows = (text) => text.split(",").map((entry) => entry.split(" "));
		this.consonants = rows(rules.avro);
		this.vowels = rows(rules.vowels);
		this.sounds = rows(rules.sounds);
		this.letters = rules.letters.split(" ");
		this.names = new Map(rows(rules.names).map(([name, ...meant]) => [name, meant]));
	}

	// A term as `raw` reads it.
	code(text) {
		const { signs } = this, escape = (code) => code > 127 ? signs[code & 127 | 128] + escape(code >> 7) : signs[code];
		return [...text].map((ch) => signs.includes(ch) ? ch : "\x01" + escape(ch.codePointAt())).join("");
	}

	fold(text) {
		const out = [], last = (n = 1) => out.at(-n);
		const put = (ch) => {
			const before = last(2);
			if (last() === HASANTA && this.doubles.has(before + ch) && last(3) === HASANTA && last(4) === "র") {
				out.pop();
				if (before === ch) return;
				out.pop();
			}
			out.push(ch);
		};
		const hasanta = () => { if (BENGALI.test(last() ?? "") && last() !== HASANTA && last() !== "ং") out.push(HASANTA); };
		const endWord = () => { while (last() === HASANTA) out.pop(); };
		let ya = false;
		for (const ch of text.normalize("NFC")) {
			if (DROPPED.test(ch)) continue;
			if (!LETTER.test(ch)) endWord();
			const key = this.keys.get(ch) ?? ch, wasYa = ya;
			ya = ch === "য";
			if (/[0-9]/.test(key)) {
				if (last() === "," && /[0-9]/.test(last(2) || "")) out.pop();
				out.push(key);
			} else if (ch === "ঋ" || ch === "ৃ") {
				if (ch === "ৃ") hasanta();
				put("র");
				out.push("ি");
			} else if (ch === "ৎ") {
				put("ত");
				hasanta();
			} else if (ch === HASANTA) hasanta();
			else if (ch === NUKTA) {
				if (wasYa) {
					out.pop();
					out.push("য", NUKTA);
				} else if (last() === "ড" || last() === "ঢ") out.push(NUKTA);
			} else if (ch === "া" && last() === "ে") out.splice(-1, 1, "ো");
			else if (ch === "া" && last() === "অ") out.splice(-1, 1, "আ");
			else if (ch === "ৗ" && last() === "ে") out.splice(-1, 1, "ৌ");
			else if (CONSONANT.test(key)) put(key);
			else out.push(...(LETTER.test(key) ? key : key.toLowerCase()));
		}
		endWord();
		return out.join("");
	}

	form(word) {
		return this.fold(word).replace(/['’‘:_]/g, "").replace(/(?<![0-9])\./g, "");
	}

	stem(word) {
		if (word.length > 80) return word;
		for (;;) {
			const before = word;
			word = word.replace(/ত্$|ৎ$/, "ত").replace(/ঙ$/, "ং");
			word = this.cut(word);
			if (word === before) return word;
		}
	}

	cut(word) {
		while (!this.heads.has(word)) {
			let longest;
			for (const [text, after, keep] of this.endings) {
				if (!word.endsWith(text)) continue;
				let rest = word.slice(0, -text.length);
				if (!AFTER[after].test(rest)) continue;
				rest = rest.replace(/[’'-]+$/, "");
				if (this.heads.has(rest)) return rest;
				if (longest === undefined && this.hasClusters(rest, keep)) longest = rest;
			}
			if (longest === undefined) break;
			word = longest;
		}
		return word;
	}

	hasClusters(text, wanted) {
		let seen = 0, joined = false;
		for (const ch of text) {
			if (CONSONANT.test(ch) && !joined || /[\u0985-\u0994০-৯\x00-\x7F]/.test(ch)) seen++;
			joined = ch === HASANTA;
		}
		return seen >= wanted;
	}

	withoutFinalO(word) {
		return /[\u0995-\u09B9\u09CE\u09F0\u09F1\u09BC]ো$/.test(word) ? word.slice(0, -1) : word;
	}

	avro(typed) {
		let out = "", before = "start";
		for (let at = 0; at < typed.length;) {
			const rest = typed.slice(at), joined = before === "consonant";
			const vowel = this.vowels.find(([key]) => rest.startsWith(key));
			const consonant = this.consonants.find(([key]) => rest.startsWith(key));
			let used = 1;
			if (vowel) {
				const [key, letter, sign] = vowel;
				out += joined ? sign : before === "vowel" && key === "a" ? "য়া" : before === "vowel" && key === "o" ? "ও" : letter;
				before = "vowel";
				used = key.length;
			} else if (rest.startsWith("rr")) {
				out += "র্";
				before = "start";
				used = 2;
			} else if (/^[yYw]/.test(rest)) {
				out += joined && { y: "্য", w: "্ব" }[rest[0]] || (rest[0] === "w" ? "ও" : "য়");
				before = rest[0] === "w" && !joined ? "vowel" : "consonant";
			} else if (consonant) {
				const [key, letter] = consonant, open = letter === "ং" || letter === "ৎ";
				out += !open && joined ? HASANTA + letter : letter;
				before = open ? "start" : "consonant";
				used = key.length;
			} else {
				out += { ":": "ঃ", "^": "ঁ", "\x60": "" }[rest[0]] ?? rest[0].toLowerCase();
				before = "start";
			}
			at += used;
		}
		return out;
	}

	readings(typed) {
		const lower = typed.toLowerCase();
		const letters = /^[a-z]{2,6}$/.test(lower) ? [...lower].map((ch) => this.letters[ch.charCodeAt(0) - 97]).join("") : "";
		return [this.avro(typed), this.avro(lower), letters, ...this.names.get(lower) || []].filter(Boolean);
	}

	codes(spelt) {
		const vowel = (ch) => ch && "aeiou+*".includes(ch);
		let out = "";
		for (let at = 0; at < spelt.length;) {
			const rest = spelt.slice(at), next = rest[1], last = out.at(-1);
			let [sound, code] = this.sounds.find(([key]) => rest.startsWith(key)) || [rest[0]];
			if (code === undefined) {
				code = sound === "c" ? (/[eiy]/.test(next || "") ? "s" : "k")
					: sound === "w" ? (last && !vowel(last) ? "" : vowel(next) ? "oy" : "u")
					: sound === "y" ? (!last ? "j" : last === "i" && vowel(next) ? "" : vowel(last) ? "y" : vowel(next) ? "" : "i")
					: "abdeghijklmnoprstu0123456789+*".includes(sound) ? sound : "";
			}
			for (const ch of code) {
				const end = out.at(-1);
				if (end === ch && !/[0-9]/.test(ch)) continue;
				if (end && end === { K: "k", G: "g", J: "j", T: "t", D: "d", F: "p", V: "b" }[ch]) out = out.slice(0, -1);
				out += ch;
			}
			at += sound.length;
		}
		return out;
	}

	soundKey(typed) {
		const codes = this.codes(typed.toLowerCase());
		let key = "";
		for (const ch of codes) if (!"ao+*".includes(ch) && (!key.endsWith(ch) || /[0-9]/.test(ch))) key += ch;
		return key || (codes && "a");
	}

	fits(pattern, typed) {
		const codes = this.codes(typed.toLowerCase());
		let at = 0;
		for (const code of pattern) {
			if (code === "*" || code === "+") {
				if ("ao".includes(codes[at])) at++;
				else if (code === "+") return false;
			} else if (codes[at++] !== code) return false;
		}
		return at === codes.length && at > 0;
	}

	parse(query) {
		const asked = [], phrases = [];
		query.split(/["“”„«»]/).forEach((part, at) => {
			const spellings = words(part).map(([word]) => word).filter((word) => this.form(word));
			const must = at % 2 === 1 && spellings.length > 1;
			if (must) {
				const hashes = spellings.map((word) => hash(this.form(word)));
				for (let n = 1; n < hashes.length; n++) phrases.push(pair(hashes[n - 1], hashes[n]));
			}
			for (const typed of spellings) {
				const form = this.form(typed), known = asked.find((word) => word.form === form);
				if (known) known.must ||= must;
				else if (asked.length < 8) asked.push({ typed, form, stop: this.stops.has(form), must, latin: LATIN.test(typed) });
			}
		});
		if (asked.every((word) => word.stop)) for (const word of asked) word.stop = false;
		return { words: asked, phrases };
	}

	add(all, form, strict, weight) {
		const stem = this.stem(form);
		if (stem) push(all, { stem, form, strict, weight });
	}

	spelled(all, form, weight) {
		this.add(all, form, false, weight);
		const short = this.withoutFinalO(form), long = form + "ো";
		if (short !== form) this.add(all, short, true, weight >> 1);
		if (this.withoutFinalO(long) === form) this.add(all, long, true, weight >> 1);
		return all;
	}

	transliterated(word, heard) {
		const all = [], byLetters = /^[a-z]{2,6}$/i.test(word.typed);
		this.readings(word.typed).forEach((reading, at) => {
			if (heard && (at < 2 || at === 2 && byLetters && word.typed.length > 4)) return;
			this.spelled(all, this.form(reading), 60);
		});
		return all;
	}
}

const push = (all, reading) => all.some(({ stem }) => stem === reading.stem) || all.push(reading);
const LATIN = /^[\x00-\x7F]*[a-z][\x00-\x7F]*$/i;
const filed = (language, stem) => LATIN.test(stem) ? `~${language.soundKey(stem)}/${stem}` : stem;
const counted = (entries) => entries.reduce((sum, [, entry]) => sum + (entry?.count || 0), 0);
const byOrder = (a, b) => a < b ? -1 : a > b ? 1 : 0;

export class Index {
	// `get` reads a file of the index: path → Promise of bytes, or null.
	static async open(get) {
		const json = async (path) => JSON.parse(new TextDecoder().decode(await unpack(await get(path))));
		const [manifest, rules] = await Promise.all([json("manifest.bin"), json("rules.bin")]);
		if (manifest.v !== VERSION) throw new Error("index version");
		return Object.assign(new Index(), {
			manifest, get, language: new Language(rules), files: new Map(),
			keys: ["", ...manifest.shards.split(" ").filter(Boolean)],
		});
	}

	file(path, read) {
		if (!this.files.has(path)) {
			this.files.set(path, this.get(path).then((bytes) => bytes ? unpack(bytes) : void this.files.delete(path)).then(read));
		}
		return this.files.get(path);
	}

	shards(term) {
		const { manifest, keys } = this, read = (bytes) => new Shard(bytes, this.language.signs), paths = [];
		if (!manifest.young) {
			const hex = (unit) => unit.charCodeAt(0).toString(16).padStart(4, "0");
			paths.push(`t/_${keys.findLast((key) => key <= term).split("").map(hex).join("")}.bin`);
		}
		paths.push(`n/${recentShard(term, manifest.recent)}.bin`);
		return Promise.all(paths.map((path) => this.file(path, read)));
	}

	// The shards that may hold a term, each with its entry.
	async entries(term) {
		const code = this.language.code(term);
		return (await this.shards(term)).map((shard) => [shard, shard.terms.get(code)]);
	}

	async readings(word, open) {
		const all = this.language.spelled([], word.form, 64);
		if (word.latin) {
			const heard = await this.heard(word);
			for (const stem of heard) push(all, { stem, form: "", weight: 56 });
			for (const reading of this.language.transliterated(word, heard.length > 0)) push(all, reading);
		}
		all.length = Math.min(all.length, 6);
		if (open) for (const stem of await this.begun(word)) push(all, { stem, form: "", weight: 24 });
		return all;
	}

	async heard(word) {
		const term = "~" + this.language.soundKey(word.typed), stems = new Set();
		for (const [shard, entry] of await this.entries(term)) {
			for (const [pattern, stem] of shard.sounds(entry)) {
				if (this.language.fits(pattern, word.typed)) stems.add(stem);
			}
		}
		if (stems.size <= 4) return [...stems];
		const many = await Promise.all([...stems].map(async (stem) => [counted(await this.entries(stem)), stem]));
		return many.sort((a, b) => b[0] - a[0] || byOrder(a[1], b[1])).slice(0, 4).map(([, stem]) => stem);
	}

	async begun(word) {
		const stems = new Set();
		const key = word.latin ? "~" + this.language.soundKey(word.typed) : word.form;
		if ([...key].length < (word.latin ? 4 : 2)) return [];
		for (const shard of await this.shards(key)) {
			const start = this.language.code(key), terms = [...shard.terms.values()].filter(({ code }) => code.startsWith(start));
			for (const entry of terms) entry.term = shard.reader.plain(entry.code);
			if (word.latin) {
				terms.filter(({ count }) => !count).flatMap((entry) => shard.sounds(entry)).slice(0, 64).forEach(([, stem]) => stems.add(stem));
				terms.map(({ term }) => term.split("/")[1]).filter((stem) => stem?.startsWith(word.form)).slice(0, 8).forEach((stem) => stems.add(stem));
			} else terms.sort((a, b) => b.count - a.count || byOrder(a.term, b.term)).slice(0, 8).forEach(({ term }) => stems.add(term));
		}
		return [...stems].slice(0, 8);
	}

	async wordScores(readings) {
		const best = new Map(), { stories } = this.manifest, { language } = this;
		const entries = await Promise.all(readings.map(({ stem }) => this.entries(filed(language, stem))));
		readings.forEach(({ form, strict, weight }, at) => {
			const rarity = Math.max(log(Math.floor(32 * stories / Math.max(counted(entries[at]), 1))) - 128, 32);
			for (const [shard, entry] of entries[at]) {
				shard.stories(entry, language.code(form), (doc, mark, exact) => {
					if (doc >= stories || strict && !exact) return;
					let value = LEVELS[mark & 3] + (mark & 4 ? 240 : 0) + (mark & 8 ? 120 : 0);
					if (exact) value = Math.floor(value * 5 / 4);
					const score = Math.floor(weight * value * rarity / 64);
					if (score > (best.get(doc) || 0)) best.set(doc, score);
				});
			}
		});
		return best;
	}

	days(doc) {
		const { days, newest } = this.manifest, at = Math.floor(doc / DAY_STEP);
		let sum = 0;
		this.firsts ||= days.map((step) => sum += step);
		return [this.firsts[at] ?? 0, this.firsts[at + 1] ?? newest];
	}

	async filters({ section, author }) {
		const wanted = [];
		if (section) wanted.push("@" + section.replace(/^\/+|\/+$/g, ""));
		if (author) wanted.push("=" + words(author).map(([word]) => this.language.form(word)).join(" "));
		return Promise.all(wanted.map(async (term) => {
			const docs = new Set();
			for (const [shard, entry] of await this.entries(term)) shard.stories(entry, "", (doc) => docs.add(doc));
			return docs;
		}));
	}

	// The best `most` / 2 and a few more, best first.
	async rank(ask, readings, options, most) {
		const tallies = new Map();
		const required = ask.words.filter((word) => !word.stop).length, musts = ask.words.filter((word) => word.must).length;
		const [filters, ...scores] = await Promise.all([this.filters(options), ...readings.map((all) => this.wordScores(all))]);
		ask.words.forEach((word, at) => scores[at].forEach((score, doc) => {
			const tally = tallies.get(doc) || { sum: 0, matched: 0, musts: 0 };
			tally.sum += word.stop ? Math.floor(score / 4) : score;
			tally.matched += word.stop ? 0 : 1;
			tally.musts += word.must ? 1 : 0;
			tallies.set(doc, tally);
		}));
		if (!ask.words.length) filters[0]?.forEach((doc) => tallies.set(doc, { sum: 1, matched: 0, musts: 0 }));
		const order = [], byScore = (a, b) => b[0] - a[0] || b[1] - a[1];
		let whole = 0, total = 0;
		for (const [doc, tally] of tallies) {
			if (tally.musts !== musts || !tally.matched && required || !filters.every((docs) => docs.has(doc))) continue;
			const [first, last] = this.days(doc);
			if (last < (options.from ?? last) || first > (options.to ?? first)) continue;
			if (tally.matched === required) whole++;
			const share = required ? Math.floor(tally.sum * tally.matched * tally.matched / (required * required)) : tally.sum;
			const age = Math.max(this.manifest.newest - first, 0);
			total++;
			order.push([share + Math.floor(share * 365 / (8 * (365 + age))), doc]);
			if (order.length > most) order.sort(byScore).length = most / 2;
		}
		return { order: order.sort(byScore), whole, total };
	}

	// The answer: { total, whole, partial, more, found: [{ number, score, story, title, excerpt }] }; pieces are [text, hit].
	async query(text, options = {}) {
		const ask = this.language.parse(text), limit = options.limit || 10, skip = options.skip || 0;
		const readings = await Promise.all(ask.words.map((word, at) => this.readings(word, options.typing && at + 1 === ask.words.length)));
		const dated = options.from != null || options.to != null, most = dated ? Infinity : skip + limit + 128 << 3;
		const { order, whole, total } = await this.rank(ask, readings, options, most);
		const results = { total, whole, partial: !whole && total > 0, more: false, found: [] };
		const fits = (day) => day >= (options.from ?? day) && day <= (options.to ?? day);
		if (!ask.phrases.length && !dated) order.slice(skip, skip + limit).forEach(([, doc]) => this.story(doc));
		let passed = 0, checks = 0;
		for (const [score, doc] of order) {
			if (ask.phrases.length) {
				if (++checks > 48 || results.found.length > limit) break;
				if (!await this.hasPhrases(doc, ask.phrases)) continue;
			}
			if (results.found.length === limit) {
				results.more = true;
				break;
			}
			const wanted = dated || passed >= skip, story = wanted && await this.story(doc);
			if (wanted && !(story && fits(story.day)) || passed++ < skip) continue;
			const all = readings.flat();
			results.found.push({ number: doc, score, story, title: this.mark(story.title, all), excerpt: excerpt(this.mark(story.excerpt, all)) });
		}
		if ((dated || ask.phrases.length) && !results.more) {
			results.total = Math.min(passed, skip) + results.found.length;
			results.whole = Math.min(whole, results.total);
		}
		return results;
	}

	async hasPhrases(doc, pairs) {
		const bytes = await this.file(`p/${Math.floor(doc / BLOCK)}.bin`, (bytes) => bytes);
		try {
			const from = new Reader(bytes), number = () => from.number();
			from.head();
			const heads = Array.from({ length: number() }, () => [number(), number(), number()]), [slots, count, length] = heads[doc % BLOCK];
			for (const head of heads.slice(0, doc % BLOCK)) from.skip(head[2]);
			const bits = new Bits(from.take(length)), found = new Set();
			for (let n = 0, next = 0; n < count; n++) {
				const slot = next + bits.rice(5);
				found.add(slot);
				next = slot + 1;
			}
			return pairs.every((pair) => found.has(Math.floor(pair * slots / 2 ** 32)));
		} catch {
			return false;
		}
	}

	async story(doc) {
		const bytes = await this.file(`d/${Math.floor(doc / BLOCK)}.bin`, (bytes) => bytes);
		try {
			const from = new Reader(bytes, this.language.signs);
			from.head();
			if (from.number() <= doc % BLOCK) return;
			for (let left = doc % BLOCK; ; left--) {
				const text = () => left ? from.skip(from.number()) : from.text();
				const story = { day: from.number() - 2 ** 20, url: text(), title: text(), section: text(), authors: [] };
				for (let names = from.number(); names > 0; names--) story.authors.push(text());
				story.excerpt = text();
				if (!left) return story;
			}
		} catch {}
	}

	mark(text, readings) {
		const pieces = [];
		let at = 0;
		for (const found of words(text)) {
			const form = this.language.form(found[0]), end = found.index + found[0].length;
			// Only the end of a word changes in its stem.
			const near = readings.filter(({ stem }) => stem[0] === form[0] || "ৎঙ".includes(form[0])), stem = near[0] && this.language.stem(form);
			const hit = near.some((known) => known.strict ? known.form === form : known.stem === stem);
			pushPiece(pieces, text.slice(at, hit ? found.index : end), false);
			if (hit) pushPiece(pieces, found[0], true);
			at = end;
		}
		pushPiece(pieces, text.slice(at), false);
		return pieces;
	}
}

function pushPiece(pieces, text, hit) {
	const last = pieces.at(-1);
	if (last && !last[1] && !hit) last[0] += text;
	else if (text) pieces.push([text, hit]);
}

function excerpt(pieces) {
	const text = pieces.map(([part]) => part).join(""), limit = 170;
	if (text.length <= limit) return pieces;
	let first = 0, start = 0, end = text.length;
	for (const [part, hit] of pieces) {
		if (hit) break;
		first += part.length;
	}
	if (first < text.length && first > limit - 40) {
		const space = text.indexOf(" ", first - 50);
		start = space >= 0 && space < first ? space + 1 : first;
	}
	if (start + limit < text.length) {
		end = text.lastIndexOf(" ", start + limit);
		if (end <= start) end = text.indexOf(" ", start + limit);
		if (end < 0) end = text.length;
	}
	const kept = [];
	let at = 0;
	if (start) pushPiece(kept, "…", false);
	for (const [part, hit] of pieces) {
		pushPiece(kept, part.slice(Math.max(start - at, 0), Math.max(end - at, 0)), hit);
		at += part.length;
	}
	if (end < text.length) pushPiece(kept, "…", false);
	return kept;
}

function start(box) {
	const strings = JSON.parse(document.getElementById("search-strings")?.textContent || "{}");
	const say = (key, values = {}) => (strings[key] || "").replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
	const digits = (number) => String(number).replace(/[0-9]/g, (digit) => (strings.digits || "0123456789")[digit]);
	const form = document.getElementById(box.dataset.form || "search-form"), field = (name) => form.elements[name], input = field("q");
	const element = (name, parent, text = "") => {
		const made = document.createElement(name);
		made.textContent = text;
		return parent.append(made), made;
	};
	const status = element("p", box), list = element("ol", box), more = element("button", box, say("more"));
	status.setAttribute("role", "status");
	more.hidden = true;
	let index, opening, turn = 0, timer;

	// A day without a time is one of UTC (ECMA-262, Date.parse).
	const value = (name) => field(name)?.value || "", dayOf = (name) => value(name) ? Date.parse(value(name)) / 864e5 : null;
	const asked = () => ({ section: value("section"), author: value("author"), from: dayOf("from"), to: dayOf("to") });
	const isoOf = (time) => new Date(time).toISOString().slice(0, 10);
	const pieces = (parent, all) => all.forEach(([text, hit]) => hit ? element("mark", parent, text) : parent.append(text));
	const date = (day) => {
		const date = new Date(day * 864e5), iso = isoOf(date);
		return [iso, say("date", { d: digits(date.getUTCDate()), m: strings.months?.[date.getUTCMonth()], y: digits(date.getUTCFullYear()) }) || iso];
	};
	const show = ({ story, title, excerpt }) => {
		const item = element("article", element("li", list)), link = element("a", element("h2", item));
		link.href = story.url;
		if (!/^https?:$/.test(link.protocol)) link.removeAttribute("href");
		pieces(link, title);
		const facts = element("p", item), [iso, words] = date(story.day);
		facts.className = "found-facts";
		const section = index.manifest.sections.find(([path]) => path === story.section)?.[1];
		for (const fact of [section, ...story.authors]) if (fact) element("span", facts, fact);
		element("time", facts, words).dateTime = iso;
		pieces(element("p", item), excerpt);
	};

	const open = async () => index ||= await (opening ||= Index.open(fetcher(new URL(box.dataset.index, location.href).href)).finally(() => opening = null));
	input.addEventListener("focus", () => open().catch(() => {}), { once: true });

	async function run({ typing = false, skip = 0 } = {}) {
		const mine = ++turn, text = input.value.trim(), options = asked();
		if (!text && !options.section && !options.author) {
			list.replaceChildren();
			status.textContent = "";
			more.hidden = true;
			return;
		}
		box.setAttribute("aria-busy", "true");
		if (!index) status.textContent = say("searching");
		try {
			await open();
			let answer = await index.query(text, { ...options, typing, skip });
			if (!answer.total && !typing) answer = await index.query(text, { ...options, typing: true, skip });
			if (mine !== turn) return;
			if (!skip) list.replaceChildren();
			const first = list.children.length;
			answer.found.forEach(show);
			status.textContent = say(!answer.found.length && !skip ? "none" : answer.partial ? "partial" : "found", { n: digits(answer.whole || answer.total), q: text });
			more.hidden = !answer.more;
			if (skip) list.children[first]?.querySelector("a").focus();
		} catch {
			if (mine === turn) status.textContent = say("failed");
		}
		if (mine === turn) box.removeAttribute("aria-busy");
	}

	// A span of time is a first day; days of one's own are shown when they are asked for.
	const span = form.querySelector("[data-span]"), own = form.querySelector("[data-own]");
	span?.addEventListener("input", () => {
		own.hidden = span.value !== "own";
		if (!own.hidden) return;
		field("from").value = span.value && isoOf(Date.now() - span.value * 864e5);
		field("to").value = "";
	});

	const address = () => "?" + new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
	const read = () => {
		const query = new URLSearchParams(location.search);
		for (const name of ["q", "section", "author", "from", "to"]) {
			if (field(name)) field(name).value = query.get(name) || "";
		}
		if (span) own.hidden = !(span.value = value("from") + value("to") && "own");
		run();
	};
	form.addEventListener("submit", (event) => {
		event.preventDefault();
		clearTimeout(timer);
		history.pushState(null, "", address());
		run();
	});
	form.addEventListener("input", () => {
		clearTimeout(timer);
		timer = setTimeout(() => {
			history.replaceState(null, "", address());
			run({ typing: true });
		}, 180);
	});
	more.addEventListener("click", () => run({ skip: list.children.length }));
	addEventListener("popstate", read);
	addEventListener("keydown", (event) => {
		const stops = [input, ...list.querySelectorAll("a")], at = stops.indexOf(document.activeElement);
		const step = { ArrowDown: 1, ArrowUp: -1, Escape: -at }[event.key];
		if (at < 0 || !step) return;
		stops[at + step]?.focus();
		event.preventDefault();
	});
	read();
}

if (typeof document !== "undefined") {
	const box = document.getElementById("search-results");
	if (box) start(box);
}
