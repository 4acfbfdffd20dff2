/* model.js - the records of the page, as what they tell */
'use strict';

fx.model = {};

(function () {
	const SLICE = 5000; /* records between two breaths */

	/* What data stands in the script element of that id. */
	function data(id) {
		const e = document.getElementById(id);

		return e === null ? null : JSON.parse(e.textContent);
	}

	/*
	 * Take the bodies out of the page.  One that is no text is null: it stands
	 * there as its bytes in hexadecimal, or as its number alone.
	 */
	function bodies() {
		const all = [];

		for (const e of document.querySelectorAll('script.records')) {
			for (const body of JSON.parse(e.textContent))
				all.push(typeof body === 'string' ? body : null);
			e.remove(); /* for the memory it takes */
		}
		return all;
	}

	fx.model.classOf = function (score) {
		if (score >= fx.CONFIRMED)
			return 'confirmed';
		return score >= fx.PROBABLE ? 'probable' : 'possible';
	};

	function countKind(m, r) {
		let name = String(r.class);

		if (!m.kinds.has(name) && m.kinds.size >= fx.CLASSES)
			name = '(others)';
		if (!m.kinds.has(name))
			m.kinds.set(name, {confirmed: 0, probable: 0, possible: 0, all: 0});
		const k = m.kinds.get(name);
		k.all++;
		k[fx.model.classOf(r.score)]++;
	}

	/* The path of a file, or its bytes. */
	fx.model.fileOf = function (r) {
		return r.file ? String(r.file.path || r.file.path_hex || '') : '';
	};

	/* The member of an archive. */
	fx.model.memberOf = function (r) {
		return String(r.member || r.member_hex || '');
	};

	/* What is kept of a finding beside its body: what is filtered by. */
	function finding(m, i, r) {
		const file = fx.model.fileOf(r), member = fx.model.memberOf(r);

		countKind(m, r);
		m.findings.push({at: i, kind: String(r.class), score: r.score,
			state: r.file ? String(r.file.state) : '', file: file,
			member: member,
			src: r.src, off: r.off, len: r.len, path: r.path, seq: r.seq, text: [r.seq,
				r.class, r.mask, r.path, file, member,
				...Object.values(r.attrs || {})].join('\n').toLowerCase()});
		fx.chart.add(m.charts, r);
	}

	/* A record that tells of another by its number. */
	function about(m, r) {
		if (!m.about.has(r.of))
			m.about.set(r.of, []);
		m.about.get(r.of).push(r);
	}

	/* A review, counted for who made it. */
	function review(m, r) {
		const by = String(r.by);

		if (!m.reviews.has(by))
			m.reviews.set(by, {accepted: 0, rejected: 0, note: 0});
		if (Object.hasOwn(m.reviews.get(by), r.verdict))
			m.reviews.get(by)[r.verdict]++;
		about(m, r);
	}

	/*
	 * What reviews come to for a finding: the last that accepts or rejects
	 * counts, else a note.
	 */
	fx.model.judged = function (m, seq) {
		const all = (m.about.get(seq) || []).filter(r => r.kind === 'review');
		const last = all.filter(r => r.verdict === 'accepted' ||
			r.verdict === 'rejected').pop();

		return last !== undefined ? last.verdict
			: all.length > 0 ? 'note' : 'none';
	};

	function add(m, i, r) {
		switch (r.kind) {
		case 'genesis':
			if (i === 0)
				m.genesis = r;
			break;
		case 'source':
			m.sources.push(r);
			break;
		case 'run.begin':
			m.runs.push({begin: r, end: null});
			m.open.set(r.run, m.runs[m.runs.length - 1]);
			break;
		case 'run.end':
			if (m.open.has(r.run) && m.open.get(r.run).end === null)
				m.open.get(r.run).end = r;
			break;
		case 'finding':
			finding(m, i, r);
			break;
		case 'error':
		case 'limit':
			m[r.kind + 's']++;
			if (m.places.length < fx.MOST)
				m.places.push(r);
			break;
		case 'review':
			review(m, r);
			break;
		case 'correct':
			about(m, r);
			m.acts.push(r);
			break;
		default:
			m.acts.push(r);
		}
	}

	/* Read the page's data. told(n, all) is called now and then. */
	fx.model.read = async function (told) {
		const m = {meta: data('meta') || {}, heads: data('heads') || [],
			seen: data('seen'), bodies: bodies(), genesis: {}, sources: [],
			runs: [], open: new Map(), findings: [], errors: 0, limits: 0,
			places: [],
			acts: [], kinds: new Map(), about: new Map(), reviews: new Map(),
			charts: fx.chart.begin()};

		for (let i = 0; i < m.bodies.length; i++) {
			const r = m.bodies[i] === null ? null : fx.check.parse(m.bodies[i]);
			if (r !== null)
				add(m, i, r);
			if (i % SLICE === SLICE - 1) {
				told(i + 1, m.bodies.length);
				await fx.breathe();
			}
		}
		m.key = await fx.check.fingerprint(String(m.genesis.key))
			.catch(() => '');
		return m;
	};
})();
