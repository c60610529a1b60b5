import XLSX from '@e965/xlsx';

/** The cells of a workbook as a person sees them: a line for each sheet's name, then an array of texts for each row. */
export function displayedCells(bytes: Buffer): string {
  const book = XLSX.read(bytes);
  return book.SheetNames.flatMap((name) => {
    const rows = XLSX.utils.sheet_to_json<string[]>(book.Sheets[name]!, { header: 1, raw: false, defval: '' });
    return [`# ${name}`, ...rows.map((row) => JSON.stringify(row)), ''];
  }).join('\n');
}
