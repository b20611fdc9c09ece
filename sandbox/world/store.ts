import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { schema, schemaVersion } from './schema.ts';

type Value = SQLInputValue;

/** One SQLite database with cached statements and joined (not nested) transactions. */
export class Store {
  #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #depth = 0;

  /**
   * Opens the file, or a database of this process alone for null, and creates the tables when it is new. A world of another format is
   * set aside and a new one begun: it is play money, and starting matters more.
   */
  constructor(file: string | null) {
    this.#database = openDatabase(file);
    const version = versionOf(this.#database);
    if (version !== 0 && version !== schemaVersion && file !== null) {
      this.#database.close();
      const aside = `${file}.format-${version}`;
      renameSync(file, aside);
      process.stderr.write(
        `${file} has format ${version}, not ${schemaVersion}: kept as ${aside}, a new world begins\n`,
      );
      this.#database = openDatabase(file);
    }
    if (versionOf(this.#database) === 0) {
      this.#database.exec(`begin immediate; ${schema} pragma user_version = ${schemaVersion}; commit;`);
    }
  }

  statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const made = this.#database.prepare(sql);
    this.#statements.set(sql, made);
    return made;
  }

  run(sql: string, ...values: Value[]): { changes: number; lastId: number } {
    const result = this.statement(sql).run(...values);
    return { changes: Number(result.changes), lastId: Number(result.lastInsertRowid) };
  }

  get<Row>(sql: string, ...values: Value[]): Row | undefined {
    return this.statement(sql).get(...values) as Row | undefined;
  }

  all<Row>(sql: string, ...values: Value[]): Row[] {
    return this.statement(sql).all(...values) as Row[];
  }

  /** Rows one by one, for what is too much to hold at once; another table may be written meanwhile. */
  each<Row>(sql: string, ...values: Value[]): Iterable<Row> {
    // A cached statement could be asked again while this one is still being read.
    return this.#database.prepare(sql).iterate(...values) as Iterable<Row>;
  }

  /** Runs `work` in a transaction, or in the one that is open already; an exception rolls everything back. */
  transaction<Result>(work: () => Result): Result {
    if (this.#depth > 0) return work();
    this.#database.exec('begin immediate');
    this.#depth = 1;
    try {
      const result = work();
      this.#database.exec('commit');
      return result;
    } catch (error) {
      this.#database.exec('rollback');
      throw error;
    } finally {
      this.#depth = 0;
    }
  }

  get inTransaction(): boolean {
    return this.#depth > 0;
  }

  /** Empties the tables, or all but those named. */
  clear(except: readonly string[] = []): void {
    const tables = this.all<{ name: string }>("select name from sqlite_master where type = 'table'");
    for (const { name } of tables) if (!except.includes(name)) this.#database.exec(`delete from "${name}"`);
  }

  /**
   * Brings what was committed into the file itself: after a kill, a start reads again whatever stands only in the log. Does
   * nothing within a transaction, whose end is not known yet.
   */
  checkpoint(): void {
    if (this.#depth > 0) return;
    this.#database.exec('pragma wal_checkpoint(truncate)');
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }
}

/** Memory that one world's pages may take, kibibytes; sorts may take as much again. */
const cacheKib = 24_000;

/**
 * Without a file, an empty name: a database that lives in the cache, and lies with what does not fit in a file without a
 * name that is gone with the process. `:memory:` would hold a million rows whole.
 */
function openDatabase(file: string | null): DatabaseSync {
  const database = new DatabaseSync(file ?? '');
  const journal = file === null ? 'memory' : 'wal';
  database.exec(
    `pragma journal_mode = ${journal}; pragma synchronous = normal; pragma busy_timeout = 2000; pragma cache_size = -${cacheKib};`,
  );
  return database;
}

function versionOf(database: DatabaseSync): number {
  return (database.prepare('pragma user_version').get() as { user_version: number }).user_version;
}

/**
 * Holds a folder for this process until it ends, however it ends. Waits a little for another one that is just ending;
 * throws when the folder stays in use: two programs on one world would give the same ids twice.
 */
export function holdFolder(folder: string, waitMs: number): { release: () => void } {
  const lock = new DatabaseSync(join(folder, 'in-use.lock'));
  try {
    lock.exec(`pragma busy_timeout = ${waitMs}; begin exclusive;`);
  } catch {
    lock.close();
    throw new Error(`Another sandbox is using ${folder}. Stop it, or give this one another SANDBOX_DATA.`);
  }
  return { release: () => lock.close() };
}
