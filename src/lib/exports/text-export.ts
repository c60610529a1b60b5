import type { TextTemplate } from '../formats/text-file.ts';
import { TableExport } from './table-export.ts';

/** An export that makes a plain text: lines before the rows, one line for each row, lines after. */
export abstract class TextExport extends TableExport {
  readonly format = 'text';
  abstract readonly template: TextTemplate;
  /** The file's text, up to 1 MiB, is the body of mails, and nothing is attached; other targets get the file. Default false. */
  readonly inBody: boolean = false;
}
