/** A piece of SQL text; the pieces' `text` joined is the whole text again. */
export interface SqlPiece {
  readonly kind: 'code' | 'quoted' | 'comment' | 'parameter' | 'mark' | 'end' | 'unclosed';
  readonly text: string;
  /** Line of its first character, counted from 1. */
  readonly line: number;
}

/**
 * What may stand in SQL, as MySQL reads it: `--` opens a comment only before white space, a backslash escapes inside
 * quotes, and hints in comments are code. A `:` that begins no name (`::`, `:=`, `12:30`) is code too.
 */
const PIECES = new RegExp(
  [
    String.raw`(?<comment>--(?=\s|$)[^\n]*|#[^\n]*|/\*(?![!+])[^]*?\*/)`,
    String.raw`(?<quoted>'(?:[^'\\]|\\[^]|'')*'|"(?:[^"\\]|\\[^]|"")*"|\`(?:[^\`]|\`\`)*\`)`,
    String.raw`(?<unclosed>['"\`][^]*|/\*(?![!+])[^]*)`,
    String.raw`:(?<parameter>[a-zA-Z_][a-zA-Z0-9_]*)`,
    String.raw`(?<end>;)`,
    String.raw`(?<mark>\?)`,
    String.raw`(?<code>::+|[^'"\`\-#/:;?]+|[^])`,
  ].join('|'),
  'gy',
);

/** Splits SQL text into its pieces; the text of a parameter is its name without the colon. */
export function* scanSql(text: string): Generator<SqlPiece> {
  let line = 1;
  for (const match of text.matchAll(PIECES)) {
    const [kind, piece] = found(match.groups ?? {});
    yield { kind, text: piece, line };
    line += match[0].split('\n').length - 1;
  }
}

function found(groups: Record<string, string | undefined>): readonly [SqlPiece['kind'], string] {
  for (const [kind, piece] of Object.entries(groups)) {
    // The groups' names are the kinds.
    if (piece !== undefined) return [kind as SqlPiece['kind'], piece];
  }
  return ['code', ''];
}
