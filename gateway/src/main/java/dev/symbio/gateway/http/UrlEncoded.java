package dev.symbio.gateway.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads {@code a=1&b=2} of a query string or a form. A repeated name is refused: nobody could say which one counts. */
final class UrlEncoded {
    private static final int MAX_PAIRS = 100;

    private UrlEncoded() {}

    static final class NotReadable extends Exception {
        private static final long serialVersionUID = 1L;

        private final String field;

        NotReadable(String field, String message) {
            super(message, null, false, false);
            this.field = field;
        }

        String field() {
            return field;
        }
    }

    static Map<String, String> parse(String text) throws NotReadable {
        Map<String, String> pairs = new LinkedHashMap<>();
        int from = 0;
        while (from <= text.length()) {
            int end = text.indexOf('&', from);
            String pair = text.substring(from, end < 0 ? text.length() : end);
            if (!pair.isEmpty()) {
                add(pairs, pair);
            }
            if (end < 0) {
                break;
            }
            from = end + 1;
        }
        return pairs;
    }

    private static void add(Map<String, String> pairs, String pair) throws NotReadable {
        int equals = pair.indexOf('=');
        String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
        if (pairs.put(name, value) != null) {
            throw new NotReadable(name, "Expected each name once.");
        }
        if (pairs.size() > MAX_PAIRS) {
            throw new NotReadable(name, "Expected at most " + MAX_PAIRS + " names.");
        }
    }

    private static String decoded(String text) throws NotReadable {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException badEscape) {
            throw new NotReadable(text, "Expected % to be followed by two hexadecimal digits.");
        }
    }
}
