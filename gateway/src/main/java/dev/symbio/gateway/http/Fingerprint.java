package dev.symbio.gateway.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Recognises a payload: SHA-256, in hexadecimal. */
public final class Fingerprint {
    private final MessageDigest digest;

    private Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256.", e);
        }
    }

    /** Begins with what is done to what; the payload is added to it. */
    public static Fingerprint of(String method, String path) {
        return new Fingerprint().add((method + ' ' + path + '\n').getBytes(StandardCharsets.UTF_8));
    }

    public Fingerprint add(byte[] bytes) {
        digest.update(bytes);
        return this;
    }

    public Fingerprint add(byte[] bytes, int from, int to) {
        digest.update(bytes, from, to - from);
        return this;
    }

    public Fingerprint add(byte one) {
        digest.update(one);
        return this;
    }

    /** Ends it; nothing can be added afterwards. */
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
