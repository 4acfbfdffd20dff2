/* chart.js - counts of findings as bars, drawn in SVG */
'use strict';

fx.chart = {};

(function () {
	const SVG = 'http://www.w3.org/2000/svg';
	const WIDTH = 720, LINE = 20, LABEL = 190, TALL = 120;
	const MOST = 15;  /* bars that have a name; the rest is one */
	const BINS = 60;  /* bars of what is drawn over a range */
	const SOURCES = 20; /* that are drawn */
	const NAME = 26;  /* characters of a name beside its bar */
	const ISSUER = ['scheme', 'bank', 'coin', 'family', 'form', 'store'];
	const COUNTRY = ['country', 'state', 'jurisdiction'];

	fx.chart.begin = function () {
		return {issuers: new Map(), ranges: new Map(), countries: new Map(), months: new Map()};
	};

	function count(map, key) {
		map.set(key, (map.get(key) || 0) + 1);
	}

	/* The first of the attributes that is there, counted. */
	function countFirst(map, attrs, names) {
		const name = names.find(n => attrs[n] !== undefined);

		if (name !== undefined)
			count(map, String(attrs[name]));
	}

	/* Take note of a finding. */
	fx.chart.add = function (c, r) {
		const time = r.file && (r.file.modified || r.file.created);
		const m = /^(\d{4})-(\d{2})/.exec(String(time));
		const range = /^\d{6}(?=\*)/.exec(String(r.mask));

		if (range !== null && /^card\./.test(String(r.class)))
			count(c.ranges, range[0]);
		countFirst(c.issuers, r.attrs || {}, ISSUER);
		countFirst(c.countries, r.attrs || {}, COUNTRY);
		if (m !== null)
			count(c.months, Number(m[1]) * 12 + Number(m[2]) - 1);
	};

	function svg(name, attrs, ...children) {
		const e = document.createElementNS(SVG, name);

		for (const key in attrs)
			e.setAttribute(key, attrs[key]);
		e.append(...children);
		return e;
	}

	/* Isolated, as bdi does it in HTML. */
	function isolated(text) {
		return '\u2068' + fx.show(text, NAME) + '\u2069';
	}

	/* A drawing with what it says in words, for those who do not see it. */
	function figure(title, words, height, shapes) {
		return fx.el('figure', {}, fx.el('figcaption', {}, title),
			svg('svg', {viewBox: '0 0 ' + WIDTH + ' ' + height, role: 'img',
				'aria-label': title + ': ' + words},
			...shapes));
	}

	/* The most frequent, the others together behind them. */
	function ranked(map) {
		const all = Array.from(map).sort((a, b) => b[1] - a[1] ||
			(a[0] < b[0] ? -1 : 1));
		const rest = all.slice(MOST).reduce((n, x) => n + x[1], 0);

		return rest > 0 ? [...all.slice(0, MOST),
			[all.length - MOST + ' others', rest]] : all;
	}

	function bars(title, map) {
		const rows = ranked(map), most = Math.max(1, ...rows.map(r => r[1]));
		const shapes = [];

		rows.forEach(([name, n], i) => {
			const y = i * LINE, w = (WIDTH - LABEL - 80) * n / most;
			shapes.push(svg('text', {x: LABEL - 8, y: y + 14,
				'text-anchor': 'end'}, isolated(name)),
			svg('rect', {class: 'bar', x: LABEL, y: y + 3,
				width: Math.max(1, Math.round(w)), height: LINE - 6}),
			svg('text', {x: LABEL + Math.round(w) + 8, y: y + 14},
				String(n)));
		});
		return rows.length === 0 ? null : figure(title, rows.map(
			([name, n]) => isolated(name) + ' ' + n).join(', '),
		rows.length * LINE + 4, shapes);
	}

	/* values from lo to hi as bars side by side; name(v) is words for a value. */
	function histogram(title, values, lo, hi, name) {
		const step = Math.max(1, Math.ceil((hi - lo + 1) / BINS));
		const bins = new Array(Math.ceil((hi - lo + 1) / step)).fill(0);

		for (const [v, n] of values)
			bins[Math.min(bins.length - 1, Math.floor((v - lo) / step))] += n;
		const most = Math.max(1, ...bins), w = WIDTH / bins.length;
		const shapes = bins.map((n, i) => svg('rect', {class: 'bar',
			x: Math.round(i * w * 10) / 10, y: TALL + 15 - TALL * n / most,
			width: Math.max(1, Math.round(w * 8) / 10),
			height: TALL * n / most}));
		shapes.push(svg('line', {class: 'axis', x1: 0, x2: WIDTH,
			y1: TALL + 15, y2: TALL + 15}),
		svg('text', {x: 0, y: 11}, 'most in one bar: ' + most),
		svg('text', {x: 0, y: TALL + 31}, name(lo)),
		svg('text', {x: WIDTH, y: TALL + 31, 'text-anchor': 'end'}, name(hi)));
		const told = bins.map((n, i) => n === 0 ? ''
			: 'from ' + name(lo + i * step) + ' ' + n).filter(s => s !== '');
		return figure(title, told.join(', '), TALL + 36, shapes);
	}

	function month(v) {
		return String(Math.floor(v / 12)).padStart(4, '0') + '-' +
			String(v % 12 + 1).padStart(2, '0');
	}

	/* How far a source reaches, as its runs read it or its findings lie. */
	function reach(m, src, offs) {
		let end = 0;

		for (const run of m.runs)
			if (run.end !== null && run.end.src === src &&
			    Number.isSafeInteger(run.end.bytes))
				end = Math.max(end, run.end.bytes);
		for (const off of offs)
			end = Math.max(end, off + 1);
		return end;
	}

	/* All drawings of the case. */
	fx.chart.draw = function (m) {
		const c = m.charts, all = document.createDocumentFragment();
		const kinds = new Map(Array.from(m.kinds, ([k, n]) => [k, n.all]));

		for (const f of [bars('Findings by kind', kinds),
			bars('Findings by scheme, bank, coin or family', c.issuers),
			bars('Findings by issuer range, the first six digits of a card',
				c.ranges),
			bars('Findings by country', c.countries)])
			if (f !== null)
				all.append(f);
		const places = new Map();
		for (const f of m.findings) {
			if (!(Number.isSafeInteger(f.off) && f.off >= 0))
				continue; /* unsound, and told elsewhere */
			if (!places.has(f.src))
				places.set(f.src, []);
			places.get(f.src).push(f.off);
		}
		for (const [src, offs] of Array.from(places).slice(0, SOURCES))
			all.append(histogram('Where on source ' + fx.show(src, NAME) +
				', by offset in bytes', offs.map(o => [o, 1]), 0,
			reach(m, src, offs) - 1, String));
		const months = Array.from(c.months.keys());
		if (months.length > 0)
			all.append(histogram('Findings by the month in which their file ' +
				'was last modified, else created', c.months,
			months.reduce((a, b) => Math.min(a, b)),
			months.reduce((a, b) => Math.max(a, b)), month));
		if (all.childNodes.length === 0)
			all.append(fx.el('p', {}, 'There is no finding to draw.'));
		return all;
	};
})();
