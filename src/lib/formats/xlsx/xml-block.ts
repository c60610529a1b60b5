/** Bytes of sheet XML being gathered. Whoever appends makes sure that there is room. */
export class XmlBlock {
  bytes: Buffer = Buffer.alloc(0);
  at = 0;

  /** Continues in new memory. */
  reset(bytes: Buffer): void {
    this.bytes = bytes;
    this.at = 0;
  }

  literal(text: Uint8Array): void {
    this.bytes.set(text, this.at);
    this.at += text.length;
  }

  byte(value: number): void {
    this.bytes[this.at++] = value;
  }

  copy(source: Uint8Array, start: number, end: number): void {
    let at = this.at;
    for (let i = start; i < end; i++) this.bytes[at++] = source[i] ?? 0;
    this.at = at;
  }
}
