import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SchemaEngine, SchemasContainer } from '@prisma/schema-engine-wasm';

type EngineModule = typeof import('@prisma/schema-engine-wasm') & { __wbg_set_wasm(exports: unknown): void };

let loaded: Promise<EngineModule> | null = null;

/**
 * Prisma's schema engine as WebAssembly, so that nothing has to be downloaded. Instantiated by hand: importing the package
 * by its name needs a Node that imports WebAssembly as a module.
 */
function loadEngine(): Promise<EngineModule> {
  loaded ??= (async () => {
    const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm');
    const glue = (await import('@prisma/schema-engine-wasm/schema_engine_bg' as string)) as EngineModule;
    const bytes = await readFile(join(dirname(entry), 'schema_engine_bg.wasm'));
    const { instance } = await WebAssembly.instantiate(bytes, {
      './schema_engine_bg.js': { ...glue, ...quietTimers(glue) } as unknown as WebAssembly.ModuleImports,
    });
    glue.__wbg_set_wasm(instance.exports);
    (instance.exports.__wbindgen_start as () => void)();
    return glue;
  })();
  return loaded;
}

/** The engine never clears the timer of its lock: it would keep a finished process alive for ten seconds. */
function quietTimers(glue: object): object {
  const names = Object.keys(glue).filter((name) => name.startsWith('__wbg_setTimeout_'));
  const quiet = (work: () => void, ms: number) => setTimeout(work, ms >>> 0).unref();
  return Object.fromEntries(names.map((name) => [name, quiet]));
}

/** An engine on one database. `close` gives back its connection, and with it the lock that the engine holds. */
export type OpenEngine = { engine: SchemaEngine; close: () => Promise<void> };

/**
 * An engine that talks to the database at `url`. The adapter's own `executeScript` splits a script at every semicolon,
 * even in a function's body, and runs the pieces one by one; here a script is one query, which PostgreSQL runs whole or
 * not at all.
 */
export async function openEngine(url: string): Promise<OpenEngine> {
  const { SchemaEngine } = await loadEngine();
  const adapters = new PrismaPg({ connectionString: url, max: 1 });
  const connected: { dispose(): Promise<void> }[] = [];
  const connect = adapters.connect.bind(adapters);
  adapters.connect = async () => {
    const adapter = await connect();
    connected.push(adapter);
    adapter.executeScript = async (script: string) => {
      await adapter.underlyingDriver().query(script);
    };
    return adapter;
  };
  const engine = await SchemaEngine.new(
    { datamodels: undefined },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(adapters),
  );
  const close = async () => {
    engine.free();
    await Promise.all(connected.map((adapter) => adapter.dispose()));
  };
  return { engine, close };
}

/** The SQL that leads from one Prisma schema to another, both as text; `null` stands for an empty database. */
export async function schemaDifference(engine: SchemaEngine, from: string | null, to: string): Promise<string> {
  const container = (content: string): SchemasContainer => ({ files: [{ path: 'schema.prisma', content }] });
  const result = await engine.diff({
    from: from === null ? { tag: 'empty' } : { tag: 'schemaDatamodel', ...container(from) },
    to: { tag: 'schemaDatamodel', ...container(to) },
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  return result.stdout ?? '';
}
