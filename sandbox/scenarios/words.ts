import { shortName } from './scenario.ts';
import type { Step } from './schema.ts';

/** A step as one line for people. */
export function stepWords(step: Step): string {
  const kind = Object.keys(step)[0] as keyof Step | undefined;
  switch (kind) {
    case 'add-row': {
      const row = step['add-row'];
      const when = row && row['days-ago'] > 0 ? `, dated ${row['days-ago']} days back` : '';
      return row ? `a ${row.status} row of ${money(row.amount)} “${row.text}” on ${shortName(row.account)}${when}` : '';
    }
    case 'change-row': {
      const row = step['change-row'];
      const changes = [row?.amount === undefined ? '' : money(row.amount), row?.['new-text'] ?? ''].filter(Boolean);
      return `the bank changes “${row?.text}” on ${row?.account} to ${changes.join(', ')}`;
    }
    case 'post-row': {
      const row = step['post-row'];
      return `“${row?.text}” on ${row?.account} posts${row?.amount === undefined ? '' : ` as ${money(row.amount)}`}`;
    }
    case 'void-row':
      return `“${step['void-row']?.text}” on ${step['void-row']?.account} vanishes`;
    case 'arm': {
      const { fault, times, ...detail } = step.arm ?? { fault: '', times: 1 };
      const said = Object.entries(detail).map(
        ([key, value]) => `${key} ${key === 'amount' ? money(Number(value)) : value}`,
      );
      const often = times === 1 ? '' : times === 'always' ? ', until disarmed' : `, ${times} times`;
      return `fault ${fault}${said.length > 0 ? ` (${said.join(', ')})` : ''}${often}`;
    }
    case 'disarm':
      return step.disarm === 'all' ? 'all faults are disarmed' : `fault ${step.disarm} is disarmed`;
    case 'advance':
      return advanceWords(step.advance ?? {});
    case 'sign-in-again':
      return `the person signs in again at ${step['sign-in-again']}`;
    case 'ask-bank':
      return `the person asks the bank about ${step['ask-bank']} now`;
    case 'answer-same-account':
      return `the person says: ${step['answer-same-account']?.account} is ${step['answer-same-account']?.answer === 'same' ? 'the same account' : 'another account'}`;
    case 'complete-refreshes':
      return 'every pending refresh is completed';
    case 'redeliver':
      return `${step.redeliver} is delivered once more`;
    case 'expect':
      return expectWords(step.expect ?? {});
    case undefined:
      return '';
    default:
      return `${kind} ${String(step[kind])}`;
  }
}

/** The sandbox cannot see an app: what it claims of an expectation is the bank's side and no more. */
function expectWords({ bank, app }: NonNullable<Step['expect']>): string {
  if (!bank) return 'expect of the app, checked by e2e/scenarios.spec.ts';
  return `expect of the bank’s side${app ? ' (the app is checked by e2e/scenarios.spec.ts)' : ''}`;
}

function advanceWords({ days, hours, to }: { days?: number; hours?: number; to?: string }): string {
  if (to !== undefined) return `the clock goes to ${to}`;
  if (days !== undefined) return `${days} ${days === 1 ? 'day' : 'days'} later`;
  return `${hours} ${hours === 1 ? 'hour' : 'hours'} later`;
}

/** Minor units as people write them: -38.50. */
export function money(minor: number): string {
  return (minor / 100).toFixed(2);
}
