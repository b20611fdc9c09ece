import { existsSync, readFileSync } from 'node:fs';
import Ajv, { type ValidateFunction } from 'ajv';

/** Stripe's published description of its API, when it lies beside the repository. */
const file = new URL('../../../shared/stripe-api/openapi.json', import.meta.url);

type Schema = { [key: string]: unknown };
type Operation = {
  parameters?: { name: string; in: string; required?: boolean; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { content: Record<string, { schema: Schema }> }>;
};
type Description = {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
};
type EventLike = { type: string; data: { object: unknown } };

export type Checker = {
  /** Problems of an answer against the description; empty when it agrees. */
  answer: (method: string, path: string, status: number, body: unknown) => string[];
  /** The operation's parameter names at the top level, or null for an unknown operation. */
  parameters: (method: string, path: string) => string[] | null;
  /** Problems of an event and of the object in it. */
  event: (event: EventLike) => string[];
};

/** Why the answers cannot be checked, or null when they can. */
export const descriptionMissing = existsSync(file) ? null : `no ${file.pathname}`;

/** Reads the description; null when it is not at hand. */
export function openDescription(): Checker | null {
  if (descriptionMissing) return null;
  const description = JSON.parse(readFileSync(file, 'utf8')) as Description;
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  ajv.addSchema(strict(description) as object, 'api');
  const compiled = new Map<string, ValidateFunction>();
  const check = (pointer: string, value: unknown): string[] => {
    const validate = compiled.get(pointer) ?? ajv.compile({ $ref: `api#${pointer}` });
    compiled.set(pointer, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  };
  return {
    answer: (method, path, status, body) => {
      const template = templateOf(description, method, path);
      if (!template) return status === 404 ? [] : [`${method} ${path} is not described`];
      const answers = description.paths[template]?.[method.toLowerCase()]?.responses ?? {};
      const key = String(status) in answers ? String(status) : 'default';
      return check(
        `/paths/${escaped(template)}/${method.toLowerCase()}/responses/${key}/content/application~1json/schema`,
        body,
      );
    },
    parameters: (method, path) => {
      const template = templateOf(description, method, path);
      const operation = template ? description.paths[template]?.[method.toLowerCase()] : undefined;
      if (!operation) return null;
      const query = (operation.parameters ?? []).filter((one) => one.in === 'query').map(({ name }) => name);
      return [...query, ...bodyNames(description, operation)];
    },
    event: (event) => {
      const kinds = description.components.schemas.event?.['x-eventObjects'] as Record<string, { object: Schema }>;
      const kind = (kinds[event.type]?.object.$ref as string | undefined)?.split('/').at(-1);
      if (!kind) return [`${event.type} is not described`];
      const inside = check(`/components/schemas/${escaped(kind)}`, event.data.object);
      return [...check('/components/schemas/event', event), ...inside.map((problem) => `${event.type}: ${problem}`)];
    },
  };
}

function bodyNames(description: Description, operation: Operation): string[] {
  const [content] = Object.values(operation.requestBody?.content ?? {});
  const reference = content?.schema.$ref;
  const schema =
    typeof reference === 'string' ? description.components.schemas[reference.split('/').at(-1) ?? ''] : content?.schema;
  return Object.keys((schema?.properties as object | undefined) ?? {});
}

function templateOf(description: Description, method: string, path: string): string | undefined {
  const parts = path.split('/');
  const fits = (template: string) => {
    const names = template.split('/');
    return names.length === parts.length && names.every((name, index) => name.startsWith('{') || name === parts[index]);
  };
  const candidates = Object.keys(description.paths).filter(
    (template) => fits(template) && description.paths[template]?.[method.toLowerCase()],
  );
  return candidates.sort((a, b) => a.split('{').length - b.split('{').length)[0];
}

/**
 * Schemas that an answer of the sandbox can have in it; a reference to anything else (a subscription of a customer, say)
 * allows all, since compiling the whole graph would take seconds.
 */
const ours =
  /^(financial_connections\.|customer|deleted_|event|webhook_endpoint|address|shipping|token|error|api_errors)/;

/** OpenAPI's `nullable` in JSON Schema's words, and objects closed, so that an invented field is found as well. */
function strict(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(strict);
  if (node === null || typeof node !== 'object') return node;
  const { nullable, ...rest } = node as Schema;
  const copy = Object.fromEntries(
    Object.entries(rest)
      .filter(([key, value]) => !(key === 'description' && typeof value === 'string') && !key.startsWith('x-'))
      .map(([key, value]) => [key, key === 'enum' ? value : strict(value)]),
  ) as Schema;
  const closable = copy.type === 'object' && copy.properties !== undefined && copy.additionalProperties === undefined;
  if (closable) copy.additionalProperties = false;
  if (typeof copy.$ref === 'string') {
    if (!ours.test(copy.$ref.split('/').at(-1) ?? '')) return {};
    copy.$ref = `api${copy.$ref}`;
  }
  return nullable === true ? { anyOf: [copy, { type: 'null' }] } : copy;
}

function escaped(part: string): string {
  return part.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D');
}
