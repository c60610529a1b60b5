/** The order in which the Open XML SDK wants the children of a `<font>`; exceljs has its own. */
const FONT_CHILDREN = [
  'b',
  'i',
  'strike',
  'outline',
  'u',
  'vertAlign',
  'sz',
  'color',
  'name',
  'family',
  'charset',
  'scheme',
];

/** Puts the children of each font in order; exceljs's order is the one error the SDK finds in its styles. */
export function correctStyles(xml: string): string {
  return xml.replaceAll(/<font>(.*?)<\/font>/g, (_, inner: string) => {
    const children = inner.match(/<[^>]+\/>/g) ?? [];
    return `<font>${children.toSorted((a, b) => fontChildRank(a) - fontChildRank(b)).join('')}</font>`;
  });
}

function fontChildRank(element: string): number {
  return FONT_CHILDREN.indexOf(/^<(\w+)/.exec(element)?.[1] ?? '');
}

/** Leaves out when the workbook was made: the same rows give the same bytes (formats.md X21). */
export function correctCoreProperties(xml: string): string {
  return xml.replaceAll(/<dcterms:(created|modified)[^>]*>[^<]*<\/dcterms:\1>/g, '');
}
