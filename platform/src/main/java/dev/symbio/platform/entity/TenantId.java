package dev.symbio.platform.entity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** Names a tenant: 2 to 63 of {@code a-z 0-9 -}, starting and ending with a letter or digit. */
public record TenantId(@JsonValue String value) implements Comparable<TenantId> {
    public static final String PATTERN = "[a-z0-9][a-z0-9-]{0,61}[a-z0-9]";
    private static final Pattern VALID = Pattern.compile(PATTERN);

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public TenantId {
        if (value == null || !VALID.matcher(value).matches()) {
            throw new IllegalArgumentException("Expected a tenant id of 2 to 63 characters a-z, 0-9 or - but got "
                    + (value == null ? "nothing" : '"' + shortened(value) + '"') + ".");
        }
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "...";
    }

    @Override
    public int compareTo(TenantId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
