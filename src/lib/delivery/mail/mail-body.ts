import { isLink } from '../large-files.ts';

/** A part of a mail's body, for both of its forms. */
export type MailBlock =
  | { readonly kind: 'words'; readonly text: string }
  /** Words that must not be overlooked, such as that an earlier file is replaced. */
  | { readonly kind: 'notice'; readonly text: string }
  /** Where a file is that the mail does not carry: a link, or words. */
  | { readonly kind: 'place'; readonly where: string }
  | { readonly kind: 'file'; readonly label: string; readonly name: string; readonly count: string };

/** The blocks of a text that an author wrote: its paragraphs. */
export function blocksOf(text: string): MailBlock[] {
  const paragraphs = text.split(/\r?\n(?:[ \t]*\r?\n)+/).map((paragraph) => paragraph.trim());
  return paragraphs.filter((paragraph) => paragraph !== '').map((paragraph) => ({ kind: 'words', text: paragraph }));
}

/** The plain text of a mail: a blank line between blocks. */
export function plainBody(blocks: readonly MailBlock[]): string {
  return `${blocks.map(plainBlock).join('\n\n')}\n`;
}

function plainBlock(block: MailBlock): string {
  switch (block.kind) {
    case 'words':
    case 'notice':
      return block.text;
    case 'place':
      return block.where;
    case 'file':
      return `${block.label}${block.name} (${block.count})`;
  }
}

const STYLES = {
  body: "margin:0;padding:24px 16px;font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5",
  page: 'max-width:36em;margin:0 auto;overflow-wrap:anywhere',
  heading: 'margin:0 0 20px;font-size:20px;line-height:1.3;font-weight:600',
  words: 'margin:0 0 16px',
  notice: 'margin:0 0 16px;padding:2px 0 2px 12px;border-left:4px solid #c77700',
  file: 'margin:0 0 16px;padding:10px 14px;border:1px solid #8b929a;border-radius:6px',
} as const;

/**
 * The HTML of a mail: no picture, no script, no colour of text or ground, so that each mail program shows it in its own, light
 * or dark; every text is escaped.
 */
export function htmlBody(locale: 'fr' | 'en', title: string, blocks: readonly MailBlock[]): string {
  const said = (text: string): string => escaped(locale === 'fr' ? withFrenchSpaces(text) : text);
  return [
    `<!doctype html><html lang="${locale}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark">',
    '<style>:root{color-scheme:light dark}</style>',
    `<title>${said(title)}</title></head>`,
    `<body style="${STYLES.body}"><div style="${STYLES.page}">`,
    `<h1 style="${STYLES.heading}">${said(title)}</h1>`,
    ...blocks.map((block) => htmlBlock(block, said)),
    '</div></body></html>',
    '',
  ].join('\n');
}

function htmlBlock(block: MailBlock, said: (text: string) => string): string {
  switch (block.kind) {
    case 'words':
    case 'notice':
      return `<p style="${STYLES[block.kind]}">${said(block.text)}</p>`;
    case 'place':
      return `<p style="${STYLES.words}">${placeHtml(block.where)}</p>`;
    case 'file':
      return `<p style="${STYLES.file}"><strong>${escaped(block.name)}</strong><br>${escaped(block.count)}</p>`;
  }
}

function placeHtml(where: string): string {
  return isLink(where) ? `<a href="${escaped(where)}">${escaped(where)}</a>` : escaped(where);
}

/** No line begins with a mark that belongs to the word before it, or ends with « alone. */
function withFrenchSpaces(text: string): string {
  return text.replaceAll(/ (?=[:;!?»])|(?<=«) /g, '\u00A0');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\n': '<br>\n',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"'\n]/g, (character) => ENTITIES[character] ?? character);
}
