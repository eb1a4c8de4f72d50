// Puts the logs under a directory to Sigstore's verifier, which shares no code with Phase Ledger: every receipt must be
// accepted, every mutant of one must be refused.
//
// The public API (Verifier.verify of a whole bundle) is used for the log `signatures`, whose entries have the one shape that
// Sigstore's verifier reads. For logs of other entries the step of it that checks a log (verifyTLogInclusion: signature of the
// checkpoint, origin and key, inclusion proof) is called alone; it is not exported by the package's index.
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createHash, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { bundleFromJSON } from '@sigstore/bundle';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import { VerificationError, Verifier, toSignedEntity, toTrustMaterial } from '@sigstore/verify';

const { verifyTLogInclusion } = createRequire(import.meta.url)('@sigstore/verify/dist/tlog/index.js');

// One that is absent is a failure, never skipped.
const LOGS = [
  'log-1', 'log-2', 'log-255', 'log-256', 'log-257', 'log-1000', 'log-70000', 'log-rotated-1', 'log-rotated-2', 'signatures',
];
const SIGNATURES = 'signatures';
const ROOT_MEDIA_TYPE = 'application/vnd.dev.sigstore.trustedroot+json;version=0.1';
const BUNDLE_MEDIA_TYPE = 'application/vnd.dev.sigstore.bundle.v0.3+json';

let passed = 0;
let failed = 0;
let mutantsRefused = 0;

function check(log, name, body) {
  try {
    const more = body() ?? '';
    passed++;
    console.log(`ok   ${log}: ${name}${more}`);
  } catch (error) {
    failed++;
    console.log(`FAIL ${log}: ${name}: ${error.stack ?? error}`);
  }
}

/** Passes if every mutant that `make` hands over is refused as unverifiable, and there is at least one. */
function refused(log, name, make) {
  check(log, name, () => {
    let count = 0;
    make((what, verify) => {
      try {
        verify();
      } catch (error) {
        // Any other error would be a mistake of this program, not a refusal.
        if (!(error instanceof VerificationError)) {
          throw error;
        }
        count++;
        return;
      }
      throw new Error(`accepted: ${what}`);
    });
    if (count === 0) {
      throw new Error('no mutant was made');
    }
    mutantsRefused += count;
    return ` (${count} mutants refused)`;
  });
}

function flipped(bytes, at) {
  const mutant = Buffer.from(bytes);
  mutant[at] ^= 1 << at % 8;
  return mutant;
}

// ---- reading the files ----

function openLog(directory) {
  const [name, keyId, typedKey] = readFileSync(join(directory, 'vkey'), 'utf8').trimEnd().split(/\+(.{8})\+/);
  const spki = createPublicKey(readFileSync(join(directory, 'key.pem'))).export({ type: 'spki', format: 'der' });
  // The key id of C2SP signed-note for Ed25519 in full; a note holds its first four bytes.
  const hash = createHash('sha256');
  const logId = hash.update(`${name}\n`).update(Buffer.from(typedKey, 'base64')).digest();
  if (logId.subarray(0, 4).toString('hex') !== keyId || !spki.subarray(-32).equals(Buffer.from(typedKey, 'base64').subarray(1))) {
    throw new Error('vkey and key.pem are not of the same key');
  }
  const indices = readdirSync(join(directory, 'receipts'))
    .filter((file) => file.endsWith('.tlog-proof'))
    .map((file) => Number(file.replace('.tlog-proof', '')))
    .sort((a, b) => a - b);
  const receipts = indices.map((index) => ({
    ...parseReceipt(readFileSync(join(directory, 'receipts', `${index}.tlog-proof`), 'utf8')),
    entry: readFileSync(join(directory, 'receipts', `${index}.entry`)),
  }));
  if (receipts.length === 0) {
    throw new Error('no receipts');
  }
  return { directory, name, logId, spki, receipts, trust: trust(name, logId, spki) };
}

function parseReceipt(text) {
  const split = text.indexOf('\n\n');
  const [header, index, ...hashes] = text.slice(0, split).split('\n');
  if (header !== 'c2sp.org/tlog-proof@v1' || !index.startsWith('index ')) {
    throw new Error('not a receipt');
  }
  return {
    index: index.slice('index '.length),
    hashes: hashes.map((hash) => Buffer.from(hash, 'base64')),
    checkpoint: text.slice(split + 2),
  };
}

/** The trust in one log's key, as a Sigstore trusted root states it. */
function trust(name, logId, spki, keys = {}) {
  const root = TrustedRoot.fromJSON({
    mediaType: ROOT_MEDIA_TYPE,
    tlogs: [
      {
        baseUrl: name,
        hashAlgorithm: 'SHA2_256',
        publicKey: { rawBytes: spki.toString('base64'), keyDetails: 'PKIX_ED25519' },
        logId: { keyId: logId.toString('base64') },
        checkpointKeyId: { keyId: logId.toString('base64') },
      },
    ],
    certificateAuthorities: [],
    ctlogs: [],
    timestampAuthorities: [],
  });
  return toTrustMaterial(root, keys);
}

