const LONGEST = 31;
const FORBIDDEN = /[:\\/?*[\]\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu;
const DEFAULT_NAME = 'Feuille';

/** Names for the sheets of one workbook: what Excel accepts, each once, whatever the case (formats.md X3). */
export class SheetNames {
  readonly #taken = new Set<string>();
  readonly #warnings: string[];

  /** What was changed is added to `warnings`. */
  constructor(warnings: string[]) {
    this.#warnings = warnings;
  }

  /** The name itself, or the nearest one that is allowed and free: `A/B` is `A_B`, a second `total` is `total (2)`. */
  claim(wanted: string): string {
    const name = cut(allowed(wanted), LONGEST);
    let free = name;
    for (let n = 2; this.#taken.has(key(free)); n++) free = numbered(name, n);
    this.#taken.add(key(free));
    if (free !== wanted) this.#warnings.push(`sheet "${wanted}" is named "${free}"`);
    return free;
  }
}

const key = (name: string): string => name.normalize('NFC').toLowerCase();

function allowed(wanted: string): string {
  const name = cut(wanted.replaceAll(FORBIDDEN, '_'), LONGEST).replaceAll(/^'|'$/g, '_');
  if (name.trim() === '') return DEFAULT_NAME;
  return name.toLowerCase() === 'history' ? `${name}_` : name;
}

function numbered(name: string, n: number): string {
  const suffix = ` (${n})`;
  return cut(name, LONGEST - suffix.length) + suffix;
}

/** At most `units` UTF-16 units, without half a character at the end. */
function cut(text: string, units: number): string {
  return text.slice(0, units).replace(/[\uD800-\uDBFF]$/, '');
}
