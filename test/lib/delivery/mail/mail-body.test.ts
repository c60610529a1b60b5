import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { startBrowser } from '../../../support/browser.ts';
import { blocksOf, htmlBody, type MailBlock, plainBody } from '../../../../src/lib/delivery/mail/mail-body.ts';

const blocks: MailBlock[] = [
  { kind: 'words', text: 'Bonjour,' },
  { kind: 'file', label: 'Fichier : ', name: 'a & <b>.csv', count: '2 lignes' },
  { kind: 'notice', text: 'Ce fichier remplace le précédent.' },
];

/** What a reader sees of HTML. */
function seen(html: string): string {
  const [, body = ''] = html.split('<body');
  const text = body.replace(/^[^>]*>/, '').replaceAll(/<[^>]*>/g, ' ');
  return text.replaceAll(
    /&(amp|lt|gt|quot|#39);/g,
    (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"' })[name] ?? "'",
  );
}

test('both forms say the same, block by block', () => {
  expect(plainBody(blocks)).toBe('Bonjour,\n\nFichier : a & <b>.csv (2 lignes)\n\nCe fichier remplace le précédent.\n');
  const html = htmlBody('fr', 'Fiches', blocks);
  expect(seen(html).split(/\s+/).join(' ').trim()).toBe(
    'Fiches Bonjour, a & <b>.csv 2 lignes Ce fichier remplace le précédent.',
  );
  expect(html).toContain('<html lang="fr">');
});

test('an author’s text becomes its paragraphs, and keeps its lines', () => {
  const own = blocksOf('Bonjour,\r\n\r\n1. un\r\n2. deux\n \n\nMerci\n');
  expect(own.map(({ kind }) => kind)).toEqual(['words', 'words', 'words']);
  expect(htmlBody('fr', 'Fiches', own)).toMatch(/>1\. un\r?<br>\n2\. deux</);
});

test('no text of ours or theirs becomes markup, and nothing is fetched', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", '/', ' ', 'é', '\n', 'script', '&lt;', '<!--') }),
      (text) => {
        const html = htmlBody('en', text, [
          { kind: 'words', text },
          { kind: 'notice', text },
          { kind: 'file', label: '', name: text, count: text },
        ]);
        const tags = [...html.matchAll(/<\/?([a-z!]+)/g)].map(([, tag]) => tag);
        const known = ['!doctype', 'html', 'head', 'meta', 'style', 'title', 'body', 'div', 'h', 'p', 'strong', 'br'];
        expect(tags.filter((tag) => !known.includes(tag ?? ''))).toEqual([]);
        expect(html).not.toMatch(/<!--|src=|href=|url\(/);
        const flat = (each: string) => each.replaceAll(/\s+/g, ' ').trim();
        expect(flat(seen(html))).toBe(flat([text, text, text, text, text].join(' ')));
      },
    ),
  );
});

test('French marks stay with their words, file names stay as they are', () => {
  const file: MailBlock = { kind: 'file', label: '', name: 'a ; b.csv', count: '' };
  const html = htmlBody('fr', '« Fiches » : août', [{ kind: 'words', text: 'Attention ! 1 ; 2' }, file]);
  expect(html).toContain('>«\u00A0Fiches\u00A0»\u00A0: août</h1>');
  expect(html).toContain('>Attention\u00A0! 1\u00A0; 2<');
  expect(html).toContain('a ; b.csv');
});

test.each(['light', 'dark'] as const)(
  'on a phone in the %s nothing is wider than the screen, and the text stands out',
  async (scheme) => {
    const browser = await startBrowser();
    onTestFinished(browser.close);
    const page = await browser.context.newPage();
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width: 320, height: 600 });
    const long: MailBlock = { kind: 'file', label: '', name: `${'reabonnements_'.repeat(10)}.csv`, count: '1 ligne' };
    const link: MailBlock = { kind: 'place', where: `https://partage.example/${'depot'.repeat(20)}` };
    await page.setContent(htmlBody('fr', 'Fiches', [...blocks, long, link]));
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
    const colour = String(await page.evaluate("getComputedStyle(document.querySelector('p')).color"));
    expect(colour).toBe(scheme === 'dark' ? 'rgb(255, 255, 255)' : 'rgb(0, 0, 0)');
  },
  60_000,
);
