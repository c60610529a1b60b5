import type { FieldPacket, Query } from 'mysql2';
import { SourceDriverChanged } from '../../errors/source-errors.ts';

/** Where one row lies, in wire format; valid during the call only. */
export type TakeRow = (bytes: Buffer, start: number, end: number) => void;

/** What we use of the driver's packet. */
interface Packet {
  readonly buffer: Buffer;
  readonly offset: number;
  readonly end: number;
}

/**
 * Hands each row of a command over as the bytes the server sent. mysql2 reads a row with the command's `_rowParser`; an
 * accessor of that name on the command itself puts ours in its place, so that no value is ever built.
 * The check that is returned, to be called at the end, throws when a row passed us by. docs/decisions/002-raw-rows.md
 */
export function takeRawRows(command: Query, take: TakeRow): (where: string) => void {
  let taken = 0;
  let counted = 0;
  let inRows = false;
  const parser = {
    next({ buffer, offset, end }: Packet): void {
      taken++;
      take(buffer, offset, end);
    },
  };
  Object.defineProperty(command, '_rowParser', { get: () => parser, set: () => {} });
  // The outcome of a statement without rows is a "result" too.
  command.on('fields', (fields: readonly FieldPacket[] | undefined) => (inRows = fields !== undefined));
  command.on('result', () => (counted += inRows ? 1 : 0));
  return (where) => {
    if (taken === counted) return;
    throw new SourceDriverChanged({
      where,
      got: `${taken} raw rows where the database driver counts ${counted}`,
      expected: 'the driver that raw-rows.ts was written for',
    });
  };
}
