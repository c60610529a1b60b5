import { describe, expect, it } from 'vitest';
import type { BoundStatement } from '../../../../src/lib/sources/bound-query.ts';
import { mysqlError } from '../../../../src/lib/sources/mysql/mysql-errors.ts';

const serverError = (errno: number, code: string, message: string): Error =>
  Object.assign(new Error(message), { errno, code, sqlState: '42000', sql: "SELECT '771234567'" });

const statement = (...values: readonly string[]): BoundStatement => ({ sql: 'SELECT ?', values, line: 5 });

describe('mysqlError', () => {
  it.each<[number, string, string]>([
    [1040, 'SOURCE_BUSY', 'busy'],
    [1205, 'SOURCE_BUSY', 'busy'],
    [1045, 'SOURCE_ACCESS_DENIED', 'permanent'],
    [1049, 'SOURCE_ACCESS_DENIED', 'permanent'],
    [1317, 'SOURCE_INTERRUPTED', 'transient'],
    [1053, 'SOURCE_INTERRUPTED', 'transient'],
    [1412, 'SOURCE_INTERRUPTED', 'transient'],
    [1969, 'SOURCE_TIME_EXCEEDED', 'busy'],
    [3024, 'SOURCE_TIME_EXCEEDED', 'busy'],
    [1054, 'QUERY_REJECTED', 'permanent'],
    [1690, 'QUERY_REJECTED', 'permanent'],
  ])('takes number %d for %s', (errno, code, retry) => {
    expect(mysqlError('source canal', serverError(errno, 'ER_X', 'text'))).toMatchObject({ code, retry });
  });

  it.each<[string, string]>([
    ['ECONNREFUSED', 'SOURCE_UNREACHABLE'],
    ['ENOTFOUND', 'SOURCE_UNREACHABLE'],
    ['ETIMEDOUT', 'SOURCE_UNREACHABLE'],
    ['ECONNRESET', 'SOURCE_INTERRUPTED'],
    ['PROTOCOL_CONNECTION_LOST', 'SOURCE_INTERRUPTED'],
    ['HANDSHAKE_SSL_ERROR', 'SOURCE_ACCESS_DENIED'],
  ])('takes code %s for %s', (code, expected) => {
    const error = Object.assign(new Error('connect 10.1.2.3'), { code, errno: -111 });
    const ours = mysqlError('source canal', error);
    expect(ours.code).toBe(expected);
    expect(ours.message).not.toContain('10.1.2.3');
  });

  it('decides nothing by the text', () => {
    const misleading = serverError(1054, 'ER_BAD_FIELD_ERROR', 'Lost connection, deadlock, too many connections');
    expect(mysqlError('source canal', misleading).retry).toBe('permanent');
  });

  it('repeats texts that name identifiers, without the address in them', () => {
    const denied = serverError(
      1142,
      'ER_TABLEACCESS_DENIED_ERROR',
      "SELECT command denied to user 'bo'@'10.1.2.3' for table `canal`.`main`",
    );
    expect(mysqlError('source canal, q.sql', denied, statement('771234567')).message).toBe(
      'source canal, q.sql: got a table the account may not read (1142 ER_TABLEACCESS_DENIED_ERROR): SELECT command denied to user the account for table `canal`.`main`.',
    );
  });

  it('repeats no text that may hold a value, and keeps the statement out of the error', () => {
    const range = serverError(1690, 'ER_DATA_OUT_OF_RANGE', "BIGINT value is out of range in '(771234567 * 10)'");
    const error = mysqlError('source canal, q.sql', range, statement());
    expect(error.message).toBe('source canal, q.sql: got an error of the server (1690 ER_DATA_OUT_OF_RANGE).');
    expect(JSON.stringify(error) + String(error.cause)).not.toContain('771234567');
  });

  it('quotes a syntax error only where no value is bound, and gives its line in the file', () => {
    const syntax = serverError(
      1064,
      'ER_PARSE_ERROR',
      "You have an error near 'FORM t WHERE n = '771234567'' at line 7",
    );
    expect(mysqlError('q.sql', syntax, statement()).message).toMatch(/near 'FORM t.* at line 11\.$/);
    const bound = mysqlError('q.sql', syntax, statement('771234567')).message;
    expect(bound).toMatch(/a syntax error \(1064 ER_PARSE_ERROR\): at line 11\.$/);
  });
});
