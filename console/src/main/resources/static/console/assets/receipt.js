// Checks in the browser that the log holds an entry: hashes the bytes that the page shows, follows
// the path of the receipt to the root (RFC 6962, RFC 9162 section 2.1.3.2), and verifies the
// signature on the checkpoint (C2SP signed-note). Trusts nothing that the service says of itself
// but its key, and says so.
"use strict";
(() => {
  const button = document.getElementById("check-receipt");
  const place = document.getElementById("receipt");
  const HEADER = "c2sp.org/tlog-proof@v1";
  const ED25519 = 1;

  const utf8 = (text) => new TextEncoder().encode(text);
  const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const unbase64 = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  const same = (one, other) => one.length === other.length && one.every((byte, i) => byte === other[i]);
  const joined = (...parts) => {
    const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  };
  const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", joined(...parts)));
  const wholeNumber = (text) => {
    const number = Number(text);
    if (!/^(0|[1-9][0-9]*)$/.test(text) || !Number.isSafeInteger(number)) {
      throw new Error(`'${text}' is no whole number that this browser can count to`);
    }
    return number;
  };

  /** A receipt's parts: {index, path, note: {text, origin, size, root, signatures}}. */
  const parse = (receipt) => {
    const cut = receipt.indexOf("\n\n");
    const lines = receipt.slice(0, cut).split("\n");
    if (cut < 0 || lines.shift() !== HEADER) {
      throw new Error("this is no receipt");
    }
    if (lines[0]?.startsWith("extra ")) {
      lines.shift();
    }
    const at = lines.shift() ?? "";
    if (!at.startsWith("index ")) {
      throw new Error("the receipt names no index");
    }
    const note = receipt.slice(cut + 2);
    const end = note.indexOf("\n\n");
    if (end < 0) {
      throw new Error("the receipt holds no signed checkpoint");
    }
    const text = note.slice(0, end + 1);
    const [origin, size, root] = text.split("\n");
    const signatures = note
      .slice(end + 2)
      .split("\n")
      .filter((line) => line.startsWith("— "))
      .map((line) => {
        const [, name, blob] = line.split(" ");
        const bytes = unbase64(blob);
        return { name, id: hex(bytes.slice(0, 4)), signature: bytes.slice(4) };
      });
    return {
      index: wholeNumber(at.slice("index ".length)),
      path: lines.map(unbase64),
      note: { text, origin, size: wholeNumber(size), root: unbase64(root), signatures },
    };
  };

  /** The root that a leaf leads to; undefined if the path does not fit the place in the tree. */
  const rootOf = async (leaf, { index, path, note }) => {
    if (index >= note.size) {
      return undefined;
    }
    let place = index;
    let last = note.size - 1;
    let root = leaf;
    for (const sibling of path) {
      if (last === 0) {
        return undefined;
      }
      if (place % 2 === 1 || place === last) {
        root = await sha256([1], sibling, root);
        while (place % 2 === 0 && place !== 0) {
          place = Math.floor(place / 2);
          last = Math.floor(last / 2);
        }
      } else {
        root = await sha256([1], root, sibling);
      }
      place = Math.floor(place / 2);
      last = Math.floor(last / 2);
    }
    return last === 0 ? root : undefined;
  };

  /** A key as the log names it: {name, id, bytes}. */
  const parseKey = async (vkey) => {
    const [name, id, ...rest] = vkey.trim().split("+");
    const typed = unbase64(rest.join("+"));
    const computed = hex((await sha256(utf8(name), [10], typed)).slice(0, 4));
    if (typed[0] !== ED25519 || typed.length !== 33 || computed !== id) {
      throw new Error("the service's key is not well formed");
    }
    return { name, id, bytes: typed.slice(1) };
  };

  const GOOD = "holds";
  const BAD = "fails";
  const OPEN = "not checked";

  const signatureCheck = async (note, key) => {
    const own = note.signatures.find((one) => one.name === key.name && one.id === key.id);
    if (note.origin !== key.name || !own) {
      return [BAD, "The checkpoint is not signed by the key that the service names for this log."];
    }
    let imported;
    try {
      imported = await crypto.subtle.importKey("raw", key.bytes, { name: "Ed25519" }, false, ["verify"]);
    } catch (failure) {
      if (failure.name === "NotSupportedError") {
        return [OPEN, "This browser has no Ed25519. Check the downloaded receipt with ledger verify receipt."];
      }
      throw failure;
    }
    const holds = await crypto.subtle.verify({ name: "Ed25519" }, imported, own.signature, utf8(note.text));
    return holds
      ? [GOOD, `Ed25519 by key ${key.id} over the checkpoint of ${note.size} entries.`]
      : [BAD, `The signature of key ${key.id} does not fit the checkpoint.`];
  };

  const check = async () => {
    const entry = document.getElementById("entry").dataset.entry;
    const index = Number(button.dataset.index);
    const [receiptAnswer, keyAnswer] = await Promise.all([
      ledger.call("GET", `/v1/ledger/proofs/inclusion?index=${index}`, undefined, { Accept: "text/plain, */*" }),
      ledger.call("GET", "/v1/ledger/key", undefined, { Accept: "text/plain, */*" }),
    ]);
    const receipt = parse(receiptAnswer.body);
    const key = await parseKey(keyAnswer.body);
    const leaf = await sha256([0], utf8(entry));
    const root = await rootOf(leaf, receipt);
    const included = receipt.index === index && root !== undefined && same(root, receipt.note.root);
    return [
      [GOOD, "Leaf", `SHA-256 of the entry as this page shows it: ${hex(leaf)}`],
      [
        included ? GOOD : BAD,
        "Path",
        included
          ? `${receipt.path.length} hashes lead from it, as entry ${index} of ${receipt.note.size}, to the root ${hex(receipt.note.root)}`
          : "The path does not lead from this entry to the root: the entry that is shown is not the one that the log holds there.",
      ],
      [...(await signatureCheck(receipt.note, key))].toSpliced(1, 0, "Signature"),
      [OPEN, "Key", `${keyAnswer.body.trim()} was handed out by the same service. Compare it with one that you got another way, such as an earlier ledger verify.`],
    ];
  };

  const TONES = { [GOOD]: "tone-good", [BAD]: "tone-bad", [OPEN]: "tone-waiting" };

  const line = ([result, what, text]) => {
    const item = document.createElement("li");
    item.className = TONES[result];
    const head = document.createElement("b");
    head.textContent = result;
    const body = document.createElement("span");
    body.textContent = `${what}: ${text}`;
    item.append(head, body);
    return item;
  };

  const say = (results) => {
    const list = document.createElement("ul");
    list.className = "checks";
    list.append(...results.map(line));
    place.replaceChildren(list);
  };

  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      if (!globalThis.crypto?.subtle) {
        say([[OPEN, "Receipt", "Browsers compute digests for pages over HTTPS or of this machine only. Check the downloaded receipt with ledger verify receipt."]]);
      } else {
        say(await check());
      }
    } catch (failure) {
      say([[BAD, "Receipt", failure.message]]);
    } finally {
      button.disabled = false;
    }
  });
})();
