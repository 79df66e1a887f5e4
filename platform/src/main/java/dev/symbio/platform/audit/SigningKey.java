package dev.symbio.platform.audit;

import dev.symbio.platform.config.SecretFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** The Ed25519 key with which an installation signs its checkpoints. */
public final class SigningKey {
    static final String ALGORITHM = "Ed25519";

    private final PrivateKey secret;
    private final PublicSigningKey open;

    private SigningKey(PrivateKey secret, PublicSigningKey open) {
        this.secret = secret;
        this.open = open;
    }

    /** From a file of two lines, private key (PKCS #8) and public key (X.509) in base64; made at the first start. */
    public static SigningKey loadOrCreate(Path file) {
        byte[] stored = SecretFile.loadOrCreate(file, SigningKey::fresh);
        List<String> lines =
                new String(stored, StandardCharsets.US_ASCII).lines().toList();
        if (lines.size() != 2) {
            throw new IllegalStateException("Expected the two lines of a signing key in " + file + ".");
        }
        try {
            PrivateKey secret = KeyFactory.getInstance(ALGORITHM)
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(lines.get(0))));
            return new SigningKey(secret, new PublicSigningKey(lines.get(1)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException("Expected an " + ALGORITHM + " key in " + file + ".", e);
        }
    }

    private static byte[] fresh() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            Base64.Encoder base64 = Base64.getEncoder();
            String lines = base64.encodeToString(pair.getPrivate().getEncoded()) + "\n"
                    + base64.encodeToString(pair.getPublic().getEncoded()) + "\n";
            return lines.getBytes(StandardCharsets.US_ASCII);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public PublicSigningKey open() {
        return open;
    }

    /** @return the signature in base64 */
    String sign(String document) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(secret);
            signature.update(document.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
