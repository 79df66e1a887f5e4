package dev.symbio.tenants.tenant;

import dev.symbio.platform.entity.Principal;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A person or machine that may act in a tenant.
 *
 * @param subject as the identity provider names it: 1 to 128 of {@code A-Z a-z 0-9 . _ @ + : | -}
 * @param name for people to read
 */
public record Member(String subject, String name, SortedSet<Role> roles) {
    public static final int MAX_NAME_CHARS = 200;
    private static final Pattern SUBJECT = Pattern.compile("[A-Za-z0-9._@+:|-]{1,128}");

    public Member {
        roles = Collections.unmodifiableSortedSet(new TreeSet<>(roles));
    }

    /** The platform's own subject is nobody's: who could take it would act as the platform. */
    public static boolean isSubject(String text) {
        return text != null && SUBJECT.matcher(text).matches() && !text.equalsIgnoreCase(Principal.SYSTEM);
    }
}
