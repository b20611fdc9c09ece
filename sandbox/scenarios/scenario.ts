import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findInstitution } from '#sandbox/institutions.ts';
import { findHousehold } from '#sandbox/people/households.ts';
import { accountsForLogin } from '#sandbox/people/logins.ts';
import { faultCatalogue } from '#sandbox/world/faults.ts';
import { unknownWord } from './fields.ts';
import { FileRefused, type Located, type Problem, readLocated } from './located.ts';
import { type Link, type ScenarioFile, type Step, type StepKind, scenarioSchema, stepKinds } from './schema.ts';

/** Where the scenarios of the sandbox stand. */
const scenarioFolder = fileURLToPath(new URL('.', import.meta.url));

export type PlannedLink = Required<Pick<Link, 'bank' | 'permissions'>> & {
  household: string;
  login: string;
  /** keys of the bank accounts, in the dialog's order */
  accounts: string[];
};

export type PlannedStep = { index: number; line: number; kind: StepKind; step: Step };

/** A scenario as it can be played: names resolved, every step with its line. */
export type Scenario = Omit<ScenarioFile, 'links' | 'steps'> & {
  /** the name of its file, without the ending */
  name: string;
  links: PlannedLink[];
  steps: PlannedStep[];
  /** The key of a linked bank account by the name that the file gives it. */
  accountKey: (name: string) => string;
};

/** The names of the scenarios in a folder, in the order of the alphabet. */
export function scenarioNames(folder = scenarioFolder): string[] {
  return readdirSync(folder)
    .filter((file) => /\.ya?ml$/.test(file))
    .map((file) => file.replace(/\.ya?ml$/, ''))
    .sort();
}

/** Reads a scenario's file anew. Throws `FileRefused` with every problem in it. */
export function loadScenario(name: string, folder = scenarioFolder): Scenario {
  const file = readdirSync(folder).find((one) => one === `${name}.yaml` || one === `${name}.yml`);
  if (!file) throw new Error(`There ${unknownWord('scenario', name, scenarioNames(folder)).replace(/^there /, '')}`);
  return parseScenario(file, readFileSync(join(folder, file), 'utf8'));
}

/** Reads a scenario out of a text; `file` is how problems name it. */
export function parseScenario(file: string, content: string): Scenario {
  const located = readLocated(file, content, scenarioSchema);
  const { value } = located;
  const problems: Problem[] = [];
  const links = value.links.map((link, i) => planLink(link, value.household, ['links', i], located, problems));
  const keys = [...new Set(links.flatMap(({ accounts }) => accounts))];
  const steps = value.steps.map((step, index): PlannedStep => {
    const [kind] = Object.keys(step) as [StepKind];
    return { index, line: located.lineOf(['steps', index]), kind, step };
  });
  for (const step of steps) problems.push(...problemsOfStep(step, keys, links, located));
  problems.push(...wayBack(value.clock.start, steps, located));
  if (problems.length > 0) throw new FileRefused(problems);
  return {
    ...value,
    name: basename(file).replace(/\.ya?ml$/, ''),
    links,
    steps,
    accountKey: (name) => {
      const [found] = matching(name, keys);
      if (!found) throw new Error(`No account ${name}`);
      return found;
    },
  };
}

function planLink(
  link: Link,
  standard: string,
  path: (string | number)[],
  located: Located<ScenarioFile>,
  problems: Problem[],
): PlannedLink {
  const household = findHousehold(link.household ?? standard);
  const login = link.login ?? household.usernames[0] ?? household.key;
  const isTest = findInstitution(link.bank).household !== null;
  const keys = accountsForLogin(link.bank, login)
    .map(({ key }) => key)
    .filter((key) => isTest || key.startsWith(`${household.key}.`));
  const planned = { bank: link.bank, permissions: link.permissions, household: household.key, login };
  if (keys.length === 0) {
    const banks = [...new Set(household.accounts.map(({ institution }) => institution))];
    const message = `${login} of ${household.key} has no account at ${link.bank}; ${household.key} banks at ${banks.join(', ')}`;
    problems.push(located.problem([...path, 'bank'], message));
    return { ...planned, accounts: [] };
  }
  const accounts = (link.accounts ?? keys).flatMap((name, i) => {
    const [found] = matching(name, keys);
    if (found) return [found];
    const message = unknownWord(`account at ${link.bank}`, name, keys.map(shortName));
    problems.push(located.problem([...path, 'accounts', i], message));
    return [];
  });
  return { ...planned, accounts };
}

