declare const brand: unique symbol;

/**
 * Who is asking, and on whose behalf. Only lib/auth builds one; the brand keeps a plain object from passing as a viewer.
 * The type stands here because every transaction carries one.
 */
export type Viewer = {
  readonly userId: string;
  readonly householdId: string;
  readonly role: 'owner' | 'editor' | 'viewer';
  /** IANA zone of the household: its days */
  readonly timeZone: string;
  /** of the household: in which sizes without a currency of their own are read */
  readonly currency: string;
  readonly name: string;
  readonly email: string;
  readonly isDemo: boolean;
  readonly [brand]: true;
};
