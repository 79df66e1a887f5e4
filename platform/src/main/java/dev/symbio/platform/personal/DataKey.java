package dev.symbio.platform.personal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of one person in one tenant, or of the tenant itself. A text is sealed with AES-256-GCM; its nonce follows from the
 * text, so that the same text of the same person is the same when sealed.
 */
public final class DataKey {
    static final int SECRET_BYTES = 32;
    /** Stands for the tenant itself. */
    static final String TENANT = "";

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int SHOWN_CHARS = 8;

    /**
     * That it was destroyed.
     *
     * @param by the stored name of who wanted it, in the tenant {@code byTenant}
     */
    public record Destroyed(Instant at, String by, String byTenant, String why) {}

    private final String tenant;
    private final String id;
    private final String subject;
    private final SecretKeySpec cipherKey;
    private final SecretKeySpec nonceKey;
    private final SecretKeySpec snapshotKey;
    private final Destroyed destroyed;
    private final boolean altered;

    private DataKey(String tenant, String id, String subject, byte[] secret, Destroyed destroyed, boolean altered) {
        this.tenant = tenant;
        this.id = id;
        this.subject = subject;
        this.cipherKey = secret == null ? null : new SecretKeySpec(derived(secret, "texts"), "AES");
        this.nonceKey = secret == null ? null : hmacKey(derived(secret, "nonces"));
        this.snapshotKey = secret == null ? null : hmacKey(derived(secret, "snapshots"));
        this.destroyed = destroyed;
        this.altered = altered;
    }

    static DataKey of(String tenant, String id, String subject, byte[] secret) {
        return new DataKey(tenant, id, subject, secret, null, false);
    }

    /** @param subject may still be known, until every copy of it is gone */
    static DataKey destroyed(String tenant, String id, String subject, Destroyed how) {
        return new DataKey(tenant, id, subject, null, how, false);
    }

    /** One that this installation does not have. */
    static DataKey missing(String id) {
        return new DataKey(null, id, null, null, null, false);
    }

    /** One whose row does not open: whose it is, nobody knows. */
    static DataKey altered(String id) {
        return new DataKey(null, id, null, null, null, true);
    }

    public String id() {
        return id;
    }

    /** Null for a key that this installation does not have. */
    public String tenant() {
        return tenant;
    }

    /** Whose it is; null when that is no longer known. */
    String subject() {
        return subject;
    }

    /** Whether what lies under it can be read. */
    public boolean usable() {
        return cipherKey != null;
    }

    /** Whether its row is not what was written. */
    boolean isAltered() {
        return altered;
    }

    /** @throws KeysUnavailable if its row is not what was written: until that is mended, nothing may be decided by it */
    DataKey trusted() {
        if (altered) {
            throw new KeysUnavailable("The row of data key " + id + " is not what was written.");
        }
        return this;
    }

    public Optional<Destroyed> destruction() {
        return Optional.ofNullable(destroyed);
    }

    /** How a person is called whose name is gone: always the same, and nobody else. */
    public String pseudonym() {
        return "redacted:" + id.substring(0, SHOWN_CHARS);
    }

    /** What is stored in place of the text. Under a destroyed key nothing of it is. */
    String seal(String text) {
        if (!usable()) {
            return Mark.text(id, "");
        }
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        try {
            byte[] nonce = Arrays.copyOf(hmac(nonceKey, plain), NONCE_BYTES);
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce);
            byte[] sealed = ByteBuffer.allocate(NONCE_BYTES + cipher.getOutputSize(plain.length))
                    .put(nonce)
                    .put(cipher.doFinal(plain))
                    .array();
            return Mark.text(id, Base64.getUrlEncoder().withoutPadding().encodeToString(sealed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Empty when the key is gone, or when this was never sealed with it. */
    Optional<String> open(String sealed) {
        if (!usable() || sealed.isEmpty()) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(sealed);
            if (bytes.length < NONCE_BYTES) {
                return Optional.empty();
            }
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(bytes, NONCE_BYTES));
            byte[] plain = cipher.doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
            return Optional.of(new String(plain, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException notSealedWithIt) {
            return Optional.empty();
        }
    }

    /** Mixes this key into another secret, which then cannot be had without it. */
    byte[] mixedInto(byte[] secret) {
        return hmac(snapshotKey, secret);
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, cipherKey, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(id.getBytes(StandardCharsets.US_ASCII));
        return cipher;
    }

    private static byte[] derived(byte[] secret, String purpose) {
        return hmac(hmacKey(secret), ("symbio.data-key.v1 " + purpose).getBytes(StandardCharsets.US_ASCII));
    }

    private static SecretKeySpec hmacKey(byte[] secret) {
        return new SecretKeySpec(secret, "HmacSHA256");
    }

    private static byte[] hmac(SecretKeySpec key, byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
