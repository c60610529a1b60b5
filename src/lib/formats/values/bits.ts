/** The bytes of a BIT(n) value, big-endian, as an unsigned decimal number (formats.md C8): `02 01` is `513`. */
export function bitsText(bytes: Uint8Array, start: number, end: number): string {
  let value = 0n;
  for (let i = start; i < end; i++) value = (value << 8n) | BigInt(bytes[i] ?? 0);
  return value.toString();
}
