package dev.symbio.ops.deliveries;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Names content by what it says: the same content always gives the same keys and ids. */
public final class Digest {
    private static final int CHARS = 32;

    private final MessageDigest sha256;

    private Digest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public static String of(String... parts) {
        return new Digest().with(List.of(parts)).hex();
    }

    /** Of the terms and the facts of one provider, whatever lines they stand on. */
    static String of(String terms, List<Delivery> deliveries) {
        Digest digest = new Digest().with(List.of(terms, deliveries.get(0).provider()));
        for (Delivery d : deliveries) {
            digest.with(List.of(
                    d.id(),
                    d.promisedOn().toString(),
                    d.deliveredOn().toString(),
                    d.value().stripTrailingZeros().toPlainString(),
                    d.currency()));
        }
        return digest.hex();
    }

    /** Each part with its length before it, so that no two lists of parts read the same. */
    private Digest with(List<String> parts) {
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            sha256.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
            sha256.update(bytes);
        }
        return this;
    }

    private String hex() {
        return HexFormat.of().formatHex(sha256.digest()).substring(0, CHARS);
    }
}
