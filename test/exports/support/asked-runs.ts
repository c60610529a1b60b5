import type { ExportDefinition } from '../../../src/lib/exports/definition.ts';
import { requestedScope, type RunScope } from '../../../src/lib/exports/making/run-scope.ts';

/** What each export of the company is tried on: the sample day, the month before, a segment with something of everything. */
export function scopeOfExport(definition: ExportDefinition): RunScope {
  switch (definition.export.schedule?.kind) {
    case 'monthly':
      return requestedScope(definition, { month: '2013-06' });
    case 'event':
      return requestedScope(definition, { params: { segment: 'CANAL_PA_ARRIVANT_A_ECHEANCE_MALI_20130718' } });
    default:
      return requestedScope(definition, { date: '2013-07-25' });
  }
}
