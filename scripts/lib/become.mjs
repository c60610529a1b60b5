import { pathToFileURL } from 'node:url';

/** Goes on as `node <file> <args>` in this very process, so that signals, exit code and terminal need no passing on. */
export async function become(file, args) {
  process.argv = [process.execPath, file, ...args];
  await import(pathToFileURL(file).href);
}
