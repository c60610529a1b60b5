import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'libsql';

/** The definitions that tests run: a small shop. */
export const shopExportsDir = fileURLToPath(new URL('../fixtures/exports', import.meta.url));

/** A database folder with the shop's orders: `rows` of them on 2013-07-25, one the day before, one the day after. */
export async function createShop(dir: string, rows: number): Promise<string> {
  const folder = join(dir, 'shop-data');
  await mkdir(folder, { recursive: true });
  const database = new Database(join(folder, 'shop.db'));
  database.exec(
    'CREATE TABLE orders (id INTEGER, customer TEXT, phone TEXT, amount DECIMAL(10,2), placed_at DATETIME)',
  );
  const insert = database.prepare('INSERT INTO orders VALUES (?, ?, ?, ?, ?)');
  insert.run(1, 'veille', '+221700000001', '1.00', '2013-07-24 23:59:59');
  insert.run(2, 'lendemain', '+221700000002', '2.00', '2013-07-26 00:00:00');
  for (let row = 0; row < rows; row++) {
    insert.run(10 + row, `Aïssata; "N°${row}"`, '+221771234567', '12.50', '2013-07-25 08:00:00');
  }
  database.close();
  return `sqlite:${folder}`;
}
