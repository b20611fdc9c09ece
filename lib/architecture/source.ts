import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** One import of a file. `path` is the file it leads to, from the root, or null when it is a package. */
export type Import = { specifier: string; path: string | null; isType: boolean };

/** A source file as the rules see it: `code` has no comments. */
export type Source = { path: string; code: string; imports: Import[]; isTest: boolean };

const folders = ['app', 'components', 'lib', 'sandbox', 'scripts', 'bench'];
const alone = ['proxy.ts', 'next.config.ts'];

/** All source files of the repository. */
export function readSources(): Source[] {
  const paths = folders.flatMap((folder) => {
    try {
      return readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && /\.(ts|tsx|js|mjs)$/.test(entry.name))
        .map((entry) => join(entry.parentPath, entry.name));
    } catch {
      return [];
    }
  });
  const kept = paths.filter((path) => !path.includes('node_modules'));
  return [...kept, ...alone].map((path) => sourceOf(path, readFileSync(path, 'utf8')));
}

/** A file from its path and text: also how a rule's own test makes one. */
export function sourceOf(path: string, text: string): Source {
  const code = withoutComments(text);
  return { path, code, imports: importsOf(path, code), isTest: isTest(path) };
}

/** Tests, and what only they use. */
function isTest(path: string): boolean {
  return /\.test\.tsx?$|(^|\/)(test-[\w-]+|simulated-[\w-]+)(\.setup)?\.tsx?$|\/testing\/|^lib\/architecture\//.test(
    path,
  );
}

function withoutComments(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '')
    .replace(/([;,{}()])\s+\/\/ .*$/gm, '$1');
}

const statement = /^[ \t]*(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]*?\sfrom\s+)?['"]([^'"\n]+)['"]/gm;
const dynamic = /\bimport\(\s*['"]([^'"\n]+)['"]/g;

function importsOf(path: string, code: string): Import[] {
  const at = (specifier: string, isType: boolean) => ({ specifier, path: resolved(path, specifier), isType });
  const fixed = [...code.matchAll(statement)].map(([text, type, specifier]) =>
    at(specifier ?? '', Boolean(type) || namesOnlyTypes(text)),
  );
  return [...fixed, ...[...code.matchAll(dynamic)].map(([, specifier]) => at(specifier ?? '', false))];
}

/** `import { type A, type B } from …` brings nothing but types either. */
function namesOnlyTypes(text: string): boolean {
  const names = /\{([^}]*)\}/
    .exec(text)?.[1]
    ?.split(',')
    .map((name) => name.trim());
  return names?.every((name) => name === '' || name.startsWith('type ')) ?? false;
}

function resolved(from: string, specifier: string): string | null {
  if (specifier.startsWith('.')) return normalize(join(dirname(from), specifier));
  return /^#(app|components|lib|sandbox)\//.test(specifier) ? specifier.slice(1) : null;
}
