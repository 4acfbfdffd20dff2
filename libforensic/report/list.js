/* list.js - the table of findings: filtered, grouped, in pages */
'use strict';

fx.list = {};

(function () {
	const $ = id => document.getElementById(id);

	/* By what is grouped: the words for a finding. */
	const GROUPS = {
		kind: f => f.kind,
		file: f => (f.file === '' ? 'no file' : f.file) +
			(f.member === '' ? '' : ', member ' + f.member),
		state: f => f.state === '' ? 'no file system' : f.state,
		'class': f => fx.model.classOf(f.score),
		source: f => 'source ' + f.src,
		review: (f, m) => 'review: ' + fx.model.judged(m, f.seq),
	};

	/* What the controls ask for. */
	function wanted() {
		return {text: $('f-text').value.trim().toLowerCase(),
			kind: $('f-kind').value, state: $('f-state').value,
			file: $('f-file').value.trim().toLowerCase(),
			score: Number($('f-score').value) || 0,
			review: $('f-review').value, group: $('f-group').value, rows: Number($('f-rows').value)};
	}

	/* The findings that pass, in order of record or of group. */
	function select(m, w) {
		const list = m.findings.filter(f => f.score >= w.score &&
			(w.kind === '' || f.kind === w.kind) &&
			(w.state === '' || '=' + f.state === w.state) &&
			(w.review === '' || fx.model.judged(m, f.seq) === w.review) &&
			(w.text === '' || f.text.includes(w.text)) &&
			(w.file === '' || (f.file + '\n' + f.member).toLowerCase()
				.includes(w.file)));
		const of = GROUPS[w.group];

		if (of === undefined)
			return {list: list, groups: null};
		const groups = new Map();
		for (const f of list) {
			const key = of(f, m);
			if (!groups.has(key))
				groups.set(key, []);
			groups.get(key).push(f);
		}
		const keys = Array.from(groups.keys()).sort();
		return {list: keys.flatMap(k => groups.get(k)), groups: groups};
	}

	function about(r) {
		const td = fx.el('td', {});

		Object.entries(r.attrs || {}).forEach(([k, v], i) => td.append(
			i > 0 ? ', ' : '', fx.el('bdi', {}, fx.show(k) + ' ' +
				fx.show(v, fx.CELL))));
		return td;
	}

	const TOLD = 10; /* reviews of one finding that are shown */

	/* What people say of a finding, the latest first. */
	function review(m, r) {
		const td = fx.el('td', {}), all = m.about.get(r.seq) || [];

		for (const x of all.slice(-TOLD).reverse())
			td.append(fx.el('div', {}, fx.bdi(x.kind === 'correct'
				? 'corrected: ' + x.why
				: x.verdict + ', ' + x.by + ': ' + x.why, fx.WORDS)));
		if (all.length > TOLD)
			td.append(fx.el('div', {}, all.length - TOLD + ' earlier ones'));
		return td;
	}

	/* The whole record, once it is asked for. */
	function whole(m, f, r) {
		const box = fx.el('details', {}, fx.el('summary', {}, String(r.seq)));

		box.addEventListener('toggle', () => {
			if (box.open && box.childNodes.length === 1)
				box.append(fx.el('p', {class: 'json'},
					fx.show(m.bodies[f.at])));
		});
		return box;
	}

	function row(m, f) {
		const r = fx.check.parse(m.bodies[f.at]);
		const owner = fx.el('td', {}, fx.bdi(f.file, fx.CELL));

		if (r.file)
			owner.append(' ', fx.el('span', {class: 'state'},
				fx.show(f.state)));
		if (f.member !== '')
			owner.append(' ', fx.el('div', {}, 'member ',
				fx.bdi(f.member, fx.CELL)));
		return fx.el('tr', {}, fx.el('th', {scope: 'row'}, whole(m, f, r)),
			fx.el('td', {}, fx.bdi(f.kind, fx.CELL)),
			fx.el('td', {}, fx.bdi(r.mask, fx.CELL)),
			fx.el('td', {}, r.score + ' ' + fx.model.classOf(r.score)),
			fx.el('td', {}, r.src + ': ', fx.bdi(r.path, fx.CELL)),
			owner, about(r), review(m, r));
	}

	function groupRow(name, n) {
		return fx.el('tr', {}, fx.el('th', {class: 'group', colspan: '8',
			scope: 'rowgroup'}, fx.bdi(name, fx.CELL), ': ' + n));
	}

	/* The rows of the page that is shown, from the records. */
	fx.list.make = function (m) {
		const s = m.view, of = GROUPS[s.want.group];
		const all = document.createDocumentFragment();
		let last = null;

		for (const f of s.list.slice(s.from, s.from + s.want.rows)) {
			const name = of === undefined ? null : of(f, m);
			if (name !== last)
				all.append(groupRow(name, s.groups.get(name).length));
			last = name;
			all.append(row(m, f));
		}
		return all;
	};

	/* How many are shown of how many, in words. */
	fx.list.words = function (m) {
		const s = m.view, n = s.list.length;
		const end = Math.min(s.from + s.want.rows, n);

		return (n === 0 ? 'No finding' : 'Findings ' + (s.from + 1) + ' to ' +
			end + ' of ' + n) + (n === m.findings.length ? ''
			: ', filtered from ' + m.findings.length);
	};

	function show(m) {
		const s = m.view, n = s.list.length, size = s.want.rows;
		const pages = Math.max(1, Math.ceil(n / size));
		const at = Math.floor(s.from / size) + 1;

		$('rows').replaceChildren(fx.list.make(m));
		$('count').textContent = fx.list.words(m);
		$('p-where').textContent = 'Page ' + at + ' of ' + pages;
		$('p-first').disabled = $('p-prev').disabled = at === 1;
		$('p-next').disabled = $('p-last').disabled = at === pages;
	}

	function refresh(m) {
		const want = wanted();

		m.view = Object.assign(select(m, want), {want: want, from: 0});
		show(m);
	}

	function turn(m, to) {
		const size = m.view.want.rows, n = m.view.list.length;
		const last = Math.max(0, Math.ceil(n / size) - 1) * size;

		m.view.from = Math.min(last, Math.max(0, to));
		show(m);
	}

	/* The values to choose from, with how many there are of each. */
	function choices(select, all, values) {
		select.append(fx.el('option', {value: ''}, all));
		for (const [value, words] of values)
			select.append(fx.el('option', {value: value}, fx.show(words, 60)));
	}

	function fill(m) {
		const states = new Map();

		for (const f of m.findings)
			states.set(f.state, (states.get(f.state) || 0) + 1);
		choices($('f-kind'), 'all kinds', Array.from(
			new Set(m.findings.map(f => f.kind))).sort().map(k => [k, k]));
		/* '=' before it: so that no file system can be chosen, too */
		choices($('f-state'), 'all states', Array.from(states).sort().map(
			([s, n]) => ['=' + s, (s === '' ? 'no file system' : s) + ' (' +
				n + ')']));
	}

	/* Bring the controls to life and show the first page. */
	fx.list.begin = function (m) {
		let later = 0;

		fill(m);
		$('filter').addEventListener('input', () => {
			clearTimeout(later);
			later = setTimeout(() => refresh(m), 150);
		});
		$('filter').addEventListener('reset', () =>
			setTimeout(() => refresh(m), 0));
		$('filter').addEventListener('submit', e => {
			e.preventDefault();
			refresh(m);
		});
		$('p-first').addEventListener('click', () => turn(m, 0));
		$('p-prev').addEventListener('click', () =>
			turn(m, m.view.from - m.view.want.rows));
		$('p-next').addEventListener('click', () =>
			turn(m, m.view.from + m.view.want.rows));
		$('p-last').addEventListener('click', () => turn(m, Infinity));
		$('filter').hidden = $('pager').hidden = false;
		refresh(m);
	};
})();
