/* keccak.c - Keccak-f[1600] (FIPS 202, clause 3) and the hash of 256 bits */
#include <string.h>

#include "coin.h"

enum { LANES = 25, ROUNDS = 24, RATE = 136 };

static const uint64_t iota[ROUNDS] = {
	0x0000000000000001,
	0x0000000000008082,
	0x800000000000808a,
	0x8000000080008000,
	0x000000000000808b,
	0x0000000080000001,
	0x8000000080008081,
	0x8000000000008009,
	0x000000000000008a,
	0x0000000000000088,
	0x0000000080008009,
	0x000000008000000a,
	0x000000008000808b,
	0x800000000000008b,
	0x8000000000008089,
	0x8000000000008003,
	0x8000000000008002,
	0x8000000000000080,
	0x000000000000800a,
	0x800000008000000a,
	0x8000000080008081,
	0x8000000000008080,
	0x0000000080000001,
	0x8000000080008008,
};

static uint64_t
turn(uint64_t v, unsigned int n)
{
	return n == 0 ? v : v << n | v >> (64 - n);
}

/* Each lane takes the parity of two columns beside its own. */
static void
theta(uint64_t a[LANES])
{
	uint64_t c[5], d;
	size_t x, y;

	for (x = 0; x < 5; x++)
		c[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
	for (x = 0; x < 5; x++) {
		d = c[(x + 4) % 5] ^ turn(c[(x + 1) % 5], 1);
		for (y = 0; y < LANES; y += 5)
			a[x + y] ^= d;
	}
}

/* Lanes are turned by the triangular numbers as they change places. */
static void
rho_pi(uint64_t a[LANES])
{
	size_t x = 1, y = 0, next;
	uint64_t lane = a[1], other;
	unsigned int t;

	for (t = 1; t < LANES; t++) {
		next = (2 * x + 3 * y) % 5;
		x = y;
		y = next;
		other = a[x + 5 * y];
		a[x + 5 * y] = turn(lane, t * (t + 1) / 2 % 64);
		lane = other;
	}
}

static void
chi(uint64_t a[LANES])
{
	uint64_t row[5];
	size_t x, y;

	for (y = 0; y < LANES; y += 5) {
		memcpy(row, a + y, sizeof row);
		for (x = 0; x < 5; x++)
			a[x + y] ^= ~row[(x + 1) % 5] & row[(x + 2) % 5];
	}
}

static void
permute(uint64_t a[LANES])
{
	size_t i;

	for (i = 0; i < ROUNDS; i++) {
		theta(a);
		rho_pi(a);
		chi(a);
		a[0] ^= iota[i];
	}
}

/* Lanes are little-endian. */
static void
absorb(uint64_t a[LANES], const uint8_t block[RATE])
{
	size_t i;

	for (i = 0; i < RATE; i++)
		a[i / 8] ^= (uint64_t)block[i] << i % 8 * 8;
	permute(a);
}

void
keccak256(const uint8_t *p, size_t n, uint8_t out[KECCAK_LEN])
{
	uint64_t a[LANES] = { 0 };
	uint8_t last[RATE] = { 0 };
	size_t i;

	for (; n >= RATE; p += RATE, n -= RATE)
		absorb(a, p);
	memcpy(last, p, n);
	last[n] = 0x01;
	last[RATE - 1] |= 0x80;
	absorb(a, last);
	for (i = 0; i < KECCAK_LEN; i++)
		out[i] = (uint8_t)(a[i / 8] >> i % 8 * 8);
}
