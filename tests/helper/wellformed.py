#!/usr/bin/env python3
"""wellformed.py PAGE - is this HTML well formed, and does it keep to itself?

Prints what is wrong: elements that do not close in order, names used twice,
attributes in no quotes, characters that HTML does not allow, addresses of
others.  With --bodies it prints the records that stand in the page instead.
"""
import html.parser
import json
import re
import sys

EMPTY = {'meta', 'input', 'br', 'link', 'img'}
REFERS = {'src', 'href', 'action', 'data', 'poster', 'srcset', 'style',
          'formaction', 'background'}


class Page(html.parser.HTMLParser):
    """What is open, and what was wrong."""

    def __init__(self):
        super().__init__(convert_charrefs=False)
        self.open, self.ids, self.labels, self.wrong = [], set(), set(), []
        self.blocks, self.in_block = [], False

    def say(self, words):
        """Something is wrong here."""
        self.wrong.append('line %d: %s' % (self.getpos()[0], words))

    def handle_starttag(self, tag, attrs):
        names = [k for k, _ in attrs]
        if len(names) != len(set(names)):
            self.say('an attribute twice in ' + tag)
        for k, v in attrs:
            if k == 'id':
                if v in self.ids:
                    self.say('the name %s twice' % v)
                self.ids.add(v)
            if k in ('for', 'aria-labelledby', 'aria-describedby'):
                self.labels.add(v)
            if k.startswith('on') or (k in REFERS and not v.startswith('#')):
                self.say('%s refers to %s' % (tag, v))
        self.in_block = tag == 'script' and ('class', 'records') in attrs
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.say('%s closes what is not open' % tag)
        self.in_block = False

    def handle_data(self, data):
        if self.in_block:
            self.blocks.append(data)
        elif self.open and self.open[-1] not in ('script', 'style'):
            if '<' in data or '>' in data or '"' in data:
                self.say('text that is not escaped')

    def handle_entityref(self, name):
        if name not in ('lt', 'gt', 'amp', 'quot'):
            self.say('the entity ' + name)

    def handle_charref(self, name):
        self.say('the character ' + name)

    def handle_comment(self, data):
        self.say('a comment')


def main():
    """Check one page."""
    with open(sys.argv[-1], encoding='utf-8', newline='') as f:
        text = f.read()
    page = Page()
    page.feed(text)
    page.close()
    if sys.argv[1] == '--bodies':
        # A script's text may come in pieces, which end where a block does.
        for block in re.findall(r'\[.*?\](?=\[|$)', ''.join(page.blocks), re.S):
            for body in json.loads(block):
                print(body)
        return
    if page.open:
        page.say('not closed: ' + ' '.join(page.open))
    for name in page.labels - page.ids:
        page.say('no element is called ' + name)
    if not text.startswith('<!DOCTYPE html>\n<html lang="en">'):
        page.say('no doctype')
    if re.search('[\0-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]', text):
        page.say('a control character')
    if '<script src' in text or re.search(r'@import|url\(', text):
        page.say('something is loaded')
    for other in set(re.findall(r'\w+://[^\s\'"]+', text)):
        if other != 'http://www.w3.org/2000/svg':
            page.say('an address: ' + other)
    for words in page.wrong:
        print(words)


main()
