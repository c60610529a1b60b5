/** One tag and the text before it; names are compared by `wellFormed`. */
const TAG =
  /[^<&]*(?:&(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);[^<&]*)*<(?<close>\/?)(?<name>[\w:.-]+)(?:\s+[\w:.-]+="[^"<]*")*\s*(?<empty>\/?)>\s*/iy;
const DECLARATION = /^<\?xml [^>]*\?>\s*/;

/** True when a small XML text is one element, every tag closed by its own (XML 1.0, 2.1), without DTD or comments. */
export function wellFormed(xml: string): boolean {
  const open: string[] = [];
  TAG.lastIndex = DECLARATION.exec(xml)?.[0].length ?? 0;
  while (TAG.lastIndex < xml.length) {
    const tag = TAG.exec(xml)?.groups;
    if (tag === undefined) return false;
    const { close, name = '', empty } = tag;
    if (close === '/' && open.pop() !== name) return false;
    if (close === '' && empty === '') open.push(name);
    if (open.length === 0) return TAG.lastIndex === xml.length;
  }
  return false;
}
