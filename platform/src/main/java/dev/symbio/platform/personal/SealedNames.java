package dev.symbio.platform.personal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Bytes that name several persons, sealed so that it takes all of their data keys to read them: a line with the keys' ids, a nonce
 * and the bytes in AES-256-GCM, under a key that follows from all of theirs.
 */
public final class SealedNames {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private SealedNames() {}

    /** @param names the ids of keys; if one was destroyed in between, nobody will read the bytes again */
    public static byte[] seal(byte[] bytes, Collection<String> names, KeyRing keys) {
        String ids = String.join(",", new TreeSet<>(names));
        byte[] header = (ids + "\n").getBytes(StandardCharsets.US_ASCII);
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        byte[] key = key(List.of(ids.split(",")), keys).orElseGet(SealedNames::lost);
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            byte[] sealed = Arrays.copyOf(header, header.length + NONCE_BYTES + cipher.getOutputSize(bytes.length));
            System.arraycopy(nonce, 0, sealed, header.length, NONCE_BYTES);
            cipher.doFinal(bytes, 0, bytes.length, sealed, header.length + NONCE_BYTES);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Empty when one of the keys is gone, or the bytes are not what was sealed. */
    public static Optional<byte[]> open(byte[] sealed, KeyRing keys) {
        int end = 0;
        while (end < sealed.length && sealed[end] != '\n') {
            end++;
        }
        int from = end + 1 + NONCE_BYTES;
        if (from > sealed.length) {
            return Optional.empty();
        }
        List<String> ids = List.of(new String(sealed, 0, end, StandardCharsets.US_ASCII).split(","));
        int nonceAt = end + 1;
        return key(ids, keys).flatMap(key -> opened(sealed, nonceAt, key));
    }

    private static Optional<byte[]> opened(byte[] sealed, int nonceAt, byte[] key) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(key, "AES"),
                    new GCMParameterSpec(TAG_BITS, sealed, nonceAt, NONCE_BYTES));
            int from = nonceAt + NONCE_BYTES;
            return Optional.of(cipher.doFinal(sealed, from, sealed.length - from));
        } catch (GeneralSecurityException changed) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> key(List<String> ids, KeyRing keys) {
        byte[] key = start();
        for (String id : ids) {
            DataKey part = keys.withId(id);
            if (!part.usable()) {
                return Optional.empty();
            }
            key = part.mixedInto(key);
        }
        return Optional.of(key);
    }

    private static byte[] start() {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest("symbio.sealed-names.v1".getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] lost() {
        byte[] key = new byte[DataKey.SECRET_BYTES];
        RANDOM.nextBytes(key);
        return key;
    }
}
