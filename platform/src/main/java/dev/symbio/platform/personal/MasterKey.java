package dev.symbio.platform.personal;

import dev.symbio.platform.config.SecretFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The key under which data keys lie in the database: a copy of the database alone opens nothing. */
public final class MasterKey {
    private static final int BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    private MasterKey(byte[] secret) {
        key = new SecretKeySpec(secret, "AES");
    }

    /** From a file with 32 bytes in base64; made at the first start. */
    public static MasterKey loadOrCreate(Path file) {
        byte[] stored = SecretFile.loadOrCreate(file, MasterKey::fresh);
        byte[] secret;
        try {
            secret = Base64.getDecoder().decode(new String(stored, StandardCharsets.US_ASCII).strip());
        } catch (IllegalArgumentException notBase64) {
            secret = new byte[0];
        }
        if (secret.length != BYTES) {
            throw new IllegalStateException("Expected " + BYTES + " bytes in base64 in " + file + ".");
        }
        return new MasterKey(secret);
    }

    private static byte[] fresh() {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        return (Base64.getEncoder().encodeToString(secret) + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    KeyedHash hash(KeyedHash.Use use) {
        return KeyedHash.under(key.getEncoded(), use);
    }

    byte[] random(int bytes) {
        byte[] drawn = new byte[bytes];
        random.nextBytes(drawn);
        return drawn;
    }

    /** @param place in ASCII, is bound to it: a wrapped secret opens nowhere else */
    byte[] wrap(String place, byte[] secret) {
        return wrap(place.getBytes(StandardCharsets.US_ASCII), secret);
    }

    /** @param place is bound to it: a wrapped secret opens nowhere else */
    byte[] wrap(byte[] place, byte[] secret) {
        byte[] nonce = random(NONCE_BYTES);
        try {
            byte[] wrapped = cipher(Cipher.ENCRYPT_MODE, place, nonce).doFinal(secret);
            return ByteBuffer.allocate(nonce.length + wrapped.length)
                    .put(nonce)
                    .put(wrapped)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Empty if it was wrapped with another key or for another place. */
    Optional<byte[]> unwrap(String place, byte[] wrapped) {
        return unwrap(place.getBytes(StandardCharsets.US_ASCII), wrapped);
    }

    /** Empty if it was wrapped with another key or for another place. */
    Optional<byte[]> unwrap(byte[] place, byte[] wrapped) {
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, place, Arrays.copyOf(wrapped, NONCE_BYTES));
            return Optional.of(cipher.doFinal(wrapped, NONCE_BYTES, wrapped.length - NONCE_BYTES));
        } catch (GeneralSecurityException | IllegalArgumentException otherKey) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] place, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place);
        return cipher;
    }
}
