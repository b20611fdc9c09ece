import { describe, expect, test } from 'vitest';
import { joinSecrets, type Secrets } from './secrets.ts';

const secrets = (owner: string, ...ids: string[]): Secrets => ({
  databasePassword: `${owner} password`,
  authSecret: `${owner} secret`,
  dataKeys: ids.map((id) => ({ id, key: `${owner} ${id}` })),
});

describe('secrets after a restore', () => {
  test('are the backup’s, with the password that is here and every key that was', () => {
    const joined = joinSecrets(secrets('here', 'k2'), secrets('backup', 'k1'));
    expect(joined.isLossless).toBe(true);
    expect(joined.secrets.databasePassword).toBe('here password');
    expect(joined.secrets.authSecret).toBe('backup secret');
    expect(joined.secrets.dataKeys.map(({ key }) => key)).toEqual(['backup k1', 'here k2']);
  });

  test('say when a key that was here gives way to another of the same name', () => {
    const joined = joinSecrets(secrets('here', 'k1', 'k2'), secrets('backup', 'k1'));
    expect(joined.isLossless).toBe(false);
    expect(joined.secrets.dataKeys.map(({ key }) => key)).toEqual(['backup k1', 'here k2']);
    expect(joinSecrets(secrets('here', 'k1'), secrets('here', 'k1')).isLossless).toBe(true);
  });
});
