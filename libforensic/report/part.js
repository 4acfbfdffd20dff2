/* part.js - sections made from records: sources, runs, acts, limitations */
'use strict';

/*
 * Each function returns new nodes, from the records alone: so what stands on
 * the page can be compared with them at any time.
 */
fx.part = {};

(function () {
	const CHAINED = ['v', 'seq', 'prev', 'kind', 't', 'blind'];

	/* The value of a member in one line. */
	function words(v) {
		if (Array.isArray(v))
			return v.map(words).join(', ');
		if (typeof v === 'object' && v !== null)
			return Object.entries(v).map(([k, x]) => k + ' ' + words(x))
				.join(', ');
		return String(v);
	}

	/* Of some members, those that a record has: [title, words]. */
	function members(r, table) {
		return table.filter(([, name]) => r[name] !== undefined)
			.map(([title, name]) => [title, words(r[name])]);
	}

	/* Those that are not in a table, so that nothing is left out. */
	function others(r, table) {
		const known = new Set([...CHAINED, ...table.map(row => row[1])]);

		return Object.keys(r).filter(k => !known.has(k))
			.map(k => [fx.show(k), words(r[k])]);
	}

	/* That something was corrected, and why. */
	function corrected(m, seq) {
		return (m.about.get(seq) || []).filter(r => r.kind === 'correct')
			.map(r => 'corrected by record ' + r.seq + ': ' + words(r.why))
			.join('; ');
	}

	const SOURCE = [['Name', 'name'], ['Name, its bytes', 'name_hex'],
		['Exhibit', 'exhibit'], ['Format', 'format'],
		['Bytes in a sector', 'sector'], ['Read once, as a stream', 'stream'],
		['Digests that the container states', 'stored'], ['', 'src'],
		['', 'acq']];
	const ACQUIRED = new Map([['match', 'the digests that it states are ' +
		'those that were read'], ['mismatch', 'NOT what was read: another ' +
		'digest, or another size'], ['uncompared', 'it states no digest ' +
		'that was computed']]);

	function nameOf(r) {
		return r.name !== undefined ? r.name : r.name_hex;
	}

	/* What the container, or the log of the acquisition, states of it. */
	function compare(stated, end) {
		const said = [];

		for (const alg of ['sha256', 'sha1', 'md5'])
			if (stated && stated[alg] !== undefined && end[alg] !== undefined)
				said.push(alg + (stated[alg] === end[alg]
					? ': the same as was read' : ': NOT what was read'));
		return said.join(', ');
	}

	/* The log of the acquisition. */
	function acquisition(s) {
		return Object.entries(s.acq || {}).map(([k, v]) =>
			['Acquisition: ' + (k === 'log' ? 'SHA-256 of the log'
				: fx.show(k)), words(v)]);
	}

	function digests(m, src) {
		const rows = [];

		for (const {begin, end} of m.runs) {
			if (begin.src !== src.src || end === null)
				continue;
			rows.push(['Bytes read by run ' + begin.run, end.bytes]);
			for (const alg of ['sha256', 'sha1', 'md5'])
				rows.push([alg + ' as run ' + begin.run + ' read it',
					end[alg]]);
			rows.push(['Container against run ' + begin.run,
				compare(src.stored, end)]);
			rows.push(['Acquisition against run ' + begin.run,
				src.acq ? compare(src.acq.digests, end) : '']);
			rows.push(['What was acquired, in short',
				ACQUIRED.get(end.acquired) || end.acquired]);
		}
		return rows;
	}

	/* That there is more than is told one by one. */
	function more(all, list) {
		if (list.length > fx.MOST)
			all.append(fx.el('p', {}, 'There are ' + (list.length - fx.MOST) +
				' more; the records tell of them.'));
	}

	fx.part.sources = function (m) {
		const all = document.createDocumentFragment();

		for (const s of m.sources.slice(0, fx.MOST))
			all.append(fx.el('h3', {}, 'Source ' + s.src + ': ',
				fx.bdi(nameOf(s), fx.CELL)),
			fx.facts([...members(s, SOURCE.filter(r => r[0] !== '')),
				...acquisition(s), ...digests(m, s), ['Record', s.seq],
				['Recorded', s.t], ['Remark', corrected(m, s.seq)],
				...others(s, SOURCE)]));
		more(all, m.sources);
		if (m.sources.length === 0)
			all.append(fx.el('p', {}, 'No source is recorded.'));
		return all;
	};

	const BEGIN = [['Program', 'tool'], ['Version', 'version'],
		['Build', 'build'], ['SHA-256 of the program', 'exe_sha256'],
		['Examiner', 'examiner'], ['Machine', 'host'],
		['Machine, its bytes', 'host_hex'], ['User', 'user'],
		['User, its bytes', 'user_hex'], ['Began', 'started'],
		['Arguments', 'argv'], ['Arguments, their bytes', 'argv_hex'],
		['Further arguments', 'argv_more'], ['Libraries', 'libs'],
		['Confinement', 'notes'], ['SHA-256 of the report on error rates',
			'validation']];
	const END = [['Ended', 'ended'], ['Status', 'status'],
		['Bytes read', 'bytes'], ['Ranges', 'ranges'],
		['SHA-256 of the ranges', 'ranges_sha256'], ['SHA-256', 'sha256'],
		['SHA-1', 'sha1'], ['MD5', 'md5'], ['Findings', 'findings'],
		['Below the threshold, not recorded', 'below'],
		['On stop lists, not recorded', 'stopped'],
		['In known files, not recorded', 'known'], ['Errors', 'errors'],
		['Limits', 'limits'], ['Against what was acquired', 'acquired']];
	const SAME = [['', 'run'], ['', 'src'], ['', 'boot'], ['', 'up'],
		['', 'scan_boot']];

	function options(r) {
		return Object.entries(r.options || {})
			.map(([k, v]) => ['Option ' + fx.show(k), words(v)]);
	}

	fx.part.runs = function (m) {
		const all = document.createDocumentFragment();

		for (const {begin, end} of m.runs.slice(0, fx.MOST)) {
			const known = [...BEGIN, ...SAME, ['', 'options']];
			all.append(fx.el('h3', {}, 'Run ' + begin.run + ' over source ' +
				begin.src + ': ', fx.bdi(end === null ? 'not ended'
				: end.status, fx.CELL)),
			fx.facts([...members(begin, BEGIN), ...options(begin),
				...others(begin, known),
				['Remark', corrected(m, begin.seq)],
				...(end === null ? [] : [...members(end, END),
					...others(end, [...END, ...SAME])])]));
		}
		more(all, m.runs);
		if (m.runs.length === 0)
			all.append(fx.el('p', {}, 'No run is recorded.'));
		return all;
	};

	/* How an act of a kind is called, and in which order it is told. */
	const ACTS = new Map([
		['correct', ['Correction', 'of', 'why']],
		['reveal', ['Disclosure of values', 'of', 'fields', 'who', 'why',
			'legal']],
		['export', ['Export', 'to', 'format', 'count', 'sha256', 'masked',
			'recipients']],
		['seal', ['Timestamps and others\' signatures tied in', 'note',
			'anchors']],
		['custodian', ['Custodian of values added', 'recipient', 'runs',
			'why']],
		['key', ['New key', 'key', 'reason']],
		['psi', ['Comparison']], ['erase', ['Erasure of values', 'of', 'fields', 'who', 'why',
			'legal']],
	]);

	function act(r) {
		const [title, ...order] = ACTS.get(r.kind) || [fx.show(r.kind, 40)];
		const rest = Object.keys(r).filter(
			k => !order.includes(k) && !CHAINED.includes(k));

		return [String(r.seq), fx.show(r.t, 40), title,
			fx.facts([...order, ...rest].filter(k => r[k] !== undefined)
				.map(k => [fx.show(k).replace(/_/g, ' '), words(r[k])]))];
	}

	const ACTS_TOLD = 1000; /* rows of a table of acts */

	/* Hand-overs of one thing after the other; who gave it must have had it. */
	function handovers(m) {
		const things = new Map(), rows = [];

		for (const r of m.acts.filter(r => r.kind === 'custody')) {
			const what = words(r.what);
			if (!things.has(what))
				things.set(what, []);
			things.get(what).push(r);
		}
		for (const [what, list] of things) {
			let holder;
			for (const r of list) {
				const gone = corrected(m, r.seq);
				const gap = gone === '' && holder !== undefined &&
					holder !== r.from ? 'NOT by who had it: ' + words(holder)
					: '';
				if (gone === '')
					holder = r.to;
				rows.push([String(r.seq), ...[what, words(r.from),
					words(r.to), words(r.why), words(r.seal_no === undefined
						? '' : r.seal_no), words(r.t), gone || gap].map(
					x => fx.bdi(x, fx.WORDS))]);
			}
		}
		return rows;
	}

	/* A table of so many rows as may be; nothing without any. */
	function some(all, caption, titles, rows) {
		if (rows.length > 0)
			all.append(fx.table(caption + (rows.length > ACTS_TOLD
				? ' (the first ' + ACTS_TOLD + ' of ' + rows.length + ')' : ''),
			titles, rows.slice(0, ACTS_TOLD)));
	}

	fx.part.custody = function (m) {
		const all = document.createDocumentFragment();

		some(all, 'Hand-overs, by what was handed over', ['Record', 'What',
			'From', 'To', 'Why', 'Seal', 'When, by the clock of the laboratory',
			'Remark'], handovers(m));
		some(all, 'Reviews of findings; what they say stands beside each',
			['By', 'Accepted', 'Rejected', 'Notes'], Array.from(m.reviews,
				([by, n]) => [fx.bdi(by, fx.CELL), String(n.accepted),
					String(n.rejected), String(n.note)]));
		some(all, 'Other acts, in order', ['Record',
			'When, by the clock of the laboratory', 'Act',
			'What is recorded of it'],
		m.acts.filter(r => r.kind !== 'custody').map(act));
		if (all.childNodes.length === 0)
			all.append(fx.el('p', {}, 'No hand-over, review, correction, ' +
				'disclosure or other act is recorded in the case file.'));
		return all;
	};

	/* What a run did not look at, in sentences. */
	function gaps({begin, end}) {
		const said = [], o = begin.options || {};

		if (end === null || end.status !== 'complete')
			said.push('it did not come to its end: what is behind the place ' +
				'where it stopped was not examined');
		if (end !== null && end.acquired === 'mismatch')
			said.push('what it read is NOT what was acquired: another ' +
				'digest, or another size');
		if (end !== null && (end.ranges || end.ranges_sha256))
			said.push('it covered ranges of the source, not all of it');
		if (o.files !== undefined)
			said.push('it read the content of allocated files alone');
		if (o.volume !== undefined)
			said.push('it read volume ' + words(o.volume) + ' alone');
		if (o.min !== undefined)
			said.push('it recorded scores of ' + words(o.min) +
				' and more; others are counted');
		if (o.known !== undefined || o.stop !== undefined)
			said.push('lists of known files or values held findings back');
		return said;
	}

	function rates(begin) {
		return begin.validation !== undefined
			? 'Its error rates are those of the report whose SHA-256 is ' +
				words(begin.validation) + '. Ask the laboratory for that ' +
				'report and compare the digest.'
			: 'No report on error rates is recorded for it.';
	}

	function place(r) {
		return [String(r.seq), r.kind, fx.bdi(r.why, fx.CELL),
			fx.bdi(r.path !== undefined ? r.path : r.off !== undefined
				? r.off + (r.len !== undefined ? ' + ' + r.len : '') : '',
			fx.CELL), fx.bdi(fx.model.fileOf(r), fx.CELL)];
	}

	fx.part.limits = function (m) {
		const all = document.createDocumentFragment();

		for (const run of m.runs.slice(0, fx.MOST)) {
			const list = fx.el('ul', {});
			for (const said of gaps(run))
				list.append(fx.el('li', {}, fx.bdi(said)));
			list.append(fx.el('li', {}, fx.bdi(rates(run.begin))));
			all.append(fx.el('h3', {}, 'Run ' + run.begin.run), list);
		}
		more(all, m.runs);
		all.append(fx.el('h3', {}, 'Places that were not examined'));
		if (m.places.length === 0)
			all.append(fx.el('p', {}, 'The runs recorded no error and no limit.'));
		else
			all.append(fx.table('Errors: ' + m.errors + ', limits: ' + m.limits +
				(m.errors + m.limits > m.places.length ? '; the first ' +
					m.places.length + ' are listed' : ''),
			['Record', 'Kind', 'Why', 'Place', 'File'], m.places.map(place)));
		return all;
	};

	fx.part.certificate = function (m) {
		const all = document.createDocumentFragment(), rows = [];

		for (const {begin, end} of m.runs.slice(0, fx.MOST))
			rows.push([String(begin.run), fx.bdi([begin.tool, begin.version,
				begin.build].map(words).join(' '), fx.CELL),
			fx.bdi(nameOf(m.sources.find(s => s.src === begin.src) || {}),
				fx.CELL),
			fx.bdi(end !== null && end.sha256 !== undefined ? end.sha256
				: 'none recorded', fx.CELL),
			fx.bdi(begin.validation !== undefined ? begin.validation
				: 'none recorded', fx.CELL)]);
		all.append(fx.table('Runs', ['Run', 'Program, version, build', 'Source',
			'SHA-256 as read', 'SHA-256 of the report on error rates'], rows));
		more(all, m.runs);
		const head = String(m.heads[m.heads.length - 1] || '').split('\n');
		all.append(fx.facts([['Log', m.genesis.origin],
			['Fingerprint of the key', m.key], ['Records', m.bodies.length],
			['Newest signed head: records', head[1] || 'none'],
			['Newest signed head: root', head[2] || 'none']]));
		return all;
	};

	/*
	 * A place that several runs found counts once: the same bytes of the same
	 * source.  A source without a digest is like no other.
	 */
	fx.part.places = function (m) {
		const sums = new Map(), seen = new Map();

		for (const {begin, end} of m.runs)
			sums.set(begin.src, end !== null && end.sha256 !== undefined
				? end.sha256 : 'source ' + begin.src);
		for (const f of m.findings) {
			if (!seen.has(f.kind))
				seen.set(f.kind, [0, new Set()]);
			const [n, set] = seen.get(f.kind);
			seen.get(f.kind)[0] = n + 1;
			set.add(sums.get(f.src) + ' ' + f.off + ' ' + f.len + ' ' + f.path);
		}
		if (m.runs.length < 2)
			return fx.el('p', {}, 'There are not several runs: no place is ' +
				'counted twice.');
		return fx.table('Places, those that several runs found counted once',
			['Kind', 'Findings', 'Places'], Array.from(seen,
				([kind, [n, set]]) => [fx.bdi(kind, fx.CELL), String(n),
					String(set.size)]));
	};

	/* What also stands there without script: the facts of the summary. */
	fx.part.facts = function (m) {
		const g = m.genesis, dl = fx.facts([['Case', g.case],
			['Agency', g.agency], ['Examiner', g.examiner],
			['Legal basis', g.legal], ['Exhibit', g.exhibit],
			['Log', g.origin], ['Fingerprint of the key', m.key],
			['Records', m.bodies.length], ['Sources', m.sources.length],
			['Runs', m.runs.length], ['Findings', m.findings.length],
			['Errors', m.errors], ['Limits', m.limits]], fx.CELL);

		dl.id = 'facts';
		return dl;
	};

	fx.part.kinds = function (m) {
		const table = fx.table('Findings by kind', ['Kind', 'Confirmed',
			'Probable', 'Possible', 'All'], Array.from(m.kinds,
			([name, n]) => [fx.bdi(name, fx.CELL), String(n.confirmed),
				String(n.probable), String(n.possible), String(n.all)]));

		table.id = 'kinds';
		for (const cell of table.querySelectorAll('tr > :not(:first-child)'))
			cell.className = 'n';
		return table;
	};
})();
