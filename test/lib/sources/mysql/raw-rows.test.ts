import { createConnection } from 'mysql2';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { takeRawRows } from '../../../../src/lib/sources/mysql/raw-rows.ts';

describe('takeRawRows', () => {
  let connection: ReturnType<typeof createConnection>;
  beforeAll(() => {
    connection = createConnection({ uri: inject('mariadbUrl') });
  });
  afterAll(async () => {
    await connection.promise().end();
  });

  /** Runs a statement raw; `meddle` may change the command as another version of the driver would. */
  async function raw(
    sql: string,
    meddle: (command: object) => void = () => {},
  ): Promise<{ rows: string[]; check: () => void }> {
    const rows: string[] = [];
    const command = connection.query(sql);
    const check = takeRawRows(command, (bytes, start, end) => rows.push(bytes.toString('hex', start, end)));
    meddle(command);
    await new Promise((resolve, reject) => command.on('end', resolve).on('error', reject));
    return { rows, check: () => check('source canal') };
  }

  it('takes each row as the bytes of the protocol', async () => {
    const { rows, check } = await raw("SELECT 12, NULL, '', 'é' UNION ALL SELECT 3, 4, 5, 6");
    expect(rows).toEqual(['023132fb0002c3a9', '0133013401350136']);
    expect(check).not.toThrow();
  });

  it('takes the outcome of a statement without rows for no row', async () => {
    const { rows, check } = await raw('SET @a := 1');
    expect(rows).toEqual([]);
    expect(check).not.toThrow();
  });

  it('finds out when the driver reads rows by another way', async () => {
    const passedBy = { next: () => ({}) };
    const { check } = await raw('SELECT 1', (command) => {
      Object.defineProperty(command, 'row', {
        value(packet: { isEOF(): boolean }): unknown {
          if (packet.isEOF()) return null;
          Reflect.get(command, 'emit').call(command, 'result', passedBy.next(), 0);
          return Reflect.get(command, 'row');
        },
      });
    });
    expect(check).toThrow(expect.objectContaining({ code: 'SOURCE_DRIVER_CHANGED', retry: 'permanent' }));
  });
});
