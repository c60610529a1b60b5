import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, beforeAll, describe } from 'vitest';
import { openSource } from '../../../../src/lib/sources/open-source.ts';
import { rowSourceContract } from '../../../contract/row-source.ts';

describe('SqliteSource', () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'bordereau-sqlite-'));
    write('PRAGMA journal_mode = WAL');
  });
  afterAll(async () => {
    await rm(dir, { recursive: true });
  });

  function write(...statements: readonly string[]): void {
    const database = new Database(join(dir, 'canal.db'));
    for (const statement of statements) database.exec(statement);
    database.close();
  }

  rowSourceContract({
    source: () => openSource('canal', `sqlite:${dir}`),
    write: async (...statements) => write(...statements),
    schema: () => 'canal',
  });
});
