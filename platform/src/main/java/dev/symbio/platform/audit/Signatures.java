package dev.symbio.platform.audit;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Compares the signatures of a file's checkpoints with the keys that are trusted. Not thread-safe. */
final class Signatures {
    private final Findings findings;
    private final Set<PublicSigningKey> signedBy = new LinkedHashSet<>();
    /** Ids of keys that are needed and not there, each told once. */
    private final Set<String> missing = new HashSet<>();

    private TrustedKeys keys;

    Signatures(TrustedKeys trusted, Findings findings) {
        keys = trusted;
        this.findings = findings;
    }

    /** @param current which the newest checkpoint is signed with, as the file says. @param all that it names */
    void named(PublicSigningKey current, List<PublicSigningKey> all) {
        keys = keys.named(all);
        if (keys.find(current.id()).isEmpty()) {
            findings.found(
                    "key",
                    "Expected an export that is signed with key " + keys.ids() + " but it names " + current.id() + ".");
        }
    }

    void check(Checkpoint.Signed signed, String where) {
        String keyId = signed.read().keyId();
        PublicSigningKey key = keys.find(keyId).orElse(null);
        if (key == null) {
            if (missing.add(keyId)) {
                findings.found(
                        where,
                        "It is signed with key " + keyId
                                + ", which is missing: neither this nor any other checkpoint under that key is proven.");
            }
        } else if (key.signed(signed)) {
            signedBy.add(key);
        } else {
            findings.found(where, "The signature does not hold under key " + keyId + ".");
        }
    }

    TrustedKeys keys() {
        return keys;
    }

    /** Under which signatures hold. */
    List<PublicSigningKey> signedBy() {
        return List.copyOf(signedBy);
    }
}
