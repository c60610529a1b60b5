import { describeSchedule } from '../lib/calendar/describe.ts';
import { clearMails, clearMailText, type ClearMail } from '../lib/exports/loading/clear-mail.ts';
import type { ExportDefinition, Registry } from '../lib/exports/definition.ts';
import type { Output } from './output.ts';
import { table } from './table.ts';

/** Every export: what it is, when it is due, where it goes. */
export function listExports(registry: Registry, { json }: { json: boolean }, output: Output): void {
  const exports = [...registry.values()].map(facts);
  if (json) {
    output.line(JSON.stringify(exports, null, 2));
    return;
  }
  const rows = exports.map(({ id, title, format, schedule, deliver }) => [
    id,
    title,
    format,
    schedule,
    deliver.join(', ') || '–',
  ]);
  for (const line of table([['export', 'title', 'format', 'schedule', 'to'], ...rows])) output.line(line);
  for (const [operationId, agreed] of clearMails(registry)) output.line(`${operationId}: ${clearMailText(agreed)}`);
}

function facts({ id, operation, export: made }: ExportDefinition): {
  id: string;
  title: string;
  format: string;
  source: string;
  schedule: string;
  params: string[];
  deliver: readonly string[];
  personalData: boolean;
  clearMail: ClearMail | null;
} {
  return {
    id,
    title: made.title,
    format: made.format,
    source: made.source,
    schedule: made.schedule === null ? 'by hand' : describeSchedule(made.schedule, operation.zone),
    params: Object.keys(made.params),
    deliver: made.deliver,
    personalData: made.personalData,
    clearMail: operation.clearMail ?? null,
  };
}
