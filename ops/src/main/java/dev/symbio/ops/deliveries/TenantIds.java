package dev.symbio.ops.deliveries;

import java.text.Normalizer;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Tenant ids for company names. Different names never share one, however similar they look. */
public final class TenantIds {
    private static final int MAX_PLAIN_CHARS = 48;
    private static final int HASH_CHARS = 10;

    /** Leaves room for words before it in a contract's name. */
    private static final int MAX_NAME_CHARS = 160;

    private TenantIds() {}

    /** The plain id for the first name that leads to it, the long one for the others, in the order of the names. */
    public static Map<String, String> of(Collection<String> names) {
        Map<String, String> ids = new LinkedHashMap<>();
        Set<String> taken = new HashSet<>();
        for (String name : names) {
            String plain = plain(name);
            ids.put(name, taken.add(plain) ? plain : withHash(name));
        }
        return ids;
    }

    /**
     * {@code Orgenics, Ltd} becomes {@code orgenics-ltd}; a name without letters of the Latin script, or one that cannot be
     * shown as it is, gets a hash.
     */
    static String plain(String name) {
        String slug = slug(name);
        return slug.length() < 2 || !shown(name).equals(name) ? withHash(name) : slug;
    }

    /** The name as a tenant can carry it: on one line, without spaces around it, not too long. */
    static String shown(String name) {
        String line = name.replaceAll("[\\p{Cntrl}\\x{80}-\\x{9f}]+", " ").strip();
        if (line.length() <= MAX_NAME_CHARS) {
            return line;
        }
        boolean splitsCharacter = Character.isHighSurrogate(line.charAt(MAX_NAME_CHARS - 1));
        return line.substring(0, splitsCharacter ? MAX_NAME_CHARS - 1 : MAX_NAME_CHARS)
                .strip();
    }

    /** An id that belongs to this very name. */
    public static String withHash(String name) {
        String slug = slug(name);
        return (slug.isEmpty() ? "p" : slug) + "-" + Digest.of(name).substring(0, HASH_CHARS);
    }

    private static String slug(String name) {
        String latin = Normalizer.normalize(name, Normalizer.Form.NFKD).replaceAll("\\p{M}+", "");
        String slug =
                latin.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return slug.length() <= MAX_PLAIN_CHARS
                ? slug
                : slug.substring(0, MAX_PLAIN_CHARS).replaceAll("-$", "");
    }
}
