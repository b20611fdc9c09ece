import type { Source } from './source.ts';

/** A rule gives a line for each place that breaks it: the file, and what is wrong. */
export type Rule = (sources: readonly Source[]) => string[];

/** lib/ reads top to bottom: a file imports from its own folder and from above. */
const order = [
  ['assert.ts', 'errors.ts', 'result.ts', 'env.ts', 'ids.ts', 'clock.ts', 'scrub.ts', 'log.ts'],
  ['money', 'dates', 'db', 'jobs', 'auth', 'households', 'bank', 'accounts', 'ledger', 'proof'],
  ['linking', 'consent', 'sync', 'demo'],
].flat();
const features = ['accounts', 'ledger', 'proof', 'linking', 'consent', 'sync', 'demo'];

const within = (path: string, ...folders: string[]) => folders.some((folder) => path.startsWith(`${folder}/`));
const isApp = ({ path }: Source) => within(path, 'app', 'components', 'lib') || path === 'proxy.ts';
const production = (sources: readonly Source[]) => sources.filter((source) => isApp(source) && !source.isTest);

/** The import of one file by another, where `breaks` says what is wrong with it. */
function imports(
  breaks: (source: Source, specifier: string, path: string | null, isType: boolean) => string | null,
): Rule {
  return (sources) =>
    sources.flatMap((source) =>
      source.imports.flatMap(({ specifier, path, isType }) => {
        const wrong = breaks(source, specifier, path, isType);
        return wrong ? [`${source.path}: ${wrong} (${specifier})`] : [];
      }),
    );
}

/** Text in production code that must not be there. */
function text(patterns: readonly [RegExp, string][], isExempt: (path: string) => boolean): Rule {
  return (sources) =>
    production(sources)
      .filter(({ path }) => !isExempt(path))
      .flatMap(({ path, code }) =>
        patterns.flatMap(([pattern, wrong]) => (pattern.test(code) ? [`${path}: ${wrong}`] : [])),
      );
}

const isDialogFile = (path: string) => /^app\/.*\.client\.tsx?$/.test(path);

export const vendorHasOneFolder: Rule = (sources) => {
  const found = imports(({ path, isTest }, specifier) =>
    /^(stripe|@stripe\/)/.test(specifier) &&
    !within(path, 'lib/bank/stripe', 'sandbox', 'bench', 'scripts') &&
    !(isTest && within(path, 'lib/bank')) &&
    !isDialogFile(path)
      ? 'the vendor is known in lib/bank/stripe only'
      : null,
  )(sources);
  const dialogs = sources.filter(
    ({ path, imports: all }) => isDialogFile(path) && all.some(({ specifier }) => specifier.startsWith('@stripe/')),
  );
  return [...found, ...dialogs.slice(1).map(({ path }) => `${path}: one client file opens the bank's dialog, not two`)];
};

