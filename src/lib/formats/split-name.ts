const PARTS = /^(.+?)\.([A-Za-z0-9]+(?:\.(?:gz|zip|pgp))*)$/s;

/** A file name in two: `a.b` and `csv.gz` of `a.b.csv.gz`. `ext` is empty where there is none. */
export function splitName(fileName: string): { readonly name: string; readonly ext: string } {
  const [, name = fileName, ext = ''] = PARTS.exec(fileName) ?? [];
  return { name, ext };
}

/** The name with a number before its extension: `a-2.csv.gz`. */
export function numberedName(fileName: string, number: number): string {
  const { name, ext } = splitName(fileName);
  return `${name}-${number}${ext === '' ? '' : `.${ext}`}`;
}
