package dev.symbio.platform.personal;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts what lies sealed in stored events, by key, without any key; and which keys the events say were destroyed. */
public final class SealedCount {
    /** Of a type such as {@code symbio.tenant.member-redacted.v1}, whose data names a person as {@code subject}. */
    private static final Pattern REDACTION = Pattern.compile(".*-redacted\\.v\\d+");

    /** The type of the event by which all keys of a company's people are destroyed, in its first and later versions. */
    private static final String COMPANY_REDACTED = "symbio.tenant.redacted.v";

    private static final Pattern SUBJECT =
            Pattern.compile("\"subject\":\"" + Mark.OPENS + "([A-Za-z0-9_-]+)" + Mark.CLOSES);

    private final Map<String, Long> byKey = new HashMap<>();
    private final Set<String> destroyed = new HashSet<>();
    private boolean company;

    /** @param bytes of a stored event */
    public void add(String type, byte[] bytes) {
        company |= type.startsWith(COMPANY_REDACTED);
        if (!Mark.isIn(bytes, 0, bytes.length)) {
            return;
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        Matcher marks = Mark.ANY.matcher(text);
        while (marks.find()) {
            byKey.merge(marks.group(1), 1L, Long::sum);
        }
        if (REDACTION.matcher(type).matches()) {
            Matcher person = SUBJECT.matcher(text.substring(text.lastIndexOf('\n') + 1));
            if (person.find()) {
                destroyed.add(person.group(1));
            }
        }
    }

    /** How many texts and names lie sealed. */
    public long sealed() {
        return byKey.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Under how many keys. */
    public int keys() {
        return byKey.size();
    }

    /** Whether the events say that the keys of all people of the company were destroyed: which those are, they do not. */
    public boolean company() {
        return company;
    }

    /** How many of them lie under keys of single persons that the events say were destroyed. */
    public long redacted() {
        return destroyed.stream().mapToLong(id -> byKey.getOrDefault(id, 0L)).sum();
    }
}
