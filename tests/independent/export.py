#!/usr/bin/env python3
"""export.py FORMAT CASE.evd EXPORT [RUN [VALUES]] - does it say what records say?

Reads the records with sqlite3 and json, the export with what reads such files:
csv, xml.etree, json, and for feature files the patterns of bulk_extractor's own
python modules.  VALUES has those that may stand in clear, as fxreveal --json
prints them.  Prints what is wrong, or how many findings agree.
"""
import csv
import html
import json
import os
import re
import sqlite3
import sys
import xml.etree.ElementTree as ET

DF = '{http://www.forensicswiki.org/wiki/Category:Digital_Forensics_XML}'
FX = '{urn:x-fxkit:dfxml:1}'
HIDDEN = [(0, 0x1f), (0x7f, 0x9f), (0xad, 0xad), (0x61c, 0x61c),
          (0x200b, 0x200f), (0x2028, 0x202e), (0x2060, 0x206f),
          (0xfeff, 0xfeff), (0xfff9, 0xfffb), (0xe0000, 0xe007f)]
BAD = []
CLEAR = {}  # by record


def say(*words):
    """Something is wrong."""
    BAD.append(words)
    if len(BAD) < 10:
        print(*words)


def same(what, got, want):
    """Two things are to be the same."""
    if got != want:
        say(what, ascii(got), 'is not', ascii(want))


def hidden(char):
    """Is it shown by its number?"""
    return any(lo <= ord(char) <= hi for lo, hi in HIDDEN)


def shown(text):
    """Text as people are to see it."""
    return ''.join('\u27e8U+%04X\u27e9' % ord(c) if hidden(c) else c
                   for c in text)


def name(obj, key):
    """Text, or its bytes as digits."""
    if key in obj:
        return obj[key]
    return 'hex:' + obj[key + '_hex'] if key + '_hex' in obj else ''


def rating(score):
    """The word for it."""
    return ('confirmed' if score >= 20 else
            'probable' if score >= 12 else 'possible')


def words(value):
    """An array, or an object, as words."""
    if isinstance(value, dict):
        return ' '.join(k + '=' + v for k, v in value.items())
    return ' '.join(value)


def records(path, run):
    """The findings of a run, or of all; with what other records say of them."""
    database = sqlite3.connect('file:%s?mode=ro' % path, uri=True)
    found, sources, said, genesis = [], {}, {}, None
    for body, leaf in database.execute(
            'SELECT body, lower(hex(leaf)) FROM record ORDER BY seq'):
        record = json.loads(body)
        genesis = genesis or record
        if record['kind'] == 'source':
            sources[record['src']] = record
        elif record['kind'] == 'finding' and run in (0, record['run']):
            found.append((record, leaf, sources[record['src']]))
        elif record['kind'] == 'review' and record['verdict'] != 'note':
            said.setdefault(record['of'], {})['review'] = record['verdict']
        elif record['kind'] == 'reveal':
            for seq in record['of']:
                said.setdefault(seq, {})['revealed'] = str(record['seq'])
    return found, said, genesis


def check_csv(path, found, said, genesis):
    """RFC 4180: CRLF, as many cells in each row; and no cell is computed."""
    with open(path, newline='', encoding='utf-8') as stream:
        raw = stream.read()
    if re.search('[^\r]\n|\r[^\n]', raw):
        say('a line that does not end in CRLF')
    rows = list(csv.reader(raw.splitlines(keepends=True), strict=True))
    head = rows.pop(0)
    same('rows', len(rows), len(found))
    for cells, (r, leaf, source) in zip(rows, found):
        same('cells', len(cells), len(head))
        row = {}
        for key, cell in zip(head, cells):
            if re.match('^[\\s\u3000]*[=+@\uff1d\uff0b\uff0d\uff20\u2212-]',
                        cell):
                say('a formula', ascii(cell))
            if any(hidden(c) for c in cell):
                say('what steers', ascii(cell))
            row[key] = cell[1:] if cell[:1] == "'" else cell
        file = r.get('file', {})
        for key, want in {
                'record': str(r['seq']), 'leaf': leaf, 'run': str(r['run']),
                'source': name(source, 'name'), 'class': r['class'],
                'exhibit': source.get('exhibit', genesis.get('exhibit', '')),
                'mask': r['mask'], 'offset': str(r['off']),
                'length': str(r['len']), 'path': r['path'],
                'encoding': r['enc'], 'score': str(r['score']),
                'rating': rating(r['score']), 'why': words(r['why']),
                'alert': r.get('alert', ''),
                'attributes': words(r.get('attrs', {})),
                'volume': str(file.get('volume', '')),
                'file_system': file.get('fs', ''),
                'inode': file.get('inode', ''), 'file': name(file, 'path'),
                'state': file.get('state', ''), 'type': file.get('type', ''),
                'modified': file.get('modified', ''),
                'member': name(r, 'member'),
                'review': said.get(r['seq'], {}).get('review', ''),
                'revealed': said.get(r['seq'], {}).get('revealed', ''),
                'value': CLEAR.get(r['seq'], '')}.items():
            same('%s of record %d' % (key, r['seq']), row[key], shown(want))


