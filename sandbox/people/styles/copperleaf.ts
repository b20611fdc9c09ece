import type { CardChannel, Channel, FeeName } from '#sandbox/people/channels.ts';
import { cut, type Facts, monthAndDate, type Style, type Text } from '#sandbox/people/style.ts';

const fees: Readonly<Record<FeeName, string>> = {
  overdraft: 'Withdrawal Courtesy Pay Fee',
  foreign_atm: 'Withdrawal Foreign ATM Fee',
  maintenance: 'Withdrawal Low Balance Fee',
  late: 'Late Payment Fee',
  instant: 'Withdrawal Instant Transfer Fee',
  membership: 'Membership Fee',
};

function card(channel: CardChannel, { day, last4 }: Facts): Text {
  const name = cut(channel.descriptor, copperleaf.descriptorLimit);
  const where = `${cut((channel.phone ?? channel.city).toUpperCase(), 13)} ${channel.state}US`;
  if (channel.refund) return { posted: `Deposit Adjustment Visa ${name} ${where}`, pending: null };
  if (channel.pin) return { posted: `POS DEBIT ${name} ${where}`, pending: `POS DEBIT ${name}` };
  const date = monthAndDate(day, '/', 'with year');
  return {
    posted: `Withdrawal Debit Card ${name} ${where} Date ${date} Card ${last4}`,
    pending: `PENDING - ${name}`,
  };
}

/** A credit union: Withdrawal and Deposit in front, shares and dividends instead of accounts and interest. */
function write(channel: Channel, facts: Facts): string | Text {
  const { incoming, draw } = facts;
  const move = incoming ? 'Deposit' : 'Withdrawal';
  switch (channel.kind) {
    case 'card':
      return card(channel, facts);
    case 'ach':
      return `ACH ${move} ${cut(channel.company.toUpperCase(), 16)} TYPE: ${cut(channel.entry, 10)} ID: ${channel.companyId} CO: ${cut(channel.company.toUpperCase(), 16)}${channel.sec === 'PPD' ? '' : ` ENTRY CLASS CODE: ${channel.sec}`}`;
    case 'transfer': {
      const way = incoming ? 'From' : 'To';
      return channel.otherBank === null
        ? `${move} Home Banking Transfer ${way} Share ${channel.otherLast4}`
        : `External ${move} ${channel.otherBank} - ${incoming ? 'CREDIT' : 'P2P'} ${draw.digits(8)}`;
    }
    case 'person':
      return `${move} Zelle ${incoming ? 'From' : 'To'} ${channel.name}${channel.memo === null ? '' : ` ${channel.memo}`}`;
    case 'cash':
      return `${move} ATM ${channel.terminal} ${cut(channel.street.toUpperCase(), 22)} ${channel.city.toUpperCase()} ${channel.state}US`;
    case 'check':
      return `Draft ${channel.number.padStart(6, '0')}`;
    case 'deposit':
      return channel.how === 'mobile' ? 'Deposit Mobile Check' : 'Deposit by Check';
    case 'fee':
      return fees[channel.name];
    case 'interest':
      return incoming ? `Deposit Dividend Annual Percentage Yield Earned ${channel.rate}%` : 'Interest Charge';
    case 'payment':
      return `Payment ${channel.automatic ? 'Automatic Transfer' : 'Home Banking'} ${channel.fromBank}`;
    case 'loan':
      return `Loan ${channel.part}`;
    case 'rewards':
      return 'Deposit Member Rewards';
  }
}

export const copperleaf: Style = { descriptorLimit: 25, textLimit: 120, write };
