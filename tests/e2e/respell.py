"""respell.py - a record in spellings that say the same, or nearly, or nothing

Each row takes the canonical bytes of a finding and gives other bytes.  All of
them must be refused although their hashes and signatures are good.
"""


def sub(old, new):
    def change(body):
        assert old in body, old
        return body.replace(old, new, 1)
    return change


def member(text):
    """A member more, in its place by its key, which is after "class"."""
    return lambda body: body.replace(b'"commit":', text + b',"commit":', 1)


def why(text):
    return sub(b'"luhn"', text)


TABLE = [
    ('a key twice, at the end', lambda b: b[:-1] + b',"v":1}'),
    ('a key twice, at the beginning', lambda b: b'{"v":1,' + b[1:]),
    ('a key twice, side by side', sub(b'"len":16', b'"len":16,"len":16')),
    ('a key twice, within', sub(b'"commit":{', b'"commit":{"value":"00",')),
    ('keys out of order', lambda b: b'{"v":1,' + b[1:].replace(b',"v":1', b'')),
    ('a space behind a colon', sub(b'"len":', b'"len": ')),
    ('a space behind a comma', sub(b',"len"', b', "len"')),
    ('a space in front', lambda b: b' ' + b),
    ('a space behind', lambda b: b + b' '),
    ('a newline behind', lambda b: b + b'\n'),
    ('a carriage return behind', lambda b: b + b'\r'),
    ('a tab within', sub(b'"len":', b'"len":\t')),
    ('a NUL behind', lambda b: b + b'\0'),
    ('a byte order mark', lambda b: b'\xef\xbb\xbf' + b),
    ('a byte order mark in a string', why(b'"\xef\xbf\xbe"')),
    ('a comment', sub(b'"len":', b'/**/"len":')),
    ('a comma too many', lambda b: b[:-1] + b',}'),
    ('a comma too few', sub(b',"len"', b'"len"')),
    ('no end', lambda b: b[:-1]),
    ('two ends', lambda b: b + b'}'),
    ('twice', lambda b: b + b),
    ('nothing', lambda b: b''),
    ('an array', lambda b: b'[' + b + b']'),
    ('a string', lambda b: b'"' + b.replace(b'"', b'\\"') + b'"'),
    ('single quotes', sub(b'"luhn"', b"'luhn'")),
    ('no quotes', sub(b'"len"', b'len')),
    ('an exponent', sub(b'"len":16', b'"len":16e0')),
    ('a real number', sub(b'"len":16', b'"len":16.0')),
    ('a zero in front', sub(b'"len":16', b'"len":016')),
    ('a plus', sub(b'"len":16', b'"len":+16')),
    ('a negative zero', sub(b'"off":8000', b'"off":-0')),
    ('a hexadecimal number', sub(b'"len":16', b'"len":0x10')),
    ('a number past 2^53', sub(b'"off":8000', b'"off":9007199254740992')),
    ('a number past 2^64', sub(b'"off":8000', b'"off":18446744073709559616')),
    ('a number past all', sub(b'"off":8000', b'"off":' + b'9' * 400)),
    ('not a number', sub(b'"off":8000', b'"off":NaN')),
    ('infinity', sub(b'"off":8000', b'"off":Infinity')),
    ('a number in quotes', sub(b'"off":8000', b'"off":"8000"')),
    ('null', member(b'"col":null')),
    ('true', member(b'"col":true')),
    ('an escape for a letter', why(b'"\\u006cuhn"')),
    ('an escape for a key', sub(b'"len"', b'"\\u006cen"')),
    ('an escaped slash', why(b'"\\/"')),
    ('a long escape for a newline', why(b'"\\u000a"')),
    ('an upper-case escape', why(b'"\\u001F"')),
    ('an escape for DEL', why(b'"\\u007f"')),
    ('an escape for a NUL', why(b'"\\u0000"')),
    ('an escape that is none', why(b'"\\x41"')),
    ('a control as it is', why(b'"\x1f"')),
    ('a tab as it is', why(b'"\t"')),
    ('a lone surrogate, escaped', why(b'"\\ud800"')),
    ('a pair of surrogates, escaped', why(b'"\\ud83d\\ude00"')),
    ('a lone surrogate, in bytes', why(b'"\xed\xa0\x80"')),
    ('an overlong slash', why(b'"\xc0\xaf"')),
    ('an overlong NUL', why(b'"\xc0\x80"')),
    ('half a character', why(b'"\xe2\x82"')),
    ('a byte of Latin-1', why(b'"\xe9"')),
    ('past the last character', why(b'"\xf4\x90\x80\x80"')),
    ('a noncharacter', why(b'"\xef\xb7\x90"')),
    ('an upper-case key', member(b'"Col":1')),
    ('an empty key', lambda b: b'{"":1,' + b[1:]),
    ('a key with a space', member(b'"co l":1')),
    ('four levels', member(b'"col":[[[1]]]')),
    ('a thousand levels', member(b'"col":' + b'[' * 1000 + b']' * 1000)),
]

# What python's json module takes for canonical: the short program that stands
# beside fxverify need not know every rule.
NOT_FOR_ALL = {'a number past 2^53', 'a number past 2^64',
               'a number past all', 'a number in quotes', 'an upper-case key',
               'an empty key', 'a key with a space', 'four levels',
               'a thousand levels', 'a noncharacter',
               'a byte order mark in a string', 'an escape for a NUL'}
