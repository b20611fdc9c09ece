import qs from 'qs';
import { z } from 'zod';
import { ApiError } from './error.ts';
import { isEventType } from './event-types.ts';

/** Decoded parameters: strings, and lists and objects of them, as the brackets of a form say. */
export type Raw = { [key: string]: Raw | Raw[] | string };

/** Decodes form pairs with indexed (`a[0]`), plain (`a[]`) and named (`a[b]`) brackets. */
export function decode(text: string): Raw {
  if (text === '') return {};
  const options = { depth: 12, arrayLimit: 1_000, parameterLimit: 5_000, plainObjects: true, allowSparse: true };
  return inOrder(qs.parse(text, options) as Raw) as Raw;
}

/** Numbers in brackets give the order of a list; in metadata they are names, with nothing in between. */
function inOrder(value: Raw | Raw[] | string, name = ''): Raw | Raw[] | string {
  if (typeof value === 'string') return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, inOrder(inner, key)] as const);
  if (Array.isArray(value) && name !== 'metadata') return entries.map(([, inner]) => inner) as Raw[];
  return Object.assign(Object.create(null), Object.fromEntries(entries)) as Raw;
}

type Refusal = { code?: string; message: (input: string) => string };

const refusals = {
  integer: { code: 'parameter_invalid_integer', message: (input) => `Invalid integer: ${input}` },
  boolean: { message: (input) => `Invalid boolean: ${input}` },
  tooLarge: {
    code: 'parameter_invalid_integer',
    message: (input) => `This value must be less than or equal to 100 (it currently is '${input}').`,
  },
  tooSmall: {
    code: 'parameter_invalid_integer',
    message: (input) => `This value must be greater than or equal to 1 (it currently is '${input}').`,
  },
  url: { code: 'url_invalid', message: () => 'Not a valid URL' },
  country: { message: (input) => `Country '${input}' is unknown. Try using a 2-character alphanumeric country code.` },
  email: { code: 'email_invalid', message: (input) => `Invalid email address: ${input}` },
  metadata: {
    message: () => 'Metadata can have up to 50 keys of up to 40 characters, with values of up to 500 characters.',
  },
  apiVersion: { message: (input) => `Invalid API version: ${input}` },
  eventType: { message: (input) => `Invalid event type: ${input}` },
} as const satisfies Record<string, Refusal>;

type RefusalName = keyof typeof refusals;

function check(test: (value: string) => boolean, refusal: RefusalName) {
  return z.string().refine(test, { params: { refusal } });
}

const isInteger = (value: string) => /^-?\d{1,15}$/.test(value);

function fitsMetadata(given: Record<string, string>): boolean {
  const entries = Object.entries(given);
  return entries.length <= 50 && entries.every(([key, value]) => key.length <= 40 && value.length <= 500);
}

