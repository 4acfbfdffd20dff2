"""Addresses and phrases made by other code, some of them damaged.

Prints, a line each: scheme, TAB, value, TAB, 1 if it must be valid, else 0.
Base 58, Bech32 and CashAddr are written here from their specifications as
arithmetic on Python's numbers; Keccak and the phrases are pycryptodome's and
python-mnemonic's.
"""
import hashlib
import random
import sys

from Cryptodome.Hash import keccak
from mnemonic import Mnemonic

ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
RIPPLE = 'rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz'
FIVE = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
VERSIONS = [('btc', '00', 20, 0), ('btc', '05', 20, 0), ('btc', '80', 32, 0),
            ('btc', '80', 32, 1), ('btc', '0488b21e', 74, 0),
            ('btc', '0488ade4', 74, 0), ('ltc', '30', 20, 0),
            ('ltc', '32', 20, 0), ('doge', '1e', 20, 0), ('doge', '16', 20, 0),
            ('dash', '4c', 20, 0), ('dash', '10', 20, 0), ('trx', '41', 20, 0),
            ('zec', '1cb8', 20, 0), ('zec', '1cbd', 20, 0),
            ('xrp', '00', 20, 0)]


def keccak256(data):
    return keccak.new(digest_bits=256, data=data).digest()


def base58(data, alphabet):
    number, text = int.from_bytes(data, 'big'), ''
    while number:
        number, digit = divmod(number, 58)
        text = alphabet[digit] + text
    return alphabet[0] * (len(data) - len(data.lstrip(b'\0'))) + text


def base58check(coin, version, size, end, rng):
    data = bytes.fromhex(version) + rng.randbytes(size) + b'\1' * end
    data += hashlib.sha256(hashlib.sha256(data).digest()).digest()[:4]
    return base58(data, RIPPLE if coin == 'xrp' else ALPHABET)


def remainder(values, degree, generator):
    """The remainder over GF(32) of a polynomial by the code's generator."""
    top = (degree - 1) * 5
    value = 1
    for v in values:
        high = value >> top
        value = (value & ((1 << top) - 1)) << 5 ^ v
        for i in range(5):
            value ^= generator[i] if high >> i & 1 else 0
    return value


def fives(data):
    bits = ''.join('{:08b}'.format(b) for b in data)
    bits += '0' * (-len(bits) % 5)
    return [int(bits[i:i + 5], 2) for i in range(0, len(bits), 5)]


def segwit(hrp, version, size, rng):
    values = [version] + fives(rng.randbytes(size))
    head = [ord(c) >> 5 for c in hrp] + [0] + [ord(c) & 31 for c in hrp]
    const = remainder(head + values + [0] * 6, 6, [
        0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3])
    const ^= 1 if version == 0 else 0x2bc830a3
    values += [const >> 5 * (5 - i) & 31 for i in range(6)]
    return hrp + '1' + ''.join(FIVE[v] for v in values)


def cash(kind, rng):
    values = fives(bytes([kind << 3]) + rng.randbytes(20))
    head = [ord(c) & 31 for c in 'bitcoincash'] + [0]
    const = 1 ^ remainder(head + values + [0] * 8, 8, [
        0x98f2bc8e61, 0x79b76d99e2, 0xf33e5fb3c4, 0xae2eabe2a8, 0x1e4f43e470])
    values += [const >> 5 * (7 - i) & 31 for i in range(8)]
    return 'bitcoincash:' + ''.join(FIVE[v] for v in values)


def ether(rng):
    text = rng.randbytes(20).hex()
    digits = keccak256(text.encode()).hex()
    return '0x' + ''.join(c.upper() if int(d, 16) > 7 else c
                          for c, d in zip(text, digits))


def monero(rng):
    data = bytes([rng.choice((18, 42))]) + rng.randbytes(64)
    data += keccak256(data)[:4]
    text = ''
    for i in range(0, len(data), 8):
        group = data[i:i + 8]
        width = {8: 11, 5: 7}[len(group)]
        text += base58(group.lstrip(b'\0'), ALPHABET).rjust(width, '1')
    return text


def made(rng):
    for coin, version, size, end in VERSIONS:
        yield coin, base58check(coin, version, size, end, rng), ALPHABET
    for hrp, coin in (('bc', 'btc'), ('ltc', 'ltc')):
        for version, size in ((0, 20), (0, 32), (1, 32), (5, 17)):
            yield coin, segwit(hrp, version, size, rng), FIVE
    yield 'bch', cash(rng.randrange(4), rng), FIVE
    yield 'xmr', monero(rng), ALPHABET
    yield 'eth', ether(rng), None


def damage(coin, text, letters, rng):
    """One character becomes another."""
    if coin == 'eth':
        at = rng.choice([i for i, c in enumerate(text[2:], 2) if c.isalpha()])
        other = text[at].swapcase()
    else:
        start = text.index(':') + 1 if ':' in text else 0
        start = text.index('1') + 1 if text.startswith(('bc1', 'ltc1')) else start
        at = rng.randrange(start, len(text))
        other = rng.choice([c for c in letters if c != text[at]])
    return text[:at] + other + text[at + 1:]


def main(rounds):
    rng = random.Random(20261122)
    words = Mnemonic('english')
    for _ in range(rounds):
        for coin, text, letters in made(rng):
            print('wallet:' + coin, text, 1, sep='\t')
            print('wallet:' + coin, damage(coin, text, letters, rng), 0,
                  sep='\t')
        for size in (16, 20, 24, 28, 32):
            phrase = words.to_mnemonic(rng.randbytes(size)).split()
            print('wallet:bip39', ' '.join(phrase), 1, sep='\t')
            rng.shuffle(phrase)
            phrase = ' '.join(phrase)
            print('wallet:bip39', phrase, int(words.check(phrase)), sep='\t')


main(int(sys.argv[1]))
