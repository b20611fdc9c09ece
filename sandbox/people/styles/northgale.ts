import type { CardChannel, Channel, FeeName } from '#sandbox/people/channels.ts';
import { cut, type Facts, type Style, type Text } from '#sandbox/people/style.ts';

const fees: Readonly<Record<FeeName, string>> = {
  overdraft: 'OVERLIMIT FEE',
  foreign_atm: 'CASH ADVANCE FEE',
  maintenance: 'ACCOUNT FEE',
  late: 'LATE PAYMENT FEE',
  instant: 'EXPEDITED PAYMENT FEE',
  membership: 'ANNUAL MEMBERSHIP FEE',
};

/** Fixed columns, as in the card networks' clearing files: 22 for the name, 13 for the city, 2 for the state. */
function card(channel: CardChannel, { draw }: Facts): Text {
  const name = cut(channel.descriptor, northgale.descriptorLimit);
  const city = cut((channel.phone ?? channel.city).toUpperCase(), 13);
  const posted = `${name.padEnd(northgale.descriptorLimit)} ${city.padEnd(13)}${channel.state}`;
  // An authorization often carries the name alone.
  return { posted, pending: !channel.refund && draw.yes(0.5) ? name : null };
}

/** A card company: bare descriptors in columns, no dates. */
function write(channel: Channel, facts: Facts): string | Text {
  switch (channel.kind) {
    case 'card':
      return card(channel, facts);
    case 'payment':
      return channel.automatic ? 'AUTOMATIC PAYMENT - THANK YOU' : 'ONLINE PAYMENT, THANK YOU';
    case 'interest':
      return 'PURCHASE INTEREST CHARGE';
    case 'rewards':
      return 'STATEMENT CREDIT - CASH BACK REWARD';
    case 'fee':
      return fees[channel.name];
    case 'cash':
      return `CASH ADVANCE ${channel.terminal} ${channel.city.toUpperCase()} ${channel.state}`;
    case 'ach':
      return `${channel.company.toUpperCase()} ${channel.entry}`;
    case 'transfer':
      return `BALANCE TRANSFER XXXX${channel.otherLast4}`;
    case 'person':
      return `PAYMENT FROM ${channel.name.toUpperCase()}`;
    case 'check':
      return `CONVENIENCE CHECK ${channel.number}`;
    case 'deposit':
      return 'PAYMENT RECEIVED BY MAIL';
    case 'loan':
      return `INSTALLMENT PLAN ${channel.part.toUpperCase()}`;
  }
}

export const northgale: Style = { descriptorLimit: 22, textLimit: 40, write };
