/* page.js - brings the page to life: reads, shows, compares, checks */
'use strict';

(function () {
	const $ = id => document.getElementById(id);
	const LISTED = 20; /* reasons told; the rest is counted */
	const LOOKS = {INTACT: 'good', TAMPERED: 'bad'};

	/* What of the page is made from records: where it stands, what makes it. */
	const LIVE = [['live-places', fx.part.places],
		['live-sources', fx.part.sources], ['live-runs', fx.part.runs],
		['live-custody', fx.part.custody], ['live-charts', fx.chart.draw],
		['live-limits', fx.part.limits],
		['live-certificate', fx.part.certificate]];

	/* As it stood when the page was opened. */
	const fixed = Array.from(document.querySelectorAll('.fixed'),
		e => [e, e.cloneNode(true)]);
	const seen = fx.seen(document.body) + fx.dense($('meta').textContent);
	let model = null, wrong = [];

	/* Is a row of the first page, read without script, what the records say? */
	function sameRow(old, now) {
		const a = Array.from(old.cells), b = Array.from(now.cells);

		/* but for the review, which comes later than the finding */
		return a.length === b.length && a.every((cell, i) =>
			i === a.length - 1 || fx.seen(cell) === fx.seen(b[i]));
	}

	/* What was written into the page against what the records say. */
	async function compare(m) {
		const old = Array.from($('rows').rows).map(r => r.cloneNode(true));
		const bad = [];

		if (await fx.check.sha256(seen) !== m.seen)
			bad.push('words of this page were changed since it was written');
		for (const [id, make] of [['facts', fx.part.facts],
			['kinds', fx.part.kinds]])
			if (fx.seen($(id)) !== fx.seen(make(m)))
				bad.push('the summary is not what the records say');
		fx.list.begin(m);
		const now = Array.from($('rows').rows);
		if (old.length !== now.length ||
		    !old.every((r, i) => sameRow(r, now[i])))
			bad.push('the first findings are not what the records say');
		return bad;
	}

	/* Does what is displayed now still stand as it was made? */
	function displayed(m) {
		const bad = [], box = fx.el('div', {}), body = fx.el('tbody', {});

		for (const [e, then] of fixed)
			if (!e.isConnected || !e.isEqualNode(then))
				bad.push('words of this page were changed since it was opened');
		for (const [id, make] of LIVE) {
			box.replaceChildren(make(m));
			if (!$(id) || $(id).innerText === undefined ||
			    !equal(box, $(id)))
				bad.push('the part ' + id.slice(5) +
					' is not what the records say');
		}
		body.append(fx.list.make(m));
		if (!$('rows') || fx.seen(closed(body)) !== fx.seen(closed($('rows'))) ||
		    $('count').textContent !== fx.list.words(m))
			bad.push('the table of findings is not what the records say');
		for (const [id, make] of [['facts', fx.part.facts],
			['kinds', fx.part.kinds]])
			if (!$(id) || fx.seen($(id)) !== fx.seen(make(m)))
				bad.push('the summary is not what the records say');
		return bad;
	}

	function equal(a, b) {
		return a.childNodes.length === b.childNodes.length &&
			Array.from(a.childNodes).every(
				(x, i) => x.isEqualNode(b.childNodes[i]));
	}

	/* A copy of the rows without the records that were opened in them. */
	function closed(rows) {
		const copy = rows.cloneNode(true);

		for (const e of copy.querySelectorAll('details > :not(summary)'))
			e.remove();
		return copy;
	}

	/* Say a verdict, its reasons, and what else there is to say. */
	function say(where, reasons, more) {
		const word = fx.check.word(reasons), list = fx.el('ul', {});

		for (const r of reasons.slice(0, LISTED))
			list.append(fx.el('li', {}, r.level + ': ', fx.bdi(r.text)));
		if (reasons.length > LISTED)
			list.append(fx.el('li', {}, 'and ' + (reasons.length - LISTED) +
				' more'));
		where.replaceChildren(fx.el('p',
			{class: 'word ' + (LOOKS[word] || 'open')}, word), list);
		for (const m of more)
			where.append(m);
	}

	/* Reasons that come of what is displayed, the worst first. */
	function tampered(list) {
		return Array.from(new Set(list),
			words => ({level: 'TAMPERED', text: words}));
	}

	/* That the page fits its records does not clear what fxverify found. */
	function earlier(m) {
		return (m.meta.reasons || []).map(r => ({level: r.level,
			text: r.text + ' (found in the case file when this page was ' +
				'written)'}));
	}

	async function check(m, told) {
		const done = await fx.check.run(m.bodies, m.heads, $('known').value,
			told);

		done.reasons = [...tampered([...wrong, ...displayed(m)]),
			...earlier(m), ...done.reasons];
		return done;
	}

	function progress(n, all) {
		$('said').textContent = 'Record ' + n + ' of ' + all;
	}

	async function onCheck(e) {
		e.preventDefault();
		$('verify').disabled = true;
		$('said').textContent = 'Checking';
		const done = await check(model, progress);
		say($('said'), done.reasons, [fx.facts([
			['Records in this page', done.size],
			['Covered by the last good head', done.signed],
			['Fingerprint of the key in record 0', done.key]])]);
		$('verify').disabled = false;
	}

	async function onRecord(e) {
		e.preventDefault();
		const body = $('paste').value.replace(/\r?\n$/, '');
		$('one-said').textContent = 'Checking';
		const done = await check(model);
		const one = await fx.check.one(body, done);
		const more = one.proof === '' ? [] : [fx.el('p', {}, 'It is record ' +
			one.seq + ' of ' + done.signed + ' under the signed head. ' +
			'Its proof:'), fx.el('pre', {class: 'json', tabindex: '0',
			'aria-label': 'Proof of the record'}, one.proof)];
		say($('one-said'), [...one.reasons, ...done.reasons], more);
	}

	async function begin() {
		$('blank').addEventListener('submit', e => e.preventDefault());
		const m = await fx.model.read((n, all) => {
			$('count').textContent = 'Reading record ' + n + ' of ' + all;
		});

		wrong = await compare(m);
		for (const [id, make] of LIVE)
			$(id).replaceChildren(make(m));
		model = m;
		if (wrong.length > 0)
			say($('said'), tampered(wrong), []);
		$('check').addEventListener('submit', onCheck);
		$('one').addEventListener('submit', onRecord);
		$('check').hidden = $('one').hidden = false;
		document.documentElement.dataset.ready = 'yes';
	}

	begin().catch(e => {
		say($('said'), [{level: 'CANNOT CHECK', text: 'this page cannot be ' +
			'read: ' + e.message}], []);
		document.documentElement.dataset.ready = 'no';
	});
})();
