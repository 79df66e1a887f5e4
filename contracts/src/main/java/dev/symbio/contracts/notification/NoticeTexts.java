package dev.symbio.contracts.notification;

import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an entry of the inbox says, in the reader's language. The texts are in {@code notices.properties} (English) and
 * {@code notices_zh.properties}, by type; {@code {name}} stands for a fact.
 */
public final class NoticeTexts {
    private static final Pattern FACT = Pattern.compile("\\{([A-Za-z]+)}");
    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private NoticeTexts() {}

    /** A fact that an entry does not have is left as its name in braces; a type without a text is shown by its name. */
    public static String text(String type, Map<String, String> facts, Locale language) {
        String pattern;
        try {
            pattern = bundle(language).getString(type);
        } catch (MissingResourceException none) {
            return type;
        }
        return filled(pattern, facts);
    }

    /** The pattern with its facts in it. */
    public static String filled(String pattern, Map<String, String> facts) {
        return FACT.matcher(pattern)
                .replaceAll(found -> Matcher.quoteReplacement(facts.getOrDefault(found.group(1), found.group())));
    }

    static ResourceBundle bundle(Locale language) {
        return ResourceBundle.getBundle(NoticeTexts.class.getPackageName() + ".notices", language, NO_FALLBACK);
    }
}