/** The last part of an account's key. */
export function shortName(key: string): string {
  return key.split('.').at(-1) ?? key;
}

/** The keys that a name may mean: the whole key, or its end. */
function matching(name: string, keys: readonly string[]): string[] {
  return keys.filter((key) => key === name || key.endsWith(`.${name}`));
}

/** The accounts that a step names, each with where it does. */
function accountsOf({ kind, step, index }: PlannedStep): { name: string; path: (string | number)[]; key?: string }[] {
  const path = ['steps', index, kind];
  const said = step[kind] as unknown;
  if (kind === 'expect') {
    return (['bank', 'app'] as const).flatMap((side) =>
      Object.keys(step.expect?.[side]?.accounts ?? {}).map((name) => ({
        name,
        path: [...path, side, 'accounts'],
        key: name,
      })),
    );
  }
  if (['deactivate', 'reactivate', 'disconnect', 'reissue', 'heal', 'ask-bank'].includes(kind)) {
    return [{ name: said as string, path }];
  }
  const { account } = said as { account?: string };
  return typeof said === 'object' && account !== undefined ? [{ name: account, path: [...path, 'account'] }] : [];
}

function problemsOfStep(
  planned: PlannedStep,
  keys: readonly string[],
  links: readonly PlannedLink[],
  located: Located<ScenarioFile>,
): Problem[] {
  const { index, kind, step } = planned;
  if (kind === undefined) {
    return [located.problem(['steps', index], `an empty step; write one of ${stepKinds.join(', ')}`)];
  }
  const problems: Problem[] = [];
  for (const { name, path, key } of accountsOf(planned)) {
    const found = matching(name, keys);
    if (found.length === 1) continue;
    const message =
      found.length === 0
        ? unknownWord('linked account', name, keys.map(shortName))
        : `"${name}" may be several accounts; write one of ${found.join(', ')}`;
    problems.push(located.problem(path, message, key));
  }
  const place = ['steps', index, kind];
  const bank = step['sign-in-again'];
  const banks = links.map((link) => link.bank);
  if (bank !== undefined && !banks.includes(bank)) {
    problems.push(
      located.problem(place, `nothing is linked at ${bank}; sign in again at ${[...new Set(banks)].join(', ')}`),
    );
  }
  if (step.disarm !== undefined && step.disarm !== 'all' && !Object.hasOwn(faultCatalogue, step.disarm)) {
    problems.push(located.problem(place, unknownWord('fault', step.disarm, ['all', ...Object.keys(faultCatalogue)])));
  }
  return problems;
}

/** Steps that would turn the clock back. */
function wayBack(start: string, steps: readonly PlannedStep[], located: Located<ScenarioFile>): Problem[] {
  let moment = Date.parse(start);
  return steps.flatMap(({ index, step: { advance } }) => {
    if (advance === undefined) return [];
    const target = 'to' in advance ? Date.parse(advance.to ?? '') : null;
    if (target !== null && !(target >= moment)) {
      const reached = new Date(moment).toISOString();
      return [located.problem(['steps', index, 'advance'], `the clock never goes back; by this step it is ${reached}`)];
    }
    moment = target ?? moment + ((advance.days ?? 0) * 24 + (advance.hours ?? 0)) * 3_600_000;
    return [];
  });
}
