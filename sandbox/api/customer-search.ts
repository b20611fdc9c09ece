import type Stripe from 'stripe';
import { ApiError } from './error.ts';

/** A search as Stripe's query language has it: clauses joined by AND or by OR, never both, and no parentheses. */
export type Query = {
  join: 'AND' | 'OR';
  clauses: Clause[];
  /** Where a page begins among what was found; throws for a page that is none. */
  positionOf: (page: string | undefined) => number;
  pageAt: (position: number) => string;
};
type Operator = ':' | '~' | '=' | '>' | '<' | '>=' | '<=';
type Clause = { negated: boolean; field: string; key: string | null; operator: Operator; value: string | null };

/** Kinds of the fields that customers can be searched by (docs.stripe.com/search). */
const fields = { created: 'number', email: 'text', metadata: 'token', name: 'text', phone: 'text' } as const;

const clausePattern =
  /^\s*(-?)([a-z_]+)(?:\[\s*(?:"([^"]*)"|'([^']*)')\s*\])?\s*(>=|<=|:|~|=|>|<)\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(-?\d+|null))/;

/** Reads a query; throws 400 for one that cannot be read. */
export function readQuery(query: string): Query {
  const clauses: Clause[] = [];
  const joins = new Set<string>();
  let rest = query;
  while (rest.trim() !== '') {
    if (clauses.length > 0) {
      const join = /^\s+(AND|OR)\s/i.exec(rest);
      joins.add(join?.[1]?.toUpperCase() ?? 'AND');
      if (join) rest = rest.slice(join[0].length);
    }
    const match = clausePattern.exec(rest);
    if (!match) throw refused(`We were unable to parse your search query at: ${rest.trim().slice(0, 40)}`);
    clauses.push(clauseOf(match));
    rest = rest.slice(match[0].length);
  }
  if (clauses.length === 0) throw refused('Your search query is empty.');
  if (clauses.length > 10) throw refused('A search query may have at most 10 clauses.');
  if (joins.size > 1) throw refused('You cannot combine AND and OR in one search query.');
  return {
    join: joins.has('OR') ? 'OR' : 'AND',
    clauses,
    positionOf: (page) => positionOf(query, page),
    pageAt: (position) => Buffer.from(JSON.stringify([position, query])).toString('base64url'),
  };
}

/** Whether a customer is among what a query asks for. */
export function found(query: Query, customer: Stripe.Customer): boolean {
  const fits = (clause: Clause) => holds(clause, fieldOf(customer, clause)) !== clause.negated;
  return query.join === 'OR' ? query.clauses.some(fits) : query.clauses.every(fits);
}

function clauseOf(match: RegExpExecArray): Clause {
  const [, minus, field = '', doubled, single, operator, inDouble, inSingle, bare] = match;
  const key = doubled ?? single ?? null;
  const quoted = (inDouble ?? inSingle)?.replace(/\\(.)/g, '$1');
  const kind = Object.hasOwn(fields, field) ? fields[field as keyof typeof fields] : null;
  if (!kind) throw refused(`Field \`${field}\` is an unsupported search field for resource \`customers\`.`);
  if ((kind === 'token') !== (key !== null)) throw refused('Metadata is searched by its key: metadata["key"]:"value".');
  const numeric = kind === 'number';
  const fitting = numeric ? operator !== '~' : operator === ':' || (operator === '~' && kind === 'text');
  if (!fitting) throw refused(`The operator ${operator} cannot be used with the field \`${field}\`.`);
  if (numeric && !/^-?\d+$/.test(quoted ?? bare ?? '')) throw refused(`The field \`${field}\` takes a number.`);
  if (!numeric && quoted === undefined && bare !== 'null') throw refused('Put the value into quotation marks.');
  if (operator === '~' && (quoted ?? '').length < 3) throw refused('A substring needs at least 3 characters.');
  const value = quoted ?? (bare === 'null' && !numeric ? null : (bare ?? ''));
  return { negated: minus === '-', field, key, operator: operator as Operator, value };
}

function fieldOf(customer: Stripe.Customer, { field, key }: Clause): string | number | null {
  if (field === 'metadata') return customer.metadata[key ?? ''] ?? null;
  return customer[field as 'created' | 'email' | 'name' | 'phone'] ?? null;
}

function holds({ operator, value }: Clause, actual: string | number | null): boolean {
  if (value === null || actual === null) return value === actual;
  if (typeof actual === 'number') {
    const asked = Number(value);
    if (operator === '>') return actual > asked;
    if (operator === '<') return actual < asked;
    if (operator === '>=') return actual >= asked;
    if (operator === '<=') return actual <= asked;
    return actual === asked;
  }
  const [has, wanted] = [actual.toLowerCase(), value.toLowerCase()];
  return operator === '~' ? has.includes(wanted) : has === wanted;
}

function positionOf(query: string, page: string | undefined): number {
  if (page === undefined) return 0;
  try {
    const [position, of] = JSON.parse(Buffer.from(page, 'base64url').toString('utf8')) as [number, string];
    if (of === query && Number.isInteger(position)) return position;
  } catch {
    // Not one of ours: refused below.
  }
  throw new ApiError(400, 'The page is not one of this search.', { param: 'page', unexecuted: true });
}

function refused(message: string): ApiError {
  return new ApiError(400, message, { param: 'query', unexecuted: true });
}
