const INVALID_LEAD = 0;

/** Bytes of the sequence each byte begins; 0 for bytes that begin none. */
const LENGTHS = Uint8Array.from({ length: 256 }, (_, lead) => {
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return INVALID_LEAD;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
});

/**
 * Length of the UTF-8 sequence at `at`; negative when it is ill-formed: minus the bytes that one U+FFFD stands for
 * (the maximal subpart, Unicode 3.9, as TextDecoder counts).
 */
export function utf8SequenceLength(bytes: Uint8Array, at: number, end: number): number {
  const lead = bytes[at] ?? 0;
  const length = LENGTHS[lead] ?? INVALID_LEAD;
  if (length === INVALID_LEAD) return -1;
  for (let i = 1; i < length; i++) {
    const byte = at + i < end ? (bytes[at + i] ?? 0) : 0;
    const low = i === 1 ? lowestSecond(lead) : 0x80;
    const high = i === 1 ? highestSecond(lead) : 0xbf;
    if (byte < low || byte > high) return -i;
  }
  return length;
}

/** Lower ones would write a character in more bytes than it needs. */
function lowestSecond(lead: number): number {
  if (lead === 0xe0) return 0xa0;
  return lead === 0xf0 ? 0x90 : 0x80;
}

/** Higher ones would write a surrogate, or a character after U+10FFFF. */
function highestSecond(lead: number): number {
  if (lead === 0xed) return 0x9f;
  return lead === 0xf4 ? 0x8f : 0xbf;
}
