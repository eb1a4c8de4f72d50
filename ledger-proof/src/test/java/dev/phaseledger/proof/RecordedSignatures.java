package dev.phaseledger.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;

/// Entries that record who signed which artifact, in the shape of a Sigstore `hashedrekord`: the
/// only shape of entry for which Sigstore's public verifier checks more than the log.
final class RecordedSignatures {
  private static final ECNamedDomainParameters P256 = p256();

  private final ECPrivateKeyParameters privateKey;
  private final byte[] publicKey;

  /// A P-256 key of 32 bytes that are all `seed`.
  RecordedSignatures(int seed) {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) seed);
    BigInteger d = new BigInteger(1, secret);
    this.privateKey = new ECPrivateKeyParameters(d, P256);
    ECPublicKeyParameters key = new ECPublicKeyParameters(P256.getG().multiply(d), P256);
    try {
      this.publicKey = SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(key).getEncoded();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String pem() {
    return InteropLog.pemOf(publicKey);
  }

  /// ECDSA in DER, with the nonce of RFC 6979: the same bytes in every run.
  byte[] sign(byte[] artifact) {
    ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    signer.init(true, privateKey);
    BigInteger[] pair = signer.generateSignature(NaiveTree.sha256(artifact));
    try {
      return StandardDSAEncoding.INSTANCE.encode(P256.getN(), pair[0], pair[1]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The entry that records the signature.
  byte[] entry(byte[] artifact) {
    Base64.Encoder base64 = Base64.getEncoder();
    return """
    {"apiVersion":"0.0.1","kind":"hashedrekord","spec":{"data":{"hash":{"algorithm":"sha256","value":"%s"}},\
    "signature":{"content":"%s","publicKey":{"content":"%s"}}}}\
    """
        .formatted(
            HexFormat.of().formatHex(NaiveTree.sha256(artifact)),
            base64.encodeToString(sign(artifact)),
            base64.encodeToString(pem().getBytes(StandardCharsets.UTF_8)))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static ECNamedDomainParameters p256() {
    X9ECParameters curve = SECNamedCurves.getByName("secp256r1");
    return new ECNamedDomainParameters(SECObjectIdentifiers.secp256r1, curve);
  }
}
