import { ArrowLeftRight, House, Landmark, Settings, Wallet } from 'lucide-react';
import type { ReactNode } from 'react';

export type Place = { href: string; label: string; icon: ReactNode /** pressed after `g` */; key: string };

const look = { 'aria-hidden': true, className: 'size-5 shrink-0', strokeWidth: 1.75 } as const;

/** Where one can go, in the order of the rail and of the bar on phones. */
export const places: readonly Place[] = [
  { href: '/overview', label: 'Overview', icon: <House {...look} />, key: 'h' },
  { href: '/transactions', label: 'Transactions', icon: <ArrowLeftRight {...look} />, key: 't' },
  { href: '/accounts', label: 'Accounts', icon: <Wallet {...look} />, key: 'a' },
  { href: '/connections', label: 'Connections', icon: <Landmark {...look} />, key: 'c' },
  { href: '/settings', label: 'Settings', icon: <Settings {...look} />, key: 's' },
];
