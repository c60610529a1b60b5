import { readFile } from 'node:fs/promises';
import { ensureSampleInMysql } from '../embedded/sample/ensure-sample-in-mysql.ts';
import { embeddedSample } from '../processes/embedded.ts';
import { type Output, shortPath } from './output.ts';

export interface SampleCommand {
  readonly fiches?: number;
  /** File that holds the address of a server. */
  readonly urlFile?: string;
}

/** `bordereau sample`: the sample databases, as files, or on a MySQL or MariaDB server that has none of them. */
export async function makeSample({ urlFile, ...options }: SampleCommand, output: Output): Promise<void> {
  if (urlFile === undefined) {
    const { dir, result } = await embeddedSample(options);
    output.line(`${said[result]} ${shortPath(dir)}`);
    return;
  }
  const url = await readFile(urlFile, 'utf8');
  output.line(said[await ensureSampleInMysql(url.trim(), options)]);
}

const said = {
  made: 'Made the sample databases.',
  present: 'The sample databases are there already.',
} as const;
