import { armor, Encrypter } from 'age-encryption';

/** A text sealed as an export is, at next to no cost, which a test of what comes after it has no need of. */
export const sealed = async (text: string, passphrase: string): Promise<string> => {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(1);
  return armor.encode(await encrypter.encrypt(text));
};
