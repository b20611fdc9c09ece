import type { Channel } from '#sandbox/people/channels.ts';
import { cut, type Facts, type Style, type Text } from '#sandbox/people/style.ts';
import { harborline } from '#sandbox/people/styles/harborline.ts';

/** A savings bank: little happens, in few words; the rest reads as at a large bank. */
function write(channel: Channel, facts: Facts): string | Text {
  const { incoming } = facts;
  switch (channel.kind) {
    case 'transfer':
      return `ACH ${incoming ? 'Deposit' : 'Withdrawal'} - ${channel.otherBank ?? channel.otherName} ****${channel.otherLast4}`;
    case 'interest':
      return 'Interest Paid';
    case 'ach':
      return `ACH ${incoming ? 'Deposit' : 'Withdrawal'} - ${cut(channel.company.toUpperCase(), 16)} ${cut(channel.entry, 10)}`;
    default:
      return harborline.write(channel, facts);
  }
}

export const sycamore: Style = { descriptorLimit: 22, textLimit: 80, write };
