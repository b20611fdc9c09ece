import type { Channel } from '#sandbox/people/channels.ts';
import type { Facts, Style, Text } from '#sandbox/people/style.ts';
import { harborline } from '#sandbox/people/styles/harborline.ts';

const parts = {
  interest: 'INTEREST',
  escrow: 'ESCROW DEPOSIT',
} as const;

/** A mortgage servicer: a payment, and what it was used for. */
function write(channel: Channel, facts: Facts): string | Text {
  switch (channel.kind) {
    case 'payment':
      return `MONTHLY PAYMENT RECEIVED ${channel.automatic ? 'AUTODRAFT' : 'WEB'} - THANK YOU`;
    case 'loan':
      return parts[channel.part];
    default:
      return harborline.write(channel, facts);
  }
}

export const quarryStreet: Style = { descriptorLimit: 22, textLimit: 60, write };
