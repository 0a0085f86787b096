import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A key and a certificate for 127.0.0.1, made anew by `openssl`; `file` is what a client must trust. Throws without `openssl`. */
export function makeCertificate(dir: string): { key: string; cert: string; file: string } {
  const [keyFile, file] = [join(dir, 'key.pem'), join(dir, 'cert.pem')];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  try {
    execFileSync('openssl', ['req', '-x509', ...made, ...subject, '-keyout', keyFile, '-out', file], { stdio: 'pipe' });
  } catch (cause) {
    throw new Error('The stand-in for AWS needs a certificate: install `openssl`.', { cause });
  }
  return { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(file, 'utf8'), file };
}
