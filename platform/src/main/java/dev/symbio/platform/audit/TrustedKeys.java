package dev.symbio.platform.audit;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The public keys under which the signatures of checkpoints count, by their ids. */
public final class TrustedKeys {
    private final Map<String, PublicSigningKey> keys;
    private final Predicate<String> alsoNamed;

    private TrustedKeys(Map<String, PublicSigningKey> keys, Predicate<String> alsoNamed) {
        this.keys = keys;
        this.alsoNamed = alsoNamed;
    }

    /** These, and no others, whatever a file names. @throws IllegalArgumentException if one is no base64 */
    public static TrustedKeys of(Collection<PublicSigningKey> keys) {
        return new TrustedKeys(Map.of(), id -> true).named(keys, id -> false);
    }

    public static TrustedKeys of(PublicSigningKey key) {
        return of(List.of(key));
    }

    /** Those that a file names and that have one of these ids. */
    public static TrustedKeys withIds(Collection<String> ids) {
        return new TrustedKeys(Map.of(), Set.copyOf(ids)::contains);
    }

    /** Whichever a file names, which proves less: that nothing is damaged, not who wrote it. */
    public static TrustedKeys inFile() {
        return new TrustedKeys(Map.of(), id -> true);
    }

    /** These, and those of the keys that a file names that are wanted from it. */
    TrustedKeys named(Collection<PublicSigningKey> inFile) {
        return named(inFile, alsoNamed);
    }

    private TrustedKeys named(Collection<PublicSigningKey> more, Predicate<String> further) {
        Map<String, PublicSigningKey> all = new LinkedHashMap<>(keys);
        more.stream().filter(key -> alsoNamed.test(key.id())).forEach(key -> all.putIfAbsent(key.id(), key));
        return new TrustedKeys(all, further);
    }

    Optional<PublicSigningKey> find(String id) {
        return Optional.ofNullable(id).map(keys::get);
    }

    /** What is wrong with a checkpoint's signature; null if it holds under the key that the checkpoint names. */
    String problem(Checkpoint.Signed signed) {
        String id = signed.read().keyId();
        PublicSigningKey key = keys.get(id);
        if (key == null) {
            return "It is signed with key " + id + ", which is missing.";
        }
        return key.signed(signed) ? null : "The signature does not hold under key " + id + ".";
    }

    /** Such as "0123456789abcdef, fedcba9876543210". */
    String ids() {
        return keys.isEmpty() ? "(none)" : String.join(", ", keys.keySet());
    }
}