/** A receipt as Sigstore holds one. */
function tlogEntry(log, receipt) {
  return {
    logIndex: receipt.index,
    logId: { keyId: log.logId.toString('base64') },
    kindVersion: { kind: 'hashedrekord', version: '0.0.1' },
    integratedTime: '0',
    inclusionProof: {
      logIndex: receipt.index,
      rootHash: receipt.checkpoint.split('\n')[2],
      treeSize: receipt.checkpoint.split('\n')[1],
      hashes: receipt.hashes.map((hash) => hash.toString('base64')),
      checkpoint: { envelope: receipt.checkpoint },
    },
    canonicalizedBody: receipt.entry.toString('base64'),
  };
}

/** The same bundle for all: what it says of the artifact is not looked at when only the log is checked. */
function bundle(log, receipt, signature = Buffer.from('-'), digest = Buffer.from('-')) {
  return bundleFromJSON({
    mediaType: BUNDLE_MEDIA_TYPE,
    verificationMaterial: { publicKey: { hint: 'signer' }, tlogEntries: [tlogEntry(log, receipt)] },
    messageSignature: {
      messageDigest: { algorithm: 'SHA2_256', digest: digest.toString('base64') },
      signature: signature.toString('base64'),
    },
  });
}

function verifyInclusion(log, receipt, material = log.trust) {
  const [entry] = bundle(log, receipt).verificationMaterial.tlogEntries;
  verifyTLogInclusion(entry, material.tlogs);
}

// ---- mutants ----

function mutateCheckpoint(log, attempt) {
  const [receipt] = log.receipts;
  const { checkpoint } = receipt;
  const mutant = (what, text) => attempt(what, () => verifyInclusion(log, { ...receipt, checkpoint: text }));
  const bodyEnd = checkpoint.indexOf('\n\n') + 1;
  const body = checkpoint.slice(0, bodyEnd);
  const bytes = Buffer.from(body);
  for (let bit = 0; bit < 8 * bytes.length; bit++) {
    const wrong = Buffer.from(bytes);
    wrong[bit >> 3] ^= 1 << (bit & 7);
    mutant(`bit ${bit} of the text`, wrong.toString('utf8') + checkpoint.slice(bodyEnd));
  }
  const signed = Buffer.from(checkpoint.trimEnd().split(' ').at(-1), 'base64');
  const withSignature = (signature, name = log.name) => `${body}\n\u2014 ${name} ${signature.toString('base64')}\n`;
  for (let bit = 0; bit < 8 * signed.length; bit++) {
    const wrong = Buffer.from(signed);
    wrong[bit >> 3] ^= 1 << (bit & 7);
    mutant(`bit ${bit} of key id and signature`, withSignature(wrong));
  }
  const [, size, root] = body.split('\n');
  mutant('one entry more', checkpoint.replace(`\n${size}\n`, `\n${BigInt(size) + 1n}\n`));
  mutant('one entry less', checkpoint.replace(`\n${size}\n`, `\n${BigInt(size) - 1n}\n`));
  mutant('another root', checkpoint.replace(root, flipped(Buffer.from(root, 'base64'), 5).toString('base64')));
  mutant('no signature', `${body}\n`);
  mutant('a cut signature', withSignature(signed.subarray(0, 67)));
  mutant('the name of another key', withSignature(signed, 'stranger.example'));
  const stranger = generateKeyPairSync('ed25519').privateKey;
  const forged = sign(null, bytes, stranger);
  mutant('signed by a stranger in our name', withSignature(Buffer.concat([signed.subarray(0, 4), forged])));
}

function mutateProofs(log, attempt) {
  for (const receipt of log.receipts) {
    const { hashes } = receipt;
    const mutant = (what, path) =>
      attempt(`entry ${receipt.index}: ${what}`, () => verifyInclusion(log, { ...receipt, hashes: path }));
    hashes.forEach((hash, i) => {
      for (let at = 0; at < hash.length; at += 4) {
        mutant(`byte ${at} of hash ${i}`, hashes.with(i, flipped(hash, at)));
      }
      mutant(`hash ${i} dropped`, hashes.toSpliced(i, 1));
      mutant(`hash ${i} twice`, hashes.toSpliced(i, 0, hash));
      if (i > 0) {
        mutant(`hashes ${i - 1} and ${i} swapped`, hashes.with(i - 1, hash).with(i, hashes[i - 1]));
      }
    });
    mutant('a hash added', [...hashes, Buffer.alloc(32)]);
  }
}

