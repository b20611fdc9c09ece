import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { schema, schemaVersion } from './schema.ts';

type Value = SQLInputValue;

/** One SQLite database with cached statements and joined (not nested) transactions. */
export class Store {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #depth = 0;

  /** Opens the file, or a database in memory for null, and creates the tables when it is new. */
  constructor(file: string | null) {
    this.#database = new DatabaseSync(file ?? ':memory:');
    this.#database.exec(
      'pragma journal_mode = wal; pragma synchronous = normal; pragma busy_timeout = 2000; pragma temp_store = memory; pragma cache_size = -24000;',
    );
    const version = this.get<{ user_version: number }>('pragma user_version')?.user_version ?? 0;
    if (version === 0) {
      this.#database.exec(`begin immediate; ${schema} pragma user_version = ${schemaVersion}; commit;`);
    } else if (version !== schemaVersion) {
      this.#database.close();
      throw new Error(
        `${file} is a world of format ${version}, this sandbox reads format ${schemaVersion}: remove the file`,
      );
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

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }
}