def facet(thing):
    """The first, or only one."""
    facets = thing['uco-core:hasFacet']
    return facets[0] if isinstance(facets, list) else facets


def byte_run(r):
    """Where its bytes are."""
    start, *decoded = re.split('-[A-Z]', r['path'], maxsplit=1)
    length = 'uncompressed_len' if decoded else 'len'
    if start[0] == 'V':
        return {'file_offset': (start.split('@') + ['0'])[1],
                length: str(r['len'])}
    return {'img_offset': str(r['off']), length: str(r['len'])}


def check_dfxml(path, found, said, _):
    """One object a finding."""
    tree = ET.parse(path).getroot()
    objects = tree.findall(DF + 'fileobject')
    same('objects', len(objects), len(found))
    if found:
        same('image', tree.findtext('%ssource/%simage_filename' % (DF, DF)),
             shown(name(found[0][2], 'name')))
    for obj, (r, leaf, _) in zip(objects, found):
        same('path', obj.findtext(DF + 'filename'), r['path'])
        same('leaf', obj.findtext(DF + 'id'), leaf)
        same('run', obj.find('%sbyte_runs/%sbyte_run' % (DF, DF)).attrib,
             byte_run(r))
        told = obj.find(FX + 'finding')
        file = told.find(FX + 'file')
        for key, want in {
                'record': str(r['seq']), 'class': r['class'],
                'mask': r['mask'], 'score': str(r['score']),
                'rating': rating(r['score']), 'why': words(r['why']),
                'member': name(r, 'member'),
                'attributes': words(r.get('attrs', {})),
                'review': said.get(r['seq'], {}).get('review', ''),
                'revealed': said.get(r['seq'], {}).get('revealed', ''),
                'value': CLEAR.get(r['seq'], '')}.items():
            same('%s of record %d' % (key, r['seq']), told.get(key, ''),
                 shown(want))
        same('file', '' if file is None else file.get('path', ''),
             shown(name(r.get('file', {}), 'path')))


def check_case(path, found, said, genesis):
    """Every thing that is named is there; each finding is as its record says."""
    with open(path, encoding='utf-8') as stream:
        graph = json.load(stream)['@graph']
    things = {}
    for thing in graph:
        if thing['@id'] in things:
            same('a thing told twice', thing, things[thing['@id']])
        things[thing['@id']] = thing

    def refer(value):
        if isinstance(value, list):
            for item in value:
                refer(item)
        elif isinstance(value, dict):
            if list(value) == ['@id'] and value['@id'] not in things:
                say('named, and not there:', value['@id'])
            for item in value.values():
                refer(item)
    refer(graph)
    by_leaf = {t['uco-core:externalReference']
               ['uco-core:externalIdentifier']: t
               for t in graph if 'uco-core:externalReference' in t}
    same('findings', len(by_leaf), len(found))
    results = {ref['@id'] for t in graph
               for ref in t.get('uco-action:result', [])}
    same('results', results, {t['@id'] for t in by_leaf.values()})
    places = {}
    for thing in graph:
        if thing['@type'] == 'uco-observable:ObservableRelationship':
            places.setdefault(thing['uco-core:source']['@id'], []).append(thing)
    for r, leaf, source in found:
        thing = by_leaf['%d:%s' % (r['seq'], leaf)]
        facets = {f['@type'].split(':')[1]: f
                  for f in thing['uco-core:hasFacet']}
        same('class', thing['uco-core:name'], r['class'])
        same('mask', facets['AccountFacet']['uco-observable:accountIdentifier']
             if 'AccountFacet' in facets
             else thing['uco-core:description'],
             CLEAR.get(r['seq'], r['mask']))
        same('tags', thing['uco-core:tag'],
             [r['class'], rating(r['score']), 'score:%d bits' % r['score']] +
             ['%s:%s' % kv for kv in sorted(said.get(r['seq'], {}).items(),
                                            reverse=True)])
        where = places[thing['@id']]
        image = facet(where[0])
        same('offset', image['uco-observable:rangeOffset'], r['off'])
        target = things[where[0]['uco-core:target']['@id']]
        same('image', facet(target)['uco-observable:fileName'],
             name(source, 'name'))
        path = name(r.get('file', {}), 'path')
        same('files', len(where), 2 if path else 1)
        if path:
            target = things[where[1]['uco-core:target']['@id']]
            same('file', facet(target)['uco-observable:filePath'], path)
    same('person', [t['uco-core:name'] for t in graph
                    if t['@type'] == 'uco-identity:Person'],
         [genesis['examiner']])


