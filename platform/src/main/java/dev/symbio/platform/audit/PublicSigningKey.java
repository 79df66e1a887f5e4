package dev.symbio.platform.audit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * The half of a {@link SigningKey} that everybody may have.
 *
 * @param text X.509 SubjectPublicKeyInfo in base64, what a PEM file has between its two lines
 */
public record PublicSigningKey(String text) {
    private static final int ID_CHARS = 16;

    public PublicSigningKey {
        text = text.replaceAll("-----[A-Z ]+-----|\\s", "");
    }

    /** The first 16 hex digits of the SHA-256 of the key's bytes. @throws IllegalArgumentException if it is no base64 */
    public String id() {
        return Digests.hex(Digests.sha256().digest(Base64.getDecoder().decode(text)))
                .substring(0, ID_CHARS);
    }

    /** Whether it can be read as a key. */
    public boolean usable() {
        try {
            KeyFactory.getInstance(SigningKey.ALGORITHM)
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(text)));
            return true;
        } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
            return false;
        }
    }

    /** Whether this key signed it; not, if the key or the signature cannot be read. */
    public boolean signed(Checkpoint.Signed checkpoint) {
        return signed(checkpoint.document(), checkpoint.signature());
    }

    /** @param base64 the signature */
    boolean signed(String document, String base64) {
        try {
            PublicKey key = KeyFactory.getInstance(SigningKey.ALGORITHM)
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(text)));
            Signature signature = Signature.getInstance(SigningKey.ALGORITHM);
            signature.initVerify(key);
            signature.update(document.getBytes(StandardCharsets.UTF_8));
            return signature.verify(Base64.getDecoder().decode(base64));
        } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
            return false;
        }
    }
}
