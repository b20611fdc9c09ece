import type { CardChannel, Channel, FeeName } from '#sandbox/people/channels.ts';
import { cut, type Facts, type Style, type Text } from '#sandbox/people/style.ts';

const fees: Readonly<Record<FeeName, string>> = {
  overdraft: 'Overdraft cover fee',
  foreign_atm: 'Out-of-network ATM fee',
  maintenance: 'Monthly plan',
  late: 'Late fee',
  instant: 'Instant transfer fee',
  membership: 'Tidewell Plus membership',
};

function card(channel: CardChannel, { draw }: Facts): Text {
  const raw = cut(channel.descriptor, tidewell.descriptorLimit);
  if (channel.refund) return { posted: `Refund from ${raw}`, pending: null };
  // The app tidies most names when a purchase posts; processors' prefixes stay while it is pending.
  const tidy = raw.replace(/\s+/g, ' ').replace(/^(SQ \*|TST\* |SP |PAYPAL \*|PP\*|IN \*)/, '');
  return { posted: draw.yes(0.6) ? tidy : raw, pending: raw };
}

/** A bank that is an app: short texts in plain words, no cities, exact times. */
function write(channel: Channel, facts: Facts): string | Text {
  const { incoming } = facts;
  switch (channel.kind) {
    case 'card':
      return card(channel, facts);
    case 'ach':
      return incoming
        ? `${channel.entry === 'PAYROLL' ? 'Direct deposit' : 'Deposit'} from ${cut(channel.company, 22)}`
        : `${cut(channel.company, 22)}; ${channel.entry.toLowerCase()}`;
    case 'transfer':
      return `Transfer ${incoming ? 'from' : 'to'} ${channel.otherBank ?? channel.otherName} (${channel.otherLast4})`;
    case 'person':
      return `${incoming ? 'From' : 'To'} ${channel.name}${channel.memo === null ? '' : `: ${channel.memo}`}`;
    case 'cash':
      return `ATM withdrawal, ${cut(channel.street, 24)}`;
    case 'check':
      return `Mailed check ${channel.number}`;
    case 'deposit':
      return 'Check deposit';
    case 'fee':
      return fees[channel.name];
    case 'interest':
      return incoming ? `Interest at ${channel.rate}% APY` : 'Interest charged';
    case 'payment':
      return `Payment from ${channel.fromBank}`;
    case 'loan':
      return `Loan ${channel.part}`;
    case 'rewards':
      return 'Cash back';
  }
}

export const tidewell: Style = { descriptorLimit: 25, textLimit: 60, write };
