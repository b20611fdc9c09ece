import type { CardChannel, Channel, FeeName } from '#sandbox/people/channels.ts';
import { cut, type Facts, monthAndDate, type Style, type Text } from '#sandbox/people/style.ts';

const fees: Readonly<Record<FeeName, string>> = {
  overdraft: 'OVERDRAFT ITEM FEE FOR ACTIVITY OF',
  foreign_atm: 'NON-HARBORLINE ATM FEE',
  maintenance: 'MONTHLY MAINTENANCE FEE',
  late: 'LATE FEE FOR PAYMENT DUE',
  instant: 'INSTANT TRANSFER FEE',
  membership: 'ANNUAL MEMBERSHIP FEE',
};

function card(channel: CardChannel, { day, draw }: Facts): Text {
  const name = cut(channel.descriptor, harborline.descriptorLimit);
  const where = channel.phone ? `${channel.phone} ${channel.state}` : `${channel.city.toUpperCase()} ${channel.state}`;
  const date = monthAndDate(day, '');
  if (channel.pin) return { posted: `POS DEBIT ${date} ${name} ${where}`, pending: `POS DEBIT ${name}` };
  const reference = `24${draw.digits(21)}`;
  if (channel.refund) return { posted: `PURCHASE REFUND ${date} ${name} ${where} ${reference}`, pending: null };
  const again = channel.recurring ? ' RECURRING' : '';
  return { posted: `CHECKCARD ${date} ${name} ${where} ${reference}${again}`, pending: `${name} ${where}` };
}

/** A large bank: CHECKCARD with the date and a long reference, ACH with DES/ID/INDN/CO ID and the entry class. */
function write(channel: Channel, facts: Facts): string | Text {
  const { day, incoming, draw } = facts;
  const date = monthAndDate(day, '/');
  switch (channel.kind) {
    case 'card':
      return card(channel, facts);
    case 'ach':
      return `${cut(channel.company.toUpperCase(), 16)} DES:${cut(channel.entry, 10)} ID:${channel.reference} INDN:${cut(channel.individual.toUpperCase(), 22)} CO ID:${channel.companyId} ${channel.sec}`;
    case 'transfer': {
      const way = incoming ? 'from' : 'to';
      if (channel.otherBank !== null) {
        return `${channel.otherBank.toUpperCase()} DES:TRANSFER ID:${draw.digits(9)} ${incoming ? 'CREDIT' : 'DEBIT'} XXXXX${channel.otherLast4} WEB`;
      }
      const account = /saving/i.test(channel.otherName) ? 'SAV' : 'CHK';
      return `Online Banking transfer ${way} ${account} ${channel.otherLast4} Confirmation# ${draw.digits(10)}`;
    }
    case 'person': {
      const memo = channel.memo === null ? '' : ` for "${channel.memo}"`;
      return `Zelle payment ${incoming ? 'from' : 'to'} ${channel.name}${memo}; Conf# ${draw.code(9).toLowerCase()}`;
    }
    case 'cash':
      return `${channel.ownMachine ? 'HARBORLINE' : 'NON-HARBORLINE'} ATM ${date} #${channel.terminal} WITHDRWL ${channel.street.toUpperCase()} ${channel.city.toUpperCase()} ${channel.state}`;
    case 'check':
      return `Check ${channel.number}`;
    case 'deposit':
      return channel.how === 'mobile'
        ? `HARBORLINE MOBILE ${date} XXXXX${draw.digits(5)} DEPOSIT *MOBILE`
        : 'Counter Credit';
    case 'fee':
      return channel.name === 'overdraft' ? `${fees.overdraft} ${monthAndDate(day, '-')}` : fees[channel.name];
    case 'interest':
      return incoming ? 'Interest Earned' : 'INTEREST CHARGED ON PURCHASES';
    case 'payment':
      return channel.automatic ? `AUTOPAY PAYMENT - THANK YOU` : `PAYMENT - THANK YOU ${draw.digits(6)}`;
    case 'loan':
      return `LOAN ${channel.part.toUpperCase()}`;
    case 'rewards':
      return 'CASH REWARDS STATEMENT CREDIT';
  }
}

export const harborline: Style = { descriptorLimit: 22, textLimit: 128, write };
