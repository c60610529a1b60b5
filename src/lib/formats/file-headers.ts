/** The titles written in the file, and what the recipient should be told about them. */
export interface Headers {
  readonly titles: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * A title for every column: an empty one becomes `Colonne 3`, and unless `keep` is asked for, the second of two equal
 * ones becomes `a (2)` (formats.md A11, A12).
 */
export function fileHeaders(names: readonly string[], duplicates: 'number' | 'keep'): Headers {
  const named = names.map((name, index) => (name === '' ? `Colonne ${index + 1}` : name));
  if (duplicates === 'keep') return { titles: named, warnings: [] };
  const taken = new Set(named);
  const seen = new Set<string>();
  const warnings: string[] = [];
  const titles = named.map((name, index) => {
    const title = seen.has(name) ? numbered(name, taken) : name;
    if (title !== name) warnings.push(`column ${index + 1} has the title of another column and was numbered`);
    seen.add(title);
    taken.add(title);
    return title;
  });
  return { titles, warnings };
}

function numbered(name: string, taken: ReadonlySet<string>): string {
  let number = 2;
  while (taken.has(`${name} (${number})`)) number++;
  return `${name} (${number})`;
}
