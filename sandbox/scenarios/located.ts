import {
  type Document,
  isMap,
  isNode,
  isPair,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml';
import type { z } from 'zod';

/** A problem in a file: where it is, and what to do about it, in words. */
export type Problem = { file: string; line: number; column: number; message: string };

/** A file that is not as it has to be. Its message lists every problem as `file:line:column: words`. */
export class FileRefused extends Error {
  override name = 'FileRefused';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`).join('\n'));
    this.problems = problems;
  }
}

type Path = readonly PropertyKey[];

/** What a file says, and where it says it. */
export type Located<Value> = {
  value: Value;
  /** The line of what a path leads to, or of the nearest thing around it that the file has. */
  lineOf: (path: Path) => number;
  /** A problem at a path; `key` = at this key of the mapping there, which the path cannot lead to. */
  problem: (path: Path, message: string, key?: string) => Problem;
};

/**
 * Reads YAML by a schema. Throws `FileRefused` with every problem at its line: of the notation, or of what is said.
 *
 * @param file how problems name the file
 */
export function readLocated<Schema extends z.ZodType>(
  file: string,
  text: string,
  schema: Schema,
): Located<z.infer<Schema>> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number, message: string): Problem => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1), message };
  };
  const unread = [
    ...document.errors.map((error) => at(error.pos[0], wordsOf(error))),
    ...lostReferences(document).map(({ name, offset }) => at(offset, `nothing is named &${name}. ${notationRemedy}`)),
  ];
  if (unread.length > 0) throw new FileRefused(unread);
  const offsetOf = (path: Path, key?: string): number => {
    const node = path.length === 0 ? document.contents : document.getIn(path, true);
    if (key !== undefined && isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === key);
      if (pair && isNode(pair.key) && pair.key.range) return pair.key.range[0];
    }
    // What is missing stands nowhere: the mapping that lacks it is told instead, by the key that opens it.
    if (isNode(node) && node.range) return isMap(node) && path.length > 0 ? openingOf(path) : node.range[0];
    return path.length === 0 ? 0 : offsetOf(path.slice(0, -1));
  };
  const openingOf = (path: Path): number => {
    const [parent, key] = [path.slice(0, -1), path.at(-1)];
    const around = parent.length === 0 ? document.contents : document.getIn(parent, true);
    const pair = isMap(around) ? around.items.find((item) => isScalar(item.key) && item.key.value === key) : undefined;
    if (pair && isNode(pair.key) && pair.key.range) return pair.key.range[0];
    const node = document.getIn(path, true);
    return isNode(node) && node.range ? node.range[0] : 0;
  };
  const problem: Located<unknown>['problem'] = (path, message, key) =>
    at(offsetOf(path, key), `${placeOf(path)}${message}`);
  const read = schema.safeParse(document.toJS());
  if (!read.success) throw new FileRefused(read.error.issues.flatMap((issue) => problemsOf(issue, problem)));
  return { value: read.data, lineOf: (path) => at(offsetOf(path), '').line, problem };
}

const notationRemedy =
  'Indent with spaces, two per level; put a text that holds ": " or begins with a sign like *, &, @ or # in quotes.';

function wordsOf({ code, message }: YAMLError): string {
  if (code === 'DUPLICATE_KEY') return 'this key stands there twice; leave one of them';
  return `${message} ${notationRemedy}`;
}

/** `*name` where no `&name` is: the notation allows it, and nothing can be read there. */
function lostReferences(document: Document): { name: string; offset: number }[] {
  const lost: { name: string; offset: number }[] = [];
  visit(document, {
    Alias(_, alias) {
      if (!alias.resolve(document)) lost.push({ name: alias.source, offset: alias.range?.[0] ?? 0 });
    },
  });
  return lost;
}

function problemsOf(issue: z.core.$ZodIssue, problem: Located<unknown>['problem']): Problem[] {
  if (issue.code !== 'unrecognized_keys') return [problem(issue.path, issue.message)];
  const words = issue.message.split('\n');
  return issue.keys.map((key, i) => problem(issue.path, words[i] ?? issue.message, key));
}

/** `steps[2].arm: `, counted from 1 as people do; nothing for the file as a whole. */
function placeOf(path: Path): string {
  const place = path.map((part) => (typeof part === 'number' ? `[${part + 1}]` : `.${String(part)}`)).join('');
  return place === '' ? '' : `${place.replace(/^\./, '')}: `;
}