export const vendorWordsStayInside: Rule = text(
  [[/['"`](fca|fctxn|fcsess|cus|evt|whsec)_/, "an id of the vendor's is spelled out"]],
  (path) => within(path, 'lib/bank/stripe'),
);

export const sandboxIsApart: Rule = (sources) => [
  ...imports(({ path, isTest }, specifier, target) => {
    const toSandbox = specifier.startsWith('#sandbox') || within(target ?? '', 'sandbox');
    if (toSandbox && !isTest && within(path, 'app', 'components', 'lib')) return 'the app does not know the sandbox';
    const toApp = within(target ?? '', 'app', 'components', 'lib');
    return within(path, 'sandbox') && toApp ? 'the sandbox does not know the app' : null;
  })(sources),
  ...text([[/\b(is|in|use)Sandbox\b|\bSANDBOX\b/i, 'asks whether it runs in the sandbox']], () => false)(sources),
];

export const libKnowsNoScreen: Rule = imports(({ path }, specifier, target) =>
  within(path, 'lib') && (/^(next|react|react-dom)(\/|$)/.test(specifier) || within(target ?? '', 'app', 'components'))
    ? 'lib knows no framework and no screen'
    : null,
);

const deeds = [
  'add answer apply ask begin build check clear close collect commit conclude confirm continue count create delete disconnect',
  'drop end ensure erase expire fail fetch find finish follow forget give handle hold import judge keep list load lock mark',
  'merge move notify offer open pause pay pick play post prepare promise put read receive record refresh release remind remove',
  'rename renew replay report request reset restore resume retry revoke roll run save schedule send set settle show sign start',
  'stop store sweep sync take tell undo unlink update verify wait walk withdraw write',
]
  .join(' ')
  .replaceAll(' ', '|');

/** Files that do: by their name, or because it begins with a verb. */
const doing = new RegExp(
  `(^|[-/])(query|queries|commands|store|job|lease)\\.ts$|/(${deeds})(-[\\w-]+)?\\.ts$|/(candidates|owners|erasure)\\.ts$`,
);

/** A file of a feature whose name says a thing, not a deed. */
export function isNoun(path: string): boolean {
  return features.some((feature) => within(path, `lib/${feature}`)) && !doing.test(path);
}

const impure = (path: string) => within(path, 'lib/db', 'lib/jobs', 'lib/auth') || isPureBank(path) || isAmbient(path);
const isAmbient = (path: string) => /^lib\/(env|clock|log)\.ts$/.test(path);
const isPureBank = (path: string) => within(path, 'lib/bank') && path !== 'lib/bank/types.ts';

/** What a file reaches when it runs, through any number of files; imports of types alone do not run. */
function reached(path: string, byPath: ReadonlyMap<string, Source>, seen = new Set<string>()): Set<string> {
  for (const { path: target, isType } of byPath.get(path)?.imports ?? []) {
    if (!target || isType || seen.has(target)) continue;
    seen.add(target);
    reached(target, byPath, seen);
  }
  return seen;
}

export const nounsArePure: Rule = (sources) => {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  return production(sources)
    .filter(({ path }) => isNoun(path) || within(path, 'lib/money', 'lib/dates'))
    .flatMap(({ path }) => {
      const target = [...reached(path, byPath)].find(impure);
      return target ? [`${path}: a noun reaches ${target}`] : [];
    });
};

const placeOf = (path: string) => order.indexOf(path.split('/')[1] ?? '');

export const arrowsPointUp: Rule = (sources) => [
  ...sources
    .filter(({ path, isTest }) => within(path, 'lib') && !isTest && placeOf(path) < 0)
    .map(({ path }) => `${path}: has no place in the order of lib`),
  ...imports(({ path, isTest }, _specifier, target) =>
    !isTest && within(path, 'lib') && within(target ?? '', 'lib') && placeOf(target ?? '') > placeOf(path)
      ? 'imports from below'
      : null,
  )(sources),
];

export const noCycles: Rule = (sources) => {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  return sources
    .filter(({ path }) => reached(path, byPath).has(path))
    .map(({ path }) => `${path}: reaches itself through its imports`);
};

export const componentsTakeProps: Rule = (sources) => {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const components = sources.filter(({ path, isTest }) => within(path, 'components') && !isTest);
  return components.flatMap((source) => [
    ...[...reached(source.path, byPath)]
      .filter(impure)
      .map((target) => `${source.path}: a component reaches ${target}`),
    ...(/\bfetch\(|['"]use server['"]/.test(source.code)
      ? [`${source.path}: a component fetches or changes data`]
      : []),
    ...source.imports
      .filter(({ path }) => within(path ?? '', 'app'))
      .map(({ specifier }) => `${source.path}: a component knows a page (${specifier})`),
  ]);
};

/** Next gives these files their names, and wants them in the browser. */
const namedByNext = /\/(error|global-error)\.tsx$/;

export const browserFilesSaySo: Rule = (sources) =>
  sources.flatMap(({ path, code, isTest }) => {
    if (isTest || !within(path, 'app', 'components') || namedByNext.test(path)) return [];
    const isClient = /^\s*['"]use client['"]/.test(code);
    if (isClient && !/\.client\.tsx?$/.test(path)) return [`${path}: runs in the browser and is not named .client.tsx`];
    return !isClient && /\.client\.tsx$/.test(path)
      ? [`${path}: is named .client.tsx and does not say "use client"`]
      : [];
  });

const exported = /^export (?:async )?function\*? (\w+)(?:<[^>]*>)?\(\s*(?:(\w+): ([\w.]+))?/gm;

export const viewersComeFirst: Rule = (sources) =>
  production(sources)
    .filter(
      ({ path }) =>
        /(^|\/)(queries|commands)\.ts$|-query\.ts$/.test(path) && features.some((f) => within(path, `lib/${f}`)),
    )
    .flatMap(({ path, code }) =>
      [...code.matchAll(exported)]
        .filter(
          ({ 0: found, index }) => /\basync\b/.test(found) || /^[^{]*Promise</.test(code.slice(index + found.length)),
        )
        .filter(([, , , type]) => !/^(Viewer|Tx)$/.test(type ?? ''))
        .map(([, name]) => `${path}: ${name} does not take a viewer or its transaction first`),
    );

const unattendedDoors = ['app/_shared/job-handlers.ts', 'app/api/bank/events/route.ts'];

export const unattendedWorkHasTwoDoors: Rule = (sources) => {
  const unattended = new Set(
    production(sources)
      .filter(({ path, code }) => within(path, 'lib') && !within(path, 'lib/db') && /\btransactFor\b/.test(code))
      .map(({ path }) => path),
  );
  return production(sources)
    .filter(({ path }) => within(path, 'app') && !unattendedDoors.includes(path))
    .flatMap(({ path, code, imports: all }) => [
      ...(/\btransact(For|Across)\b/.test(code) ? [`${path}: opens a transaction without a viewer`] : []),
      ...all
        .filter((one) => !one.isType && unattended.has(one.path ?? ''))
        .map(({ specifier }) => `${path}: begins work that has no viewer (${specifier})`),
    ]);
};

/** Where a person and their household begin together, change together, or end together. */
const acrossBoth = [
  'lib/db/',
  'lib/auth/',
  'lib/households/',
  'lib/consent/request-erasure.ts',
  'lib/consent/erasure.ts',
  'lib/consent/erase-household.ts',
];

export const peopleAndHouseholdsMeetRarely: Rule = (sources) =>
  production(sources)
    .filter(({ path, code }) => /\btransactAcross\b/.test(code) && !acrossBoth.some((place) => path.startsWith(place)))
    .map(({ path }) => `${path}: reaches people and a household in one transaction`);

export const authorizationIsNotInLayouts: Rule = (sources) =>
  production(sources)
    .filter(({ path, code }) => /\/layout\.tsx$/.test(path) && /\bassertMayEdit\b|\.role\s*[!=]==/.test(code))
    .map(({ path }) => `${path}: a layout decides who may do what, and pages do not wait for it`);

export const databaseHasFewDoors: Rule = (sources) =>
  production(sources)
    .filter(({ path }) => !within(path, 'lib/db', 'lib/jobs', 'lib/auth', 'lib/households', 'app/api/health'))
    .filter(({ path }) => path !== 'lib/consent/erasure.ts')
    .flatMap(({ path, imports: all }) =>
      all
        .filter((one) => one.path === 'lib/db/client.ts' && !one.isType)
        .map(() => `${path}: reaches the database past transact and the closed list`),
    );

export const roleIsSetOnce: Rule = text(
  [[/set_config\(\s*'role'|SET (LOCAL )?ROLE/i, 'changes the role of a transaction']],
  (path) => path === 'lib/db/transact.ts',
);

export const moneyIsExact: Rule = text(
  [
    [/\bparseFloat\(/, 'reads an amount as a float'],
    [/\.toFixed\(/, 'writes a number with a fixed number of digits'],
    [/[mM]inor\b[^\n;]{0,20}[*/] ?100\b|\b100n? ?\* ?\w*[mM]inor/, 'scales an amount by hand'],
    [/\b\w*[mM]inor\??: number\b/, 'keeps an amount in a number'],
  ],
  (path) => within(path, 'lib/money'),
);

/** Who words an amount besides `Figure`, and why that is none of anybody's money. */
const wordsOfMoney: Readonly<Record<string, string>> = {
  'components/figure.tsx': 'the way an amount gets on a screen',
  'components/charts/scale.ts': 'the marks of a scale lie at whole units, and Figure words them',
  'app/(app)/transactions/filter-bar.tsx': 'a field holds the digits that the person typed',
  'app/(app)/transactions/chips.ts': 'a condition that the person typed is said back',
};

export const figuresWordAmounts: Rule = (sources) => [
  ...imports(({ path, isTest }, _specifier, target, isType) =>
    target === 'lib/money/format.ts' &&
    !isType &&
    !isTest &&
    within(path, 'app', 'components') &&
    !(path in wordsOfMoney)
      ? 'an amount gets on a screen by Figure'
      : null,
  )(sources),
  ...text([[/\bNumberFormat\b|style: 'currency'/, 'words an amount by itself']], (path) => within(path, 'lib/money'))(
    sources,
  ),
];

export const ambientHasOneFileEach: Rule = (sources) => [
  ...text([[/\bprocess\.env\b/, 'reads the environment']], (path) => path === 'lib/env.ts')(sources),
  ...text([[/\bDate\.now\(|\bnew Date\(\s*\)/, 'reads the clock']], (path) => path === 'lib/clock.ts')(sources),
  ...text([[/\bMath\.random\(/, 'rolls dice']], (path) => path === 'lib/ids.ts')(sources),
];

export const namesMeanSomething: Rule = (sources) =>
  sources
    .filter((source) => isApp(source) || within(source.path, 'scripts'))
    .filter(({ path }) => /(^|\/)(utils?|helpers?|common|misc)(\/|\.tsx?$)|(^|\/)index\.tsx?$/.test(path))
    .map(({ path }) => `${path}: says nothing about what is in it`);

/** How a test sets what a process has one of: settings, clock, modules, streams, folder. */
const setsItsProcess = [
  /\b(setTestSettings|forgetEnv)\(/,
  /\bvi\.(mock|doMock|hoisted|stub\w+|useFakeTimers|setSystemTime|resetModules)\(/,
  /\bvi\.spyOn\(\s*(process|globalThis|Date|Math|console)\b/,
  /\bprocess\.(env|argv)(\.\w+|\[[^\]]+\])?\s*(\?\?|\|\||&&)?=[^=]/,
  /\bdelete process\.env\b|\bassign\(process\.env\b|\bprocess\.chdir\(|\bglobalThis\.\w+\s*=[^=]/,
];

/** A pure test shares its process with others: what it sets there they would meet. */
export const pureTestsSetNothing: Rule = (sources) =>
  sources
    // The examples of this rule stand in its own test.
    .filter(({ path }) => path !== 'lib/architecture.test.ts')
    .filter(({ path }) => /\.test\.tsx?$/.test(path) && !/\.(process|db|contract|browser)\.test\.tsx?$/.test(path))
    .filter(({ code }) => setsItsProcess.some((pattern) => pattern.test(code)))
    .map(({ path }) => `${path}: sets something of its process, so it is a *.process.test`);
