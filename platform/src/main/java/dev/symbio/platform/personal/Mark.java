package dev.symbio.platform.personal;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How personal data looks where it is stored: {@code ⟦key:sealed text⟧} or, for a person's name, {@code ⟦key⟧}. The brackets
 * (U+27E6 and U+27E7) are not taken from callers, so whatever looks like this was written here.
 */
public final class Mark {
    /** The bracket that begins one. */
    public static final char OPENS = '\u27e6';

    static final char CLOSES = '\u27e7';
    private static final byte[] OPENS_UTF_8 = String.valueOf(OPENS).getBytes(StandardCharsets.UTF_8);

    private static final String ESCAPED = "\\" + "u27e6";

    /** As many bits as a random UUID has, in base64url. */
    static final int ID_CHARS = 20;

    private static final String ID = "[A-Za-z0-9_-]{" + ID_CHARS + "}";

    static final Pattern ANY = Pattern.compile(OPENS + "(" + ID + ")(?::([A-Za-z0-9_-]*))?" + CLOSES);
    private static final Pattern NAME = Pattern.compile(OPENS + "(" + ID + ")" + CLOSES);

    private Mark() {}

    static String text(String keyId, String sealed) {
        return OPENS + keyId + ':' + sealed + CLOSES;
    }

    static String name(String keyId) {
        return OPENS + keyId + CLOSES;
    }

    /** The key's id, if this is the stored name of a person. */
    static Optional<String> keyOfName(String stored) {
        if (stored.isEmpty() || stored.charAt(0) != OPENS) {
            return Optional.empty();
        }
        Matcher name = NAME.matcher(stored);
        return name.matches() ? Optional.of(name.group(1)) : Optional.empty();
    }

    /** Whether the text as a whole is sealed, or the stored name of a person. */
    static boolean isWhole(String text) {
        return !text.isEmpty() && text.charAt(0) == OPENS && ANY.matcher(text).matches();
    }

    /** At most so many characters of a text; a sealed text in it counts as one piece, and is not cut in two. */
    public static String cut(String text, int maxChars, String ending) {
        if (text.length() <= maxChars) {
            return text;
        }
        int end = maxChars;
        Matcher marks = ANY.matcher(text);
        while (marks.find() && marks.start() < end) {
            end = Math.max(end, marks.end());
        }
        return end == text.length() ? text : text.substring(0, end) + ending;
    }

    /** Whether a bracket is in JSON in UTF-8, written out or escaped. */
    public static boolean isInJson(byte[] utf8, int from, int to) {
        if (isIn(utf8, from, to)) {
            return true;
        }
        for (int i = from; i + ESCAPED.length() <= to; i++) {
            if (utf8[i] == ESCAPED.charAt(0)
                    && new String(utf8, i, ESCAPED.length(), StandardCharsets.ISO_8859_1).equalsIgnoreCase(ESCAPED)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a bracket is among the bytes of a text in UTF-8. */
    public static boolean isIn(byte[] utf8, int from, int to) {
        for (int i = from; i + OPENS_UTF_8.length <= to; i++) {
            if (utf8[i] == OPENS_UTF_8[0] && utf8[i + 1] == OPENS_UTF_8[1] && utf8[i + 2] == OPENS_UTF_8[2]) {
                return true;
            }
        }
        return false;
    }
}
