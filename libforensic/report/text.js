/* text.js - text from anywhere into the page, as text and never as markup */
'use strict';

const fx = {};

/* report.h and carver.h have these numbers, too, but for WORDS and MOST. */
fx.CELL = 160;
fx.WORDS = 4096; /* characters of what a person or a command line said */
fx.MOST = 200;   /* sources, runs, places that are told one by one */
fx.ROWS = 50;
fx.CLASSES = 256;
fx.CONFIRMED = 20;
fx.PROBABLE = 12;

/*
 * Controls, and what turns direction or takes no room, are shown by their
 * numbers: on a seized disk they are there to deceive.  out.c has this table.
 */
fx.hidden = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}\p{Noncharacter_Code_Point}]/gu;

fx.show = function (text, most) {
	let s = String(text), cut = '';

	if (most !== undefined && s.length > most) {
		const all = Array.from(s);
		if (all.length > most) {
			cut = '\u2026 (' + all.length + ' characters)';
			s = all.slice(0, most).join('');
		}
	}
	return s.replace(fx.hidden, c => '\u27e8U+' +
		c.codePointAt(0).toString(16).toUpperCase().padStart(4, '0') +
		'\u27e9') + cut;
};

/*
 * An element: fx.el('td', {class: 'n'}, child, ...).  A child is a node or text;
 * what is null is left out.
 */
fx.el = function (name, attrs, ...children) {
	const e = document.createElement(name);

	for (const key in attrs)
		e.setAttribute(key, attrs[key]);
	for (const c of children)
		if (c !== null && c !== undefined)
			e.append(c);
	return e;
};

/* Text of somebody else's, isolated from the direction of what is around it. */
fx.bdi = function (text, most) {
	return fx.el('bdi', {}, fx.show(text, most));
};

/* A table: titles, rows of cells (nodes or text), the first of them a header. */
fx.table = function (caption, titles, rows) {
	const head = fx.el('tr', {}), body = fx.el('tbody', {});

	for (const t of titles)
		head.append(fx.el('th', {scope: 'col'}, t));
	for (const row of rows) {
		const tr = fx.el('tr', {});
		row.forEach((cell, i) => tr.append(i === 0
			? fx.el('th', {scope: 'row'}, cell)
			: fx.el('td', {}, cell)));
		body.append(tr);
	}
	return fx.el('table', {}, fx.el('caption', {}, caption),
		fx.el('thead', {}, head), body);
};

/* A list of facts: [name, value (node or text)]; text past most is cut. */
fx.facts = function (pairs, most) {
	const dl = fx.el('dl', {});

	for (const [name, value] of pairs)
		if (value !== undefined && value !== '')
			dl.append(fx.el('div', {}, fx.el('dt', {}, name),
				fx.el('dd', {}, typeof value === 'object'
					? value : fx.bdi(value, most || fx.WORDS))));
	return dl;
};

/* Without white space: how much of it there is does not show. */
fx.dense = function (text) {
	return text.replace(/[ \t\n\r\f]+/g, '');
};

/* The text that a reader can see, without white space. */
fx.seen = function (root) {
	const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
	const parts = [];

	while (walk.nextNode())
		if (!/^(SCRIPT|NOSCRIPT|STYLE)$/.test(
			walk.currentNode.parentNode.nodeName))
			parts.push(walk.currentNode.data);
	return fx.dense(parts.join(''));
};

/* So that the browser can show what there is. */
fx.breathe = function () {
	return new Promise(done => setTimeout(done, 0));
};
