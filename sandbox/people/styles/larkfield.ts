import type { CardChannel, Channel, FeeName } from '#sandbox/people/channels.ts';
import { achDate, cut, type Facts, monthAndDate, type Style, type Text } from '#sandbox/people/style.ts';

const fees: Readonly<Record<FeeName, string>> = {
  overdraft: 'OVERDRAFT FEE FOR A TRANSACTION RECEIVED ON',
  foreign_atm: 'NON-LARKFIELD ATM TRANSACTION FEE',
  maintenance: 'MONTHLY SERVICE FEE',
  late: 'LATE CHARGE',
  instant: 'INSTANT TRANSFER CHARGE',
  membership: 'ANNUAL FEE',
};

function card(channel: CardChannel, { day, last4, draw }: Facts): Text {
  const name = cut(channel.descriptor, larkfield.descriptorLimit);
  const where = `${channel.phone ?? channel.city} ${channel.state}`;
  const date = monthAndDate(day, '/');
  const trace = `S${draw.digits(15)} CARD ${last4}`;
  if (channel.refund)
    return { posted: `PURCHASE RETURN AUTHORIZED ON ${date} ${name} ${where} ${trace}`, pending: null };
  if (channel.pin) {
    return {
      posted: `PURCHASE WITH PIN AUTHORIZED ON ${date} ${name} ${where} P${draw.digits(15)} CARD ${last4}`,
      pending: null,
    };
  }
  const kind = channel.recurring ? 'RECURRING PAYMENT' : 'PURCHASE';
  // Some terminals confirm under another name than they asked with: the pending text has no city yet.
  const pending = draw.yes(0.4) ? `${kind} AUTHORIZED ON ${date} ${name} CARD ${last4}` : null;
  return { posted: `${kind} AUTHORIZED ON ${date} ${name} ${where} ${trace}`, pending };
}

/** A national bank: PURCHASE AUTHORIZED ON, ACH as company, entry, date, reference and name. */
function write(channel: Channel, facts: Facts): string | Text {
  const { day, incoming, draw } = facts;
  const long = monthAndDate(day, '/', 'with year');
  switch (channel.kind) {
    case 'card':
      return card(channel, facts);
    case 'ach':
      return `${cut(channel.company.toUpperCase(), 16)} ${cut(channel.entry, 10)} ${achDate(day)} ${cut(channel.reference, 15)} ${cut(channel.individual.toUpperCase(), 22)}`;
    case 'transfer': {
      const way = incoming ? 'FROM' : 'TO';
      const other = channel.otherBank ?? channel.otherName;
      return `ONLINE TRANSFER ${way} ${other.toUpperCase()} XXXXXX${channel.otherLast4} REF #IB0${draw.code(7)} ON ${long}`;
    }
    case 'person': {
      const memo = channel.memo === null ? '' : ` ${channel.memo.toUpperCase()}`;
      return `ZELLE ${incoming ? 'FROM' : 'TO'} ${channel.name.toUpperCase()} ON ${monthAndDate(day, '/')} REF #RP0${draw.code(7)}${memo}`;
    }
    case 'cash':
      return `${channel.ownMachine ? '' : 'NON-LARKFIELD '}ATM WITHDRAWAL AUTHORIZED ON ${monthAndDate(day, '/')} ${channel.street} ${channel.city} ${channel.state} 00${draw.digits(13)} ATM ID ${cut(channel.terminal, 6)} CARD ${facts.last4}`;
    case 'check':
      return `CHECK # ${channel.number}`;
    case 'deposit':
      return channel.how === 'mobile'
        ? `MOBILE DEPOSIT : REF NUMBER :${draw.digits(12)}`
        : 'DEPOSIT MADE IN A BRANCH/STORE';
    case 'fee':
      return channel.name === 'overdraft' ? `${fees.overdraft} ${monthAndDate(day, '/')}` : fees[channel.name];
    case 'interest':
      return incoming ? 'INTEREST PAYMENT' : 'INTEREST CHARGE';
    case 'payment':
      return `${channel.automatic ? 'AUTOMATIC' : 'ONLINE'} PAYMENT THANK YOU`;
    case 'loan':
      return `LOAN ${channel.part.toUpperCase()}`;
    case 'rewards':
      return 'REWARDS REDEMPTION CREDIT';
  }
}

export const larkfield: Style = { descriptorLimit: 24, textLimit: 140, write };
