import { findOwnership, ownershipObject } from '#sandbox/world/owners.ts';
import type { World } from '#sandbox/world/world.ts';
import { findPart } from './customer-parts.ts';
import { customerExpansions, findCustomer } from './customers.ts';
import { ApiError } from './error.ts';

type Node = Record<string, unknown>;

const emptyList = (url: string) => ({ object: 'list', data: [], has_more: false, url });

/** What can be expanded in an object of a kind, and how the object behind the id is found. */
const expandable: Record<string, Record<string, (world: World, value: unknown, node: Node) => unknown>> = {
  'financial_connections.account': {
    ownership: (world, id) => {
      const row = findOwnership(world, String(id));
      return row ? ownershipObject(world, row) : id;
    },
    'account_holder.customer': (world, id) => findCustomer(world, String(id)) ?? id,
    'account_holder.account': (_world, id) => id,
  },
  'financial_connections.session': {
    'account_holder.customer': (world, id) => findCustomer(world, String(id)) ?? id,
    'account_holder.account': (_world, id) => id,
  },
  customer: {
    default_source: (world, value, node) => findPart(world, String(node.id), String(value)) ?? value,
    'invoice_settings.default_payment_method': (_world, value) => value,
    test_clock: (_world, value) => value,
    cash_balance: (world, _value, node) => customerExpansions.cash_balance(world, String(node.id)),
    sources: (world, _value, node) => customerExpansions.sources(world, String(node.id)),
    subscriptions: (_world, _value, node) => emptyList(`/v1/customers/${node.id}/subscriptions`),
    tax: (world, _value, node) => customerExpansions.tax(world, String(node.id)),
    tax_ids: (world, _value, node) => customerExpansions.tax_ids(world, String(node.id)),
  },
  bank_account: {
    customer: (world, id) => findCustomer(world, String(id)) ?? id,
  },
  tax_id: {
    customer: (world, id) => findCustomer(world, String(id)) ?? id,
    'owner.customer': (world, id) => findCustomer(world, String(id)) ?? id,
  },
  search_result: {
    total_count: (_world, count) => count,
  },
};

/** Expands the named properties of an answer (`ownership`, `data.ownership`, …), at most four levels deep. */
export function expandAnswer(world: World, answer: object, paths: readonly string[]): object {
  const expanded = structuredClone(answer) as Node;
  for (const path of paths) {
    const parts = path.split('.');
    if (parts.length > 4)
      throw new ApiError(400, `You cannot expand more than 4 levels of a property (${path}).`, at());
    walk(world, expanded, parts, path);
  }
  return expanded;
}

function walk(world: World, node: Node, parts: readonly string[], path: string): void {
  const [first, ...rest] = parts;
  if (first === undefined) return;
  const known = node[first];
  if ((node.object === 'list' || node.object === 'search_result') && first === 'data') {
    for (const item of known as Node[]) walk(world, item, rest, path);
    return;
  }
  const kind = expandable[String(node.object)] ?? {};
  for (const length of [1, 2]) {
    const name = parts.slice(0, length).join('.');
    const fetch = kind[name];
    if (!fetch) continue;
    const holder = length === 1 ? node : (known as Node | null);
    const key = parts[length - 1] as string;
    const value = holder?.[key];
    if (!holder || value === null) return;
    if (length === 2 && value === undefined) return;
    if (typeof value !== 'object') holder[key] = fetch(world, value, node);
    const inner = holder[key];
    if (inner !== null && typeof inner === 'object') walk(world, inner as Node, parts.slice(length), path);
    return;
  }
  if (rest.length > 0 && isList(known)) walk(world, known, rest, path);
  else throw new ApiError(400, `This property cannot be expanded (${path}).`, at());
}

function isList(value: unknown): value is Node {
  return value !== null && typeof value === 'object' && (value as Node).object === 'list';
}

function at() {
  return { param: 'expand', unexecuted: true } as const;
}
