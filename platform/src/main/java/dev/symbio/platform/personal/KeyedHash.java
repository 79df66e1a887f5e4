package dev.symbio.platform.personal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA-256 under a key that follows from the master key: all nodes of an installation compute the same, and nobody does who has
 * the database alone. Thread-safe.
 */
public final class KeyedHash {
    /** What is hashed: each has a key of its own. */
    public enum Use {
        /** Snapshots of entities, so that only an entity's own host can have taken them. */
        SNAPSHOTS("snapshots"),
        /** What commands were, so that a repeat is recognised and nobody finds out by guessing. */
        FINGERPRINTS("fingerprints");

        private final String word;

        Use(String word) {
            this.word = word;
        }
    }

    public static final int BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    private KeyedHash(SecretKeySpec key) {
        this.key = key;
    }

    /** @param secret from which the keys of all uses follow */
    static KeyedHash under(byte[] secret, Use use) {
        byte[] purpose = ("symbio.master-key.v1 " + use.word).getBytes(StandardCharsets.US_ASCII);
        return new KeyedHash(
                new SecretKeySpec(new KeyedHash(new SecretKeySpec(secret, ALGORITHM)).of(purpose), ALGORITHM));
    }

    /** @return {@value #BYTES} bytes */
    public byte[] of(byte[] text) {
        return of(new byte[0], text, 0, text.length);
    }

    /** Of a text in UTF-8, in hexadecimal. */
    public String hex(String text) {
        return HexFormat.of().formatHex(of(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Of a part of the bytes, with others before it. */
    public byte[] of(byte[] before, byte[] text, int from, int length) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(before);
            mac.update(text, from, length);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
