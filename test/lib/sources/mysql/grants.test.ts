import { describe, expect, it } from 'vitest';
import { mayWrite } from '../../../../src/lib/sources/mysql/grants.ts';

describe('mayWrite', () => {
  it.each([
    [['GRANT USAGE ON *.* TO `e`@`%`', 'GRANT SELECT, SHOW VIEW, CREATE TEMPORARY TABLES ON `canal`.* TO `e`@`%`']],
    [['GRANT SELECT (`main_id`, `main_nom`) ON `canal`.`main` TO `e`@`%`']],
    [['GRANT PROCESS ON *.* TO `e`@`%` REQUIRE SSL', 'GRANT `reader`@`%` TO `e`@`%`']],
    [[]],
  ])('is false for %j', (grants) => {
    expect(mayWrite(grants)).toBe(false);
  });

  it.each([
    [['GRANT ALL PRIVILEGES ON *.* TO `a`@`%` WITH GRANT OPTION']],
    [['GRANT SELECT ON *.* TO `e`@`%`', 'GRANT SELECT, INSERT ON `canal`.* TO `e`@`%`']],
    [['GRANT SELECT (`a`), UPDATE (`b`, `c`) ON `canal`.`main` TO `e`@`%`']],
    [['GRANT FILE ON *.* TO `e`@`%`']],
    [['GRANT SELECT, EXECUTE ON `canal`.* TO `e`@`%`']],
  ])('is true for %j', (grants) => {
    expect(mayWrite(grants)).toBe(true);
  });
});
