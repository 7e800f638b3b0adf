/** SHA-256 (FIPS 180-4), because the core may use no library: for keys that would be too long as they are. */

/** The first 32 bits of the fractions of the first primes' cube roots, and of the first eight's square roots. */
const ROUNDS = [
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
  0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
  0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
  0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
  0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
  0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
  0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
  0xc67178f2,
];
const START = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
] as const;

const BLOCK_BYTES = 64;

type State = readonly [number, number, number, number, number, number, number, number];

/** As 64 hexadecimal digits. `text`: ASCII. */
export function sha256(text: string): string {
  const bytes = padded(text);
  let state: State = START;
  for (let offset = 0; offset < bytes.byteLength; offset += BLOCK_BYTES) {
    state = absorb(state, scheduleOf(bytes, offset));
  }
  return state.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

/** The text, a one, zeros, and its length in bits at the end of a block. */
function padded(text: string): DataView {
  const length = Math.ceil((text.length + 9) / BLOCK_BYTES) * BLOCK_BYTES;
  const bytes = new DataView(new ArrayBuffer(length));
  for (let index = 0; index < text.length; index += 1) bytes.setUint8(index, text.charCodeAt(index));
  bytes.setUint8(text.length, 0x80);
  bytes.setUint32(length - 4, text.length * 8);
  return bytes;
}

/** The words of a block, and those that are made of them. */
function scheduleOf(bytes: DataView, offset: number): number[] {
  const words = Array.from({ length: BLOCK_BYTES / 4 }, (_, index) => bytes.getInt32(offset + index * 4));
  const word = (index: number): number => words[index] ?? 0;
  for (let index = words.length; index < ROUNDS.length; index += 1) {
    const [a, b] = [word(index - 15), word(index - 2)];
    const s0 = turned(a, 7) ^ turned(a, 18) ^ (a >>> 3);
    const s1 = turned(b, 17) ^ turned(b, 19) ^ (b >>> 10);
    words.push((word(index - 16) + s0 + word(index - 7) + s1) | 0);
  }
  return words;
}

function absorb(state: State, schedule: readonly number[]): State {
  let [a, b, c, d, e, f, g, h] = state;
  for (const [index, word] of schedule.entries()) {
    const s1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
    const choice = (e & f) ^ (~e & g);
    const first = (h + s1 + choice + (ROUNDS[index] ?? 0) + word) | 0;
    const s0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    [a, b, c, d, e, f, g, h] = [(first + s0 + majority) | 0, a, b, c, (d + first) | 0, e, f, g];
  }
  const [a0, b0, c0, d0, e0, f0, g0, h0] = state;
  return [
    (a0 + a) | 0,
    (b0 + b) | 0,
    (c0 + c) | 0,
    (d0 + d) | 0,
    (e0 + e) | 0,
    (f0 + f) | 0,
    (g0 + g) | 0,
    (h0 + h) | 0,
  ];
}

/** The bits that fall out on the right come in again on the left. */
function turned(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}
