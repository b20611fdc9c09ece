export type Schema = { [key: string]: unknown };
export type Operation = {
  parameters?: { name: string; in: string; required?: boolean; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { content: Record<string, { schema: Schema }> }>;
};
export type Description = {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
};

/** One parameter without parameters of its own, for example `account_holder[customer]` or `permissions[]`. */
export type Leaf = { name: string; values: string[] | null; required: boolean };

/**
 * Schemas that an answer of the sandbox can have in it; a reference to anything else (a subscription of a customer, say)
 * allows all, since compiling the whole graph would take seconds.
 */
export const described =
  /^(financial_connections\.|customer|deleted_|event|webhook_endpoint|address|shipping|token|bank_account|tax_id|cash_balance|error|api_errors)/;

/** OpenAPI's `nullable` in JSON Schema's words, and objects closed, so that an invented field is found as well. */
export function strictSchema(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(strictSchema);
  if (node === null || typeof node !== 'object') return node;
  const { nullable, ...rest } = node as Schema;
  const copy = Object.fromEntries(
    Object.entries(rest)
      .filter(([key, value]) => !(key === 'description' && typeof value === 'string') && !key.startsWith('x-'))
      .map(([key, value]) => [key, key === 'enum' ? value : strictSchema(value)]),
  ) as Schema;
  const closable = copy.type === 'object' && copy.properties !== undefined && copy.additionalProperties === undefined;
  if (closable) copy.additionalProperties = false;
  if (typeof copy.$ref === 'string') {
    if (!described.test(copy.$ref.split('/').at(-1) ?? '')) return {};
    copy.$ref = `api${copy.$ref}`;
  }
  return nullable === true ? { anyOf: [copy, { type: 'null' }] } : copy;
}

/** A schema of parameters as a decoded form has them: everything is text, and objects are closed. */
export function formSchema(description: Description, node: Schema): Schema {
  const schema = resolved(description, node);
  if (schema.anyOf) return { anyOf: (schema.anyOf as Schema[]).map((one) => formSchema(description, one)) };
  if (schema.enum) return { enum: schema.enum };
  if (schema.type === 'array') return { type: 'array', items: formSchema(description, schema.items as Schema) };
  if (schema.type === 'integer') return { type: 'string', pattern: '^-?[0-9]+$' };
  if (schema.type === 'number') return { type: 'string', pattern: '^-?[0-9]+([.][0-9]+)?$' };
  if (schema.type === 'boolean') return { enum: ['true', 'false'] };
  if (schema.type !== 'object') return { type: 'string' };
  if (schema.additionalProperties) return { type: 'object', additionalProperties: { type: 'string' } };
  return {
    type: 'object',
    properties: Object.fromEntries(
      Object.entries((schema.properties ?? {}) as Record<string, Schema>).map(([name, property]) => [
        name,
        formSchema(description, property),
      ]),
    ),
    required: schema.required ?? [],
    additionalProperties: false,
  };
}

/** The leaves of a schema of parameters with the values they can have, if these are counted. */
export function leavesOf(description: Description, node: Schema, name = '', required = true): Leaf[] {
  const schema = resolved(description, node);
  const branches = (schema.anyOf as Schema[] | undefined)?.flatMap((one) => leavesOf(description, one, name, required));
  if (branches) return merged(branches.filter((leaf) => leaf.name !== name || leaf.values?.join() !== ''));
  if (schema.type === 'array') return leavesOf(description, schema.items as Schema, `${name}[]`, required);
  const properties = schema.properties as Record<string, Schema> | undefined;
  if (schema.type === 'object' && schema.additionalProperties) return [{ name: `${name}[*]`, values: null, required }];
  const values = typeof schema.const === 'string' ? [schema.const] : (schema.enum as string[] | undefined);
  if (!properties) return [{ name, values: values ?? null, required }];
  return Object.entries(properties).flatMap(([key, property]) =>
    leavesOf(
      description,
      property,
      name === '' ? key : `${name}[${key}]`,
      required && ((schema.required as string[] | undefined) ?? []).includes(key),
    ),
  );
}

/** Branches of one parameter that may each be plain text are one leaf. */
function merged(leaves: Leaf[]): Leaf[] {
  return [...new Map(leaves.map((leaf) => [leaf.name, leaf])).values()];
}

function resolved(description: Description, node: Schema): Schema {
  const [wrapped] = (node.allOf as Schema[] | undefined) ?? [];
  if (wrapped) return resolved(description, wrapped);
  if (typeof node.$ref !== 'string') return node;
  return resolved(description, description.components.schemas[node.$ref.split('/').at(-1) ?? ''] ?? {});
}
