import { existsSync, readFileSync } from 'node:fs';
import Ajv, { type ValidateFunction } from 'ajv';
import { isEventType } from '#sandbox/api/event-types.ts';
import { descriptionPlace as place } from './description-place.ts';
import {
  type Description,
  described,
  formSchema,
  type Leaf,
  leavesOf,
  type Operation,
  type Schema,
  strictSchema,
} from './schemas.ts';

type EventLike = { type: string; data: { object: unknown } };

export type Checker = {
  /** Problems of an answer against the description, and of the events in it; empty when it agrees. */
  answer: (method: string, path: string, status: number, body: unknown) => string[];
  /** Problems of a request's decoded parameters: unknown or missing names, values of another type or outside an enum. */
  request: (method: string, path: string, params: unknown) => string[];
  /** Every parameter of the operation down to its leaves, or null for an operation that is not described. */
  parameters: (method: string, path: string) => Leaf[] | null;
  /** Problems of an event and of the object in it. */
  event: (event: EventLike) => string[];
};

/** Why nothing can be checked, or null when it can. */
export const descriptionMissing = existsSync(place) ? null : `no ${place}`;

const opened = new Map<string, Checker>();

/** The description, read once; null when it is not at hand. */
export function openDescription(file = place): Checker | null {
  if (!existsSync(file)) return null;
  const checker = opened.get(file) ?? checkerOf(file);
  opened.set(file, checker);
  return checker;
}

function checkerOf(file: string): Checker {
  const description = JSON.parse(readFileSync(file, 'utf8')) as Description;
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  ajv.addSchema(strictSchema(description) as object, 'api');
  const compiled = new Map<string, ValidateFunction>();
  const check = (name: string, schema: () => object, value: unknown): string[] => {
    const validate = compiled.get(name) ?? ajv.compile(schema());
    compiled.set(name, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  };
  const pointed = (pointer: string, value: unknown) => check(pointer, () => ({ $ref: `api#${pointer}` }), value);
  const eventProblems = (event: EventLike): string[] => {
    if (!isEventType(event.type)) return [`${event.type} is no type of event`];
    const kinds = description.components.schemas.event?.['x-eventObjects'] as Record<string, { object: Schema }>;
    const inside = kindsIn(kinds[event.type]?.object).map((kind) =>
      pointed(`/components/schemas/${escaped(kind)}`, event.data.object),
    );
    const [closest = []] = inside.toSorted((a, b) => a.length - b.length);
    return [...pointed('/components/schemas/event', event), ...closest.map((problem) => `${event.type}: ${problem}`)];
  };
  return {
    answer: (method, path, status, body) => {
      const template = templateOf(description, method, path);
      if (!template) return status === 404 ? [] : [`${method} ${path} is not described`];
      const answers = description.paths[template]?.[method.toLowerCase()]?.responses ?? {};
      const key = String(status) in answers ? String(status) : 'default';
      const pointer = `/paths/${escaped(template)}/${method.toLowerCase()}/responses/${key}/content/application~1json/schema`;
      return [...pointed(pointer, body), ...(status === 200 ? eventsIn(template, body).flatMap(eventProblems) : [])];
    },
    request: (method, path, params) => {
      const template = templateOf(description, method, path);
      const operation = template && description.paths[template]?.[method.toLowerCase()];
      if (!operation) return [`${method} ${path} is not described`];
      return check(
        `${method} ${template}`,
        () => formSchema(description, parameterSchema(operation)) as object,
        copy(params),
      );
    },
    parameters: (method, path) => {
      const template = templateOf(description, method, path);
      const operation = template && description.paths[template]?.[method.toLowerCase()];
      return operation ? leavesOf(description, parameterSchema(operation)) : null;
    },
    event: eventProblems,
  };
}

function eventsIn(template: string, body: unknown): EventLike[] {
  if (template === '/v1/events') return (body as { data: EventLike[] }).data;
  return template === '/v1/events/{id}' ? [body as EventLike] : [];
}

/** The schemas that an event's object can have; none where the description leaves the event out. */
function kindsIn(object: Schema | undefined): string[] {
  const branches = (object?.anyOf as Schema[] | undefined) ?? (object ? [object] : []);
  return branches.map(({ $ref }) => String($ref).split('/').at(-1) ?? '').filter((kind) => described.test(kind));
}

/** The parameters of an operation as one object: those of its query, or of its form. */
function parameterSchema(operation: Operation): Schema {
  const [content] = Object.values(operation.requestBody?.content ?? {});
  if (content) return content.schema;
  const query = (operation.parameters ?? []).filter((one) => one.in === 'query');
  return {
    type: 'object',
    properties: Object.fromEntries(query.map(({ name, schema }) => [name, schema])),
    required: query.filter(({ required }) => required).map(({ name }) => name),
  };
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

/** Decoded forms have no prototype, which the validator does not expect. */
function copy(params: unknown): unknown {
  return JSON.parse(JSON.stringify(params));
}

function escaped(part: string): string {
  return part.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D');
}