def decode_feature(text):
    """As bulk_extractor_reader does."""
    return text.decode('unicode_escape').encode('latin1').decode('utf-8')


def check_features(folder, found, _, __):
    """The lines that its reader takes, and histograms that add up."""
    ET.parse(os.path.join(folder, 'report.xml'))
    classes = {}
    for r, _, source in found:
        classes.setdefault(r['class'].replace('.', '_'), []).append(
            (r, source))
    same('files', sorted(os.listdir(folder)),
         sorted(['report.xml'] + [c + e for c in classes
                                  for e in ('.txt', '_histogram.txt')]))
    for kind, rows in classes.items():
        with open(os.path.join(folder, kind + '.txt'), 'rb') as stream:
            lines = stream.read().split(b'\n')
        head = dict(re.match('# ([a-z0-9_-]+):(.*)', line.decode(), re.I)
                    .groups() for line in lines[1:5])
        same('recorder', head['Feature-Recorder'].strip(), kind)
        same('image', decode_feature(head['Filename'].strip().encode()),
             name(rows[0][1], 'name'))
        features = [line.split(b'\t') for line in lines[5:-1]]
        same('features', len(features), len(rows))
        counts = {}
        for parts, (r, _) in zip(features, rows):
            same('parts', len(parts), 3)
            if re.search(b'[\x00-\x08\x0a-\x1f\x7f]', b'\t'.join(parts)):
                say('a control in', parts)
            same('position', parts[0].decode(), r['path']
                 if r['path'][0].isdigit() else str(r['off']))
            same('feature', decode_feature(parts[1]),
                 CLEAR.get(r['seq'], r['mask']))
            path = name(r.get('file', {}), 'path')
            same('context', decode_feature(parts[2]),
                 'record=%d score=%d path=%s' %
                 (r['seq'], r['score'], r['path']) +
                 (' state=%s file=%s' % (r['file']['state'], path)
                  if path else ''))
            counts[parts[1]] = counts.get(parts[1], 0) + 1
        with open(os.path.join(folder, kind + '_histogram.txt'),
                  'rb') as stream:
            lines = stream.read().split(b'\n')
        same('histogram', lines[5:-1],
             [b'n=%d\t%s' % (n, f) for f, n in
              sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))])


def main():
    """One export."""
    kind, evd, path = sys.argv[1:4]
    found, said, genesis = records(evd, int((sys.argv[4:] + ['0'])[0]))
    if len(sys.argv) > 5:
        with open(sys.argv[5], encoding='utf-8') as stream:
            CLEAR.update((v['seq'], v['value'])
                         for v in map(json.loads, stream))
    {'csv': check_csv, 'dfxml': check_dfxml, 'case': check_case,
     'features': check_features}[kind](path, found, said, genesis)
    for where, _, files in os.walk(path):
        for file in files:
            clear(os.path.join(where, file))
    if os.path.isfile(path):
        clear(path)
    if BAD:
        sys.exit(1)
    print(len(found), 'findings agree')


def clear(path):
    """Nothing that is a card number by its check digit stands there."""
    with open(path, 'rb') as stream:
        text = html.unescape(stream.read().decode('utf-8', 'replace'))
    for pan in re.findall(r'(?<![0-9a-f-])\d{15,16}(?![0-9a-f-])', text):
        total = sum(int(d) if i % 2 else sum(map(int, str(2 * int(d))))
                    for i, d in enumerate(reversed(pan), 1))
        if (total % 10 == 0 and pan[0] in '3456' and
                pan not in CLEAR.values()):
            say('in clear:', pan[:6])


main()