function mutateEntries(log, attempt) {
  for (const receipt of log.receipts) {
    const mutant = (what, change) =>
      attempt(`entry ${receipt.index}: ${what}`, () => verifyInclusion(log, { ...receipt, ...change }));
    const { entry } = receipt;
    for (let at = 0; at < entry.length; at += 1 + Math.floor(entry.length / 16)) {
      mutant(`byte ${at} of the entry`, { entry: flipped(entry, at) });
    }
    mutant('entry lengthened', { entry: Buffer.concat([entry, Buffer.from(' ')]) });
    const size = receipt.checkpoint.split('\n')[1];
    for (const index of [BigInt(receipt.index) + 1n, BigInt(receipt.index) - 1n, BigInt(size)]) {
      mutant(`index ${index}`, { index: String(index) });
    }
  }
}

function mutateTrust(log, attempt) {
  const [receipt] = log.receipts;
  const other = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' });
  attempt('another key', () => verifyInclusion(log, receipt, trust(log.name, log.logId, other)));
  attempt('another log', () => verifyInclusion(log, receipt, trust('stranger.example', log.logId, log.spki)));
  attempt('another log id', () => verifyInclusion(log, receipt, trust(log.name, flipped(log.logId, 0), log.spki)));
}

// ---- whole bundles, by the public API ----

function openBundles(log) {
  const signer = createPublicKey(readFileSync(join(log.directory, 'signer.pem'))).export({ type: 'spki', format: 'der' });
  const material = trust(log.name, log.logId, log.spki, { signer: { rawBytes: signer } });
  const verifier = new Verifier(material, { timestampThreshold: 0 });
  const cases = log.receipts.map((receipt) => ({
    receipt,
    artifact: readFileSync(join(log.directory, 'artifacts', `${receipt.index}.artifact`)),
    signature: readFileSync(join(log.directory, 'artifacts', `${receipt.index}.signature`)),
  }));
  return { verifier, cases };
}

function verifyBundle(log, verifier, { receipt, artifact, signature }) {
  const digest = createHash('sha256').update(artifact).digest();
  verifier.verify(toSignedEntity(bundle(log, receipt, signature, digest), artifact));
}

function mutateBundles(log, { verifier, cases }, attempt) {
  cases.forEach((good, i) => {
    const { receipt } = good;
    const mutant = (what, change) =>
      attempt(`entry ${receipt.index}: ${what}`, () => verifyBundle(log, verifier, { ...good, ...change }));
    const other = cases[(i + 1) % cases.length];
    mutant('artifact changed', { artifact: flipped(good.artifact, 3) });
    mutant('signature changed', { signature: flipped(good.signature, good.signature.length - 1) });
    mutant('receipt of another entry', { receipt: other.receipt });
    mutant('entry of another receipt', { receipt: { ...receipt, entry: other.receipt.entry } });
    mutant('proof of another receipt', { receipt: { ...receipt, hashes: other.receipt.hashes } });
    receipt.hashes.forEach((hash, at) =>
      mutant(`hash ${at}`, { receipt: { ...receipt, hashes: receipt.hashes.with(at, flipped(hash, 9)) } }));
    const size = `\n${receipt.checkpoint.split('\n')[1]}\n`;
    mutant('size', { receipt: { ...receipt, checkpoint: receipt.checkpoint.replace(size, '\n300\n') } });
  });
}

const [directory] = process.argv.slice(2);
if (directory === undefined) {
  console.error('usage: node check.mjs <directory of the logs>');
  process.exit(2);
}
for (const name of LOGS) {
  let log;
  check(name, 'can be read', () => {
    log = openLog(join(directory, name));
  });
  if (log === undefined) {
    continue;
  }
  check(name, `verifyTLogInclusion accepts ${log.receipts.length} receipts`, () =>
    log.receipts.forEach((receipt) => verifyInclusion(log, receipt)));
  refused(name, 'a checkpoint changed or forged', (attempt) => mutateCheckpoint(log, attempt));
  refused(name, 'a proof with a hash changed, dropped, added or moved', (attempt) => mutateProofs(log, attempt));
  refused(name, 'another entry or index', (attempt) => mutateEntries(log, attempt));
  refused(name, 'another key or log', (attempt) => mutateTrust(log, attempt));
  if (name === SIGNATURES) {
    const bundles = openBundles(log);
    check(name, `Verifier.verify accepts ${bundles.cases.length} whole bundles`, () =>
      bundles.cases.forEach((good) => verifyBundle(log, bundles.verifier, good)));
    refused(name, 'a bundle with any part changed', (attempt) => mutateBundles(log, bundles, attempt));
  }
}
console.log(`@sigstore/verify: ${passed} passed, ${failed} failed; ${mutantsRefused} mutants refused`);
process.exitCode = failed > 0 ? 1 : 0;
