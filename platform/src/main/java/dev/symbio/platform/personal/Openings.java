package dev.symbio.platform.personal;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;

/** Opens what is sealed, on its way out to those who may read it. What was redacted reads {@value #REDACTED}. */
public final class Openings {
    public static final String REDACTED = "[redacted]";

    private final KeyRing keys;

    public Openings(KeyRing keys) {
        this.keys = keys;
    }

    /** A text in which there may be sealed ones. Null stays null. */
    public String text(String text) {
        return text == null || text.indexOf(Mark.OPENS) < 0 ? text : opened(text, plain -> plain);
    }

    /** JSON in UTF-8, in whose texts there may be sealed ones. */
    public byte[] json(byte[] json) {
        return Mark.isIn(json, 0, json.length)
                ? json(new String(json, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8)
                : json;
    }

    /** JSON in whose texts there may be sealed ones. */
    public String json(String json) {
        return json.indexOf(Mark.OPENS) < 0
                ? json
                : opened(
                        json,
                        plain -> new String(JsonStringEncoder.getInstance().quoteAsString(plain)));
    }

    private String opened(String text, UnaryOperator<String> quoted) {
        return Mark.ANY
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(quoted.apply(plain(found.group(1), found.group(2)))));
    }

    private String plain(String keyId, String sealed) {
        DataKey key = keys.withId(keyId);
        if (sealed == null) {
            return key.usable() ? key.subject() : key.pseudonym();
        }
        return key.open(sealed).orElse(REDACTED);
    }

    /** How the keys were destroyed under which something in the text lies, by the stored names of those persons. */
    public List<DataKey> redactions(String text) {
        Map<String, DataKey> destroyed = new LinkedHashMap<>();
        Matcher marks = Mark.ANY.matcher(text);
        while (marks.find()) {
            DataKey key = keys.withId(marks.group(1));
            if (!key.usable()) {
                destroyed.put(key.id(), key);
            }
        }
        return List.copyOf(destroyed.values());
    }
}