/** A string that cannot be empty. */
export const text = z.string().min(1);
/** A string that the empty string unsets. */
export const clearable = z.string().transform((value) => (value === '' ? null : value));
export const integer = check(isInteger, 'integer').transform(Number);
export const boolean = check((value) => value === 'true' || value === 'false', 'boolean').transform(
  (value) => value === 'true',
);
export const url = check((value) => /^https?:\/\//.test(value) && URL.canParse(value), 'url');
export const country = check((value) => /^[A-Za-z]{2}$/.test(value), 'country').transform((value) =>
  value.toUpperCase(),
);
export const eventType = check(isEventType, 'eventType');
export const apiVersion = check((value) => /^\d{4}-\d{2}-\d{2}(\.[a-z_]+)?$/.test(value), 'apiVersion');
/** An address that the empty string unsets. */
export const email = check((value) => value === '' || /^[^\s@]+@[^\s@]+$/.test(value), 'email').transform((value) =>
  value === '' ? null : value,
);
export const metadata = z.union([
  z.literal(''),
  z.record(z.string(), z.string()).refine(fitsMetadata, { params: { refusal: 'metadata' satisfies RefusalName } }),
]);

export const expand = { expand: z.array(text).optional() };
export const range = z.union([
  integer,
  z.strictObject({ gt: integer.optional(), gte: integer.optional(), lt: integer.optional(), lte: integer.optional() }),
]);

const limit = check(isInteger, 'integer')
  .refine((value) => !isInteger(value) || Number(value) <= 100, { params: { refusal: 'tooLarge' } })
  .refine((value) => !isInteger(value) || Number(value) >= 1, { params: { refusal: 'tooSmall' } })
  .transform(Number);

export const paging = {
  limit: limit.optional(),
  starting_after: text.optional(),
  ending_before: text.optional(),
  ...expand,
};

export type Range = z.infer<typeof range>;

/** Reads parameters by a schema; throws the one error that Stripe would answer, unknown names first. */
export function readParameters<Schema extends z.ZodType>(schema: Schema, raw: Raw): z.infer<Schema> {
  const read = schema.safeParse(raw, { reportInput: true });
  if (read.success) return read.data;
  const issues = read.error.issues.flatMap(flatten);
  const unknown = issues.filter((issue) => issue.code === 'unrecognized_keys');
  const chosen = unknown[0] ?? issues.find(isMissing) ?? issues[0];
  throw refusal(chosen as Issue, raw);
}

type Issue = z.core.$ZodIssue;

/** In a union the branch that came furthest speaks for it. */
function flatten(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const branches = issue.errors.filter((errors) => errors.length > 0 && !errors.some(isOfUnsetting));
  const deepest = branches.sort((a, b) => depth(b) - depth(a))[0] ?? [];
  return deepest.flatMap((inner) => flatten({ ...inner, path: [...issue.path, ...inner.path] }));
}

/** That the empty string unsets a parameter says nothing of what is wrong with another value. */
function isOfUnsetting(issue: Issue): boolean {
  return issue.code === 'invalid_value' && issue.values.length === 1 && issue.values[0] === '';
}

function depth(issues: readonly Issue[]): number {
  return Math.max(...issues.map((issue) => issue.path.length + (issue.code === 'unrecognized_keys' ? 1 : 0)));
}

function isMissing(issue: Issue): boolean {
  return (issue.code === 'invalid_type' || issue.code === 'invalid_value') && issue.input === undefined;
}

function refusal(issue: Issue, raw: Raw): ApiError {
  const param = bracketed(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const name = bracketed([...issue.path, issue.keys[0] ?? '']);
    return refuse(`Received unknown parameter: ${name}`, 'parameter_unknown', name);
  }
  if (isMissing(issue) && valueAt(raw, issue.path) === undefined) {
    return refuse(`Missing required param: ${param}.`, 'parameter_missing', param);
  }
  const input = typeof issue.input === 'string' ? issue.input : JSON.stringify(issue.input);
  if (issue.code === 'custom') {
    const known: Refusal = refusals[issue.params?.refusal as RefusalName];
    return refuse(known.message(input), known.code, param);
  }
  if (issue.code === 'invalid_value') {
    return refuse(`Invalid ${param}: must be one of ${listed(issue.values.map(String))}`, undefined, param);
  }
  if (issue.code === 'too_small' && issue.origin === 'array') {
    return refuse(`Missing required param: ${param}.`, 'parameter_missing', param);
  }
  if (issue.code === 'too_small') return refuse(emptyText(param), 'parameter_invalid_empty', param);
  const expected = issue.code === 'invalid_type' ? issue.expected : 'value';
  return refuse(`Invalid ${expected === 'record' ? 'object' : expected}`, undefined, param);
}

function emptyText(param: string): string {
  return (
    `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a parameter; however ` +
    `'${param}' cannot be unset. You should remove '${param}' from your request or supply a non-empty value.`
  );
}

function refuse(message: string, code: string | undefined, param: string): ApiError {
  return new ApiError(400, message, { ...(code ? { code } : {}), param, unexecuted: true });
}

/** `['a', 'b', 0]` -> `a[b][0]`. */
function bracketed(path: readonly PropertyKey[]): string {
  return path.map((part, index) => (index === 0 ? String(part) : `[${String(part)}]`)).join('');
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, part) => (value as Record<PropertyKey, unknown> | undefined)?.[part], raw);
}

function listed(values: string[]): string {
  return values.length < 2 ? values.join('') : `${values.slice(0, -1).join(', ')}, or ${values.at(-1)}`;
}
