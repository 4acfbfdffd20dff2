/* check.js - records, chain, tree and signed heads, checked in the browser */
'use strict';

/*
 * fxevidence(5) is the format.  Nothing here looks at what the page shows: a
 * list of bodies and of notes goes in, reasons come out.  Hashes and signatures
 * are those of WebCrypto.
 */
fx.check = {};

(function () {
	const BATCH = 2000; /* hashes asked for at once */
	const LEAF = 0, NODE = 1;
	const ZERO = '0'.repeat(64);
	const text = new TextEncoder();
	/* What no string of a record may hold: lone surrogates among it. */
	const UNFIT = /[\0\p{Cs}\p{Noncharacter_Code_Point}]/u;

	function hex(bytes) {
		let s = '';

		for (const b of bytes)
			s += b.toString(16).padStart(2, '0');
		return s;
	}

	function unhex(s) {
		return /^([0-9a-f]{2})*$/.test(s)
			? Uint8Array.from(s.match(/../g) || [], x => parseInt(x, 16))
			: null;
	}

	/* The one canonical spelling, as note.h has it; null for another. */
	function unbase64(s) {
		if (!/^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(s))
			return null;
		const bytes = Uint8Array.from(atob(s), c => c.charCodeAt(0));
		return base64(bytes) === s ? bytes : null;
	}

	function base64(bytes) {
		return btoa(String.fromCharCode(...bytes));
	}

	function same(a, b) {
		return a.length === b.length && a.every((x, i) => x === b[i]);
	}

	async function sha256(bytes) {
		return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
	}

	function leaf(body) {
		const bytes = text.encode(body);
		const all = new Uint8Array(bytes.length + 1);

		all[0] = LEAF;
		all.set(bytes, 1);
		return sha256(all);
	}

	function node(left, right) {
		const all = new Uint8Array(65);

		all[0] = NODE;
		all.set(left, 1);
		all.set(right, 33);
		return sha256(all);
	}

	/*
	 * The tree of RFC 6962, 2.1: level k has the roots of the whole subtrees
	 * of 2^k leaves, from the left, 32 bytes each.
	 */
	async function grow(bodies, told) {
		const levels = [new Uint8Array(32 * bodies.length)];

		for (let at = 0; at < bodies.length; at += BATCH) {
			const sums = await Promise.all(
				bodies.slice(at, at + BATCH).map(leaf));
			sums.forEach((s, i) => levels[0].set(s, 32 * (at + i)));
			if (told)
				told(Math.min(at + BATCH, bodies.length));
		}
		for (let n = bodies.length >> 1; n > 0; n >>= 1)
			levels.push(await up(levels[levels.length - 1], n));
		return levels;
	}

	async function up(below, n) {
		const level = new Uint8Array(32 * n);

		for (let at = 0; at < n; at += BATCH) {
			const work = [];
			for (let i = at; i < n && i < at + BATCH; i++)
				work.push(node(below.subarray(64 * i, 64 * i + 32),
					below.subarray(64 * i + 32, 64 * i + 64)));
			(await Promise.all(work)).forEach(
				(s, i) => level.set(s, 32 * (at + i)));
		}
		return level;
	}

	/* The largest power of two smaller than n, of 2 and more. */
	function split(n) {
		let k = 1;

		while (2 * k < n)
			k *= 2;
		return k;
	}

	/* The root over leaves lo to hi: those asked for begin where they may. */
	async function root(levels, lo, hi) {
		const n = hi - lo, k = Math.log2(n);

		if (n === 0)
			return sha256(new Uint8Array(0));
		if (Number.isInteger(k))
			return levels[k].slice(32 * (lo / n), 32 * (lo / n + 1));
		const mid = lo + split(n);
		return node(await root(levels, lo, mid), await root(levels, mid, hi));
	}

	/* The hashes that lead from leaf at to the root over leaves lo to hi. */
	async function path(levels, at, lo, hi) {
		if (hi - lo <= 1)
			return [];
		const mid = lo + split(hi - lo);
		return at < mid
			? [...await path(levels, at, lo, mid),
				await root(levels, mid, hi)]
			: [...await path(levels, at, mid, hi),
				await root(levels, lo, mid)];
	}

	/* The root that leaf hash, number at of size, and a path lead to. */
	async function climb(hash, at, size, proof) {
		let last = size - 1, sum = hash;

		for (const p of proof) {
			if (last === 0)
				return null;
			if (at % 2 === 1 || at === last) {
				sum = await node(p, sum);
				while (at % 2 === 0 && at !== 0) {
					at = Math.floor(at / 2);
					last = Math.floor(last / 2);
				}
			} else {
				sum = await node(sum, p);
			}
			at = Math.floor(at / 2);
			last = Math.floor(last / 2);
		}
		return last === 0 ? sum : null;
	}

	/* The canonical spelling of a value; null if it has none. */
	function canon(v, depth) {
		if (Number.isSafeInteger(v) && !Object.is(v, -0))
			return String(v);
		if (typeof v === 'string')
			return UNFIT.test(v) ? null : JSON.stringify(v);
		if (typeof v !== 'object' || v === null || depth > 3)
			return null;
		const parts = [];
		if (Array.isArray(v)) {
			for (const x of v)
				parts.push(canon(x, depth + 1));
			return parts.includes(null) ? null : '[' + parts.join(',') + ']';
		}
		for (const key of Object.keys(v).sort()) {
			const s = canon(v[key], depth + 1);
			if (s === null || !/^[a-z][a-z0-9_.]*$/.test(key))
				return null;
			parts.push('"' + key + '":' + s);
		}
		return '{' + parts.join(',') + '}';
	}

	/* A body taken apart; null if it is not in its one spelling. */
	function parse(body) {
		try {
			const record = JSON.parse(body);
			return body.startsWith('{') && canon(record, 1) === body
				? record : null;
		} catch (e) {
			return null;
		}
	}

	/* A signed note taken apart; null if it is none. */
	function note(all) {
		const m = /^(([^\n]+)\n(0|[1-9][0-9]*)\n([^\n]+)\n)\n((\u2014 [^\n]+\n)+)$/u.exec(all);
		const sum = m && unbase64(m[4]);

		if (!m || sum === null || sum.length !== 32)
			return null;
		return {text: m[1], origin: m[2], size: Number(m[3]), root: sum,
			lines: m[5].trimEnd().split('\n').map(l => l.slice(2).split(' '))};
	}

	/* The four bytes by which a signature line names its key. */
	async function keyId(origin, key) {
		const name = text.encode(origin + '\n\x01');
		const all = new Uint8Array(name.length + 32);

		all.set(name);
		all.set(key, name.length);
		return (await sha256(all)).slice(0, 4);
	}

	/* true, false; undefined: the browser has no Ed25519. */
	async function verify(key, sig, message) {
		let k;

		try {
			k = await crypto.subtle.importKey('raw', key,
				{name: 'Ed25519'}, false, ['verify']);
		} catch (e) {
			return e.name === 'NotSupportedError' ? undefined : false;
		}
		return crypto.subtle.verify({name: 'Ed25519'}, k, sig,
			text.encode(message));
	}

	/* Is the note signed by that key, and by nothing bad in its name? */
	async function signed(n, key) {
		const id = await keyId(n.origin, key);
		let good = false;

		for (const [name, blob] of n.lines) {
			const bytes = unbase64(blob || '');
			if (name !== n.origin || bytes === null ||
			    !same(bytes.slice(0, 4), id))
				continue;
			const rc = bytes.length === 68
				? await verify(key, bytes.slice(4), n.text) : false;
			if (rc !== true)
				return rc;
			good = true;
		}
		return good;
	}

	/* SHA256: and the digest of the key in DER, as openssl(1) writes it. */
	async function fingerprint(key) {
		const spki = unhex('302a300506032b6570032100' + hex(key));

		return 'SHA256:' + hex(await sha256(spki));
	}

	/* What one record must be by itself and behind the one before. */
	function record(r, seq, prev, say) {
		if (r === null)
			say('TAMPERED', 'record ' + seq + ' is not in canonical form');
		else if (r.seq !== seq)
			say('TAMPERED', 'record ' + seq + ' bears the number ' +
				fx.show(r.seq, 40) + ' within');
		else if (r.prev !== prev)
			say('TAMPERED', seq === 0
				? 'record 0 is no beginning'
				: 'record ' + (seq - 1) + ' or ' + seq +
					' was changed: one does not follow the other');
	}

	/* The chain; returns the keys: [{from: size, key}], by what they seal. */
	function chain(bodies, levels, say) {
		const keys = [];
		let prev = ZERO;

		for (let i = 0; i < bodies.length; i++) {
			const r = parse(bodies[i]);
			record(r, i, prev, say);
			prev = hex(levels[0].subarray(32 * i, 32 * i + 32));
			const key = r && (r.kind === 'key' ||
				(i === 0 && r.kind === 'genesis'))
				? unhex(String(r.key)) : null;
			if (key !== null && key.length === 32)
				keys.push({seq: i, key: key, origin: r.origin});
		}
		return keys;
	}

	/* One head: 1 good, 0 bad (said), -1 its signature could not be tried. */
	async function head(all, keys, levels, size, say) {
		const n = note(all);
		let rc = 1;

		if (n === null || n.size === 0) {
			say('TAMPERED', 'a signed head is not in the form of one');
			return 0;
		}
		const what = 'the signed head over ' + n.size + ' records ';
		if (n.size > size) {
			say('TAMPERED', what + 'tells of more than the ' + size +
				' that are present');
			return 0;
		}
		if (!same(await root(levels, 0, n.size), n.root)) {
			say('TAMPERED', what + 'does not match the records');
			rc = 0;
		}
		if (n.origin !== keys[0].origin) {
			say('TAMPERED', what + 'is of another log');
			rc = 0;
		}
		const force = keys.filter(k => k.seq === 0 || k.seq < n.size - 1).pop();
		const good = await signed(n, force.key);
		if (good === false) {
			say('TAMPERED', what + 'is not signed by the key in force');
			rc = 0;
		}
		return good === undefined && rc === 1 ? -1 : rc;
	}

	/* All heads. Returns the last that is good, and whether any was untried. */
	async function heads(notes, keys, levels, size, say) {
		const out = {last: null, untried: false}, sizes = new Set();

		for (const all of notes) {
			const rc = await head(all, keys, levels, size, say);
			if (rc === 0)
				continue;
			out.untried = out.untried || rc === -1;
			sizes.add(note(all).size);
			if (out.last === null || note(all).size > note(out.last).size)
				out.last = all;
		}
		for (const k of keys)
			if (k.seq > 0 && !sizes.has(k.seq + 1))
				say('TAMPERED', 'key change at record ' + k.seq +
					' not sealed by the key before it');
		return out;
	}

	function trust(out, known, heads, say) {
		const size = heads.last === null ? 0 : note(heads.last).size;

		if (size === 0)
			say('NOT PROVEN', 'no good signature covers the records');
		else if (size < out.size)
			say('NOT PROVEN', 'no signature covers the records from ' +
				size + ' to ' + (out.size - 1));
		if (heads.untried)
			say('NOT PROVEN', 'this browser has no Ed25519: hashes and ' +
				'roots were checked, signatures were not');
		if (known === '')
			say('NOT PROVEN', 'you have not given the fingerprint of the ' +
				'key: whose signature it is was not checked');
		else if (known !== out.key)
			say('NOT PROVEN', 'the key is not the one whose fingerprint ' +
				'you gave');
		out.head = heads.last;
		out.signed = size;
	}

	const ORDER = ['NOTE', 'NOT PROVEN', 'CANNOT CHECK', 'TAMPERED'];
	const WORDS = ['INTACT', 'CONSISTENT BUT NOT PROVEN', 'CANNOT CHECK',
		'TAMPERED'];

	/* The word for the worst of some reasons, each {level, text}. */
	fx.check.word = function (reasons) {
		return WORDS[Math.max(0, ...reasons.map(r => ORDER.indexOf(r.level)))];
	};

	/*
	 * Check bodies (null: one that is no text) against notes; known is the
	 * fingerprint that the reader has, or ''.  Returns {reasons, size, signed,
	 * head, key, levels}.
	 */
	fx.check.run = async function (bodies, notes, known, told) {
		const out = {reasons: [], size: bodies.length, signed: 0, head: null,
			key: ''};
		const say = (level, words) =>
			out.reasons.push({level: level, text: words});

		if (!window.crypto || !crypto.subtle) {
			say('CANNOT CHECK', 'this browser gives the page no WebCrypto: ' +
				'open it from a file');
			return out;
		}
		if (bodies.includes(null)) {
			say('TAMPERED', 'record ' + bodies.indexOf(null) +
				' is no text that could be read');
			return out;
		}
		out.levels = await grow(bodies, told);
		const keys = chain(bodies, out.levels, say);
		if (keys.length === 0 || keys[0].seq !== 0) {
			say('TAMPERED', 'record 0 names no key');
			return out;
		}
		out.key = await fingerprint(keys[0].key);
		trust(out, known.trim(), await heads(notes, keys, out.levels,
			bodies.length, say), say);
		return out;
	};

	/*
	 * One record against the tree of a check: {reasons, seq, proof}; proof is
	 * a C2SP tlog-proof, '' if there is none.
	 */
	fx.check.one = async function (body, done) {
		const out = {reasons: [], proof: ''};
		const say = (level, words) =>
			out.reasons.push({level: level, text: words});
		const r = parse(body);

		if (r === null || !Number.isSafeInteger(r.seq) || r.seq < 0) {
			say('TAMPERED', 'this is no record in canonical form');
			return out;
		}
		out.seq = r.seq;
		if (!done.levels || r.seq >= done.signed) {
			say('NOT PROVEN', 'no signed head of this page covers record ' +
				r.seq);
			return out;
		}
		const proof = await path(done.levels, r.seq, 0, done.signed);
		const sum = await climb(await leaf(body), r.seq, done.signed, proof);
		if (sum === null || !same(sum, note(done.head).root)) {
			say('TAMPERED', 'this is not record ' + r.seq +
				' of the case: its hash does not lead to the signed root');
			return out;
		}
		out.proof = 'c2sp.org/tlog-proof@v1\nindex ' + r.seq + '\n' +
			proof.map(p => base64(p) + '\n').join('') + '\n' + done.head;
		return out;
	};

	/* Parts of it, for who has bodies and no page: the tests. */
	fx.check.tree = {grow: grow, root: root, path: path, climb: climb,
		leaf: leaf};
	fx.check.note = note;
	fx.check.parse = parse;
	fx.check.hex = hex;
	fx.check.sha256 = s => sha256(text.encode(s)).then(hex);
	fx.check.fingerprint = key => fingerprint(unhex(key) || new Uint8Array(32));
})();
