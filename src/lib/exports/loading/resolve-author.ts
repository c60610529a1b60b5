import { register } from 'node:module';

let registered = false;

/**
 * Lets definitions outside this package import 'bordereau' and get this very engine's classes: a company keeps its exports
 * in a folder of its own (EXPORTS_DIR), where no package of that name is installed.
 */
export function resolveAuthorImports(): void {
  if (registered) return;
  registered = true;
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const author = new URL(`../author.${extension}`, import.meta.url).href;
  const hook = `export async function resolve(specifier, context, next) {
    return next(specifier === 'bordereau' ? ${JSON.stringify(author)} : specifier, context);
  }`;
  register(`data:text/javascript,${encodeURIComponent(hook)}`);
}
