/** The rows of every table of a Markdown text, headings included: trimmed cells. A `\|` inside a cell is a bar. */
export function tableRows(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\|[-|\s:]+\|$/.test(line))
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('\\|', '|')),
    );
}

/** A fenced block of code. */
export interface Block {
  readonly language: string;
  /** From the first line, when that is a comment with a path: `// canal/x.ts` or `-- canal/x.sql`. */
  readonly file: string | null;
  readonly code: string;
}

/** Every fenced block of a Markdown text, in order. */
export function codeBlocks(text: string): Block[] {
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language = '', code = '']) => ({
    language,
    file: /^(?:\/\/|--) ([a-z0-9/-]+\.(?:ts|sql))\n/.exec(code)?.[1] ?? null,
    code,
  }));
}
