package dev.symbio.ops.client;

import java.util.regex.Pattern;

/** A token that somebody has got from an issuer; it is told to the platform and to nobody else. */
public final class BearerToken {
    /** As RFC 6750 has it. */
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    private final String text;

    /** @throws IllegalArgumentException if it cannot be one; the message does not have it */
    public BearerToken(String text) {
        this.text = text.strip();
        if (!FORM.matcher(this.text).matches()) {
            throw new IllegalArgumentException("Expected one token of letters, digits and any of . _ ~ + / - =");
        }
    }

    String text() {
        return text;
    }

    @Override
    public String toString() {
        return "a bearer token";
    }
}
