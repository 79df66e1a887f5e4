package dev.symbio.gateway.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.platform.personal.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says differences in sentences. The forms of the sentences are in {@code differences.properties} (English) and
 * {@code differences_zh.properties}; there, Chinese also has a word for each field of the views. An English field is called
 * by its name.
 */
final class DifferencesInWords {
    static final List<String> LANGUAGES = List.of("en", "zh-CN");

    private static final Pattern WORDS = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
    private static final Pattern INDEX = Pattern.compile("[0-9]+");
    private static final int MAX_VALUE_CHARS = 200;
    private static final int MAX_FIELDS = 8;
    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private final ResourceBundle texts;
    private final Locale language;

    /** @param language one of {@link #LANGUAGES} */
    DifferencesInWords(String language) {
        this.language = Locale.forLanguageTag(language);
        texts = ResourceBundle.getBundle(
                DifferencesInWords.class.getPackageName() + ".differences", this.language, NO_FALLBACK);
    }

    /** @param before with {@code after}: the values that the difference is one of */
    String sentence(Difference difference, JsonNode before, JsonNode after) {
        String form = difference.before() == null ? "added" : difference.after() == null ? "removed" : "changed";
        return texts.getString("sentence." + form)
                .replace("{field}", field(difference, difference.after() == null ? before : after))
                .replace("{before}", value(difference.before()))
                .replace("{after}", value(difference.after()));
    }

    /** The way to a field: {@code tasks "certify" > state}. */
    private String field(Difference difference, JsonNode root) {
        List<String> way = new ArrayList<>();
        JsonNode at = root;
        for (String step : difference.pointer().substring(1).split("/", -1)) {
            String name = step.replace("~1", "/").replace("~0", "~");
            if (at.isArray() && INDEX.matcher(name).matches()) {
                at = at.path(Integer.parseInt(name));
                String element = JsonDifferences.nameOf(at).orElse("#" + (Integer.parseInt(name) + 1));
                way.set(way.size() - 1, way.get(way.size() - 1) + " " + quoted(element));
            } else {
                at = at.path(name);
                way.add(word(name));
            }
        }
        return String.join(" › ", way);
    }

    /** What a field is called. What a map has as its keys is called as it is there. */
    String word(String name) {
        try {
            return texts.getString("field." + name);
        } catch (MissingResourceException none) {
            return language.getLanguage().equals(Locale.ENGLISH.getLanguage())
                    ? WORDS.matcher(name).replaceAll(" ").toLowerCase(Locale.ROOT)
                    : name;
        }
    }

    private String value(@Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return texts.getString("value.nothing");
        }
        if (value.isBoolean()) {
            return texts.getString(value.asBoolean() ? "value.yes" : "value.no");
        }
        if (value.isArray()) {
            return value.isEmpty() ? texts.getString("value.nothing") : list(value);
        }
        return value.isObject() ? fields(value) : quoted(value.asText());
    }

    private String list(JsonNode values) {
        List<String> parts = new ArrayList<>();
        for (JsonNode each : values) {
            if (parts.size() == MAX_FIELDS) {
                parts.add("…");
                break;
            }
            parts.add(value(each));
        }
        return String.join(texts.getString("value.separator"), parts);
    }

    /** Its plain fields; the others are in the differences, in full. */
    private String fields(JsonNode object) {
        List<String> parts = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (field.getValue().isValueNode() && parts.size() < MAX_FIELDS) {
                parts.add(word(field.getKey()) + " " + value(field.getValue()));
            }
        }
        return parts.isEmpty() ? texts.getString("value.more") : String.join(texts.getString("value.separator"), parts);
    }

    private String quoted(String text) {
        String cut = Mark.cut(text, MAX_VALUE_CHARS, "…");
        return texts.getString("value.open") + cut + texts.getString("value.close");
    }
}
