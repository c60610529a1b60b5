import { Worker, type WorkerOptions } from 'node:worker_threads';

/**
 * Starts the worker thread `name` (no extension) that lies beside the module `from` (its `import.meta.url`).
 * Runs the compiled .js from a build; from source the .ts, through tsx.
 */
export function startWorker(from: string, name: string, options: WorkerOptions = {}): Worker {
  if (!from.endsWith('.ts')) return new Worker(new URL(`${name}.js`, from), options);
  const script = new URL(`${name}.ts`, from);
  return new Worker(`${registerTsx()}.then(() => import(${JSON.stringify(script.href)}))`, { ...options, eval: true });
}

/** tsx is a development dependency, so only runs from source look for it; `--import tsx` does nothing in a thread. */
function registerTsx(): string {
  const api = import.meta.resolve('tsx/esm/api');
  return `import(${JSON.stringify(api)}).then((tsx) => tsx.register())`;
}
