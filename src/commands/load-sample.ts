import { readFile } from 'node:fs/promises';
import { ensureSampleInMysql } from '../embedded/sample/ensure-sample-in-mysql.ts';
import type { Output } from './output.ts';

/** `bordereau load-sample`: the sample databases on the MySQL or MariaDB server whose address the file holds. */
export async function loadSample(urlFile: string, output: Output): Promise<void> {
  const url = await readFile(urlFile, 'utf8');
  const result = await ensureSampleInMysql(url.trim());
  output.line(result === 'made' ? 'Made the sample databases.' : 'The sample databases are there already.');
}
