import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import canal from '../../../exports/canal/operation.ts';
import type { Fiche } from '../../../src/embedded/sample/tables.ts';
import type { ExportDefinition } from '../../../src/lib/exports/definition.ts';
import { discover } from '../../../src/lib/exports/discover.ts';
import { findExport, loadRegistry } from '../../../src/lib/exports/loading/load-registry.ts';
import { type CompanyDatabases, servers } from '../support/company-databases.ts';

const called: Partial<Fiche> = { main_fichier: 'CANAL_A', main_datechargment: '2013-05-01', main_called: 'O' };

describe.each(servers)('on %s', (_server, make) => {
  let company: CompanyDatabases;
  let definition: ExportDefinition;
  beforeAll(async () => {
    company = await make();
    definition = findExport(await loadRegistry(null), 'canal/segment');
  }, 300_000);
  afterAll(() => company.close());

  const found = async (...fiches: readonly Partial<Fiche>[]): Promise<unknown> => {
    const source = await company.hold({ fiches: fiches.map((fiche) => ({ ...called, ...fiche })) });
    const { scopes, refused } = await discover(definition, source, new AbortController().signal);
    return refused > 0 ? { refused } : scopes.map(({ params }) => params['segment']);
  };

  it.each(['O', 'X', 'B', 'D'])('a segment whose last fiche is in state %s is finished', async (main_called) => {
    expect(await found({}, { main_called })).toEqual(['CANAL_A']);
  });

  it.each(['', null])('a segment with a fiche in state %j is not', async (main_called) => {
    expect(await found({}, { main_called }, { main_fichier: 'CANAL_B' })).toEqual(['CANAL_B']);
  });

  it('a fiche of another segment keeps no segment from being finished', async () => {
    expect(await found({}, { main_fichier: 'CANAL_B', main_called: '' })).toEqual(['CANAL_A']);
  });

  it('segments come in the order of their first fiches', async () => {
    expect(await found({ main_fichier: 'CANAL_B' }, {}, {}, { main_fichier: 'CANAL_B' })).toEqual([
      'CANAL_B',
      'CANAL_A',
    ]);
  });

  it('segments loaded before the day of the settings are left to the scripts', async () => {
    expect(canal.settings.segmentsFrom).toBe('2013-05-01');
    expect(await found({ main_datechargment: '2013-04-30' })).toEqual([]);
  });

  it.each(['', null])('fiches of segment %j make none', async (main_fichier) => {
    expect(await found({ main_fichier })).toEqual([]);
  });

  it('what is no segment of CANAL is told as refused', async () => {
    expect(await found({ main_fichier: 'essai 1' })).toEqual({ refused: 1 });
  });
});
