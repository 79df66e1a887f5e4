package dev.symbio.gateway.http;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A path such as {@code /api/v1/sla-contracts/{contract}/sign}.
 *
 * @param segments without the slashes; a parameter keeps its braces
 */
record PathTemplate(String text, List<String> segments) {
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9._-]+|\\{[a-z]+}");

    static PathTemplate of(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("Expected a path that starts with / but got " + text + ".");
        }
        if (text.equals("/")) {
            return new PathTemplate(text, List.of(""));
        }
        List<String> segments = List.of(text.substring(1).split("/", -1));
        for (String segment : segments) {
            if (!SEGMENT.matcher(segment).matches()) {
                throw new IllegalArgumentException(
                        "Expected a literal or {name} but got " + segment + " in " + text + ".");
            }
        }
        return new PathTemplate(text, segments);
    }

    static boolean isParameter(String segment) {
        return segment.startsWith("{");
    }

    static String parameterName(String segment) {
        return segment.substring(1, segment.length() - 1);
    }

    List<String> parameters() {
        List<String> names = new ArrayList<>();
        for (String segment : segments) {
            if (isParameter(segment)) {
                names.add(parameterName(segment));
            }
        }
        return names;
    }
}
