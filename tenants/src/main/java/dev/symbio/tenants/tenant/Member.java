package dev.symbio.tenants.tenant;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.personal.Personal;
import dev.symbio.platform.personal.Subject;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A person or machine that may act in a tenant.
 *
 * @param subject as the identity provider names it: 1 to 128 of {@code A-Z a-z 0-9 . _ @ + : | -}
 * @param name for people to read
 * @param mail where mail for the person goes; null when there is no address
 * @param language of what is written to the person; null for the tenant's
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Member(
        @Subject String subject,
        @Personal(of = "subject") String name,
        SortedSet<Role> roles,
        @Personal(of = "subject") String mail,
        Language language) {
    public static final int MAX_NAME_CHARS = 200;
    /** As mail servers have it. */
    public static final int MAX_MAIL_CHARS = 254;

    private static final Pattern MAIL =
            Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
                    + "@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]");
    private static final int MAX_LOCAL_CHARS = 64;
    private static final Pattern SUBJECT = Pattern.compile("[A-Za-z0-9._@+:|-]{1,128}");

    @JsonCreator
    public Member {
        roles = Collections.unmodifiableSortedSet(new TreeSet<>(roles));
    }

    /** Without an address. */
    public Member(String subject, String name, SortedSet<Role> roles) {
        this(subject, name, roles, null, null);
    }

    Member withContact(String newMail, Language newLanguage) {
        return new Member(subject, name, roles, newMail, newLanguage);
    }

    /** One plain address such as {@code ann@example.com}: no name beside it, no list. */
    public static boolean isMail(String text) {
        return text != null
                && text.length() <= MAX_MAIL_CHARS
                && text.indexOf('@') <= MAX_LOCAL_CHARS
                && MAIL.matcher(text).matches();
    }

    /** The platform's own subject is nobody's: who could take it would act as the platform. */
    public static boolean isSubject(String text) {
        return text != null && SUBJECT.matcher(text).matches() && !text.equalsIgnoreCase(Principal.SYSTEM);
    }

    /** Nobody new is called like this: who is would act as processes do. Members from before it was reserved stay. */
    static boolean isReserved(String text) {
        return Principal.AUTOMATION.equalsIgnoreCase(text);
    }
}
