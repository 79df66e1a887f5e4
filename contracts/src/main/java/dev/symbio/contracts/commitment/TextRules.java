package dev.symbio.contracts.commitment;

import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.entity.Rejection.Fault;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** How texts from outside may look. */
final class TextRules {
    static final int MAX_NAME_CHARS = 200;
    static final int MAX_NOTE_CHARS = 4_000;
    static final int MAX_ID_CHARS = 100;
    static final Pattern KEY = Pattern.compile("[a-z0-9][a-z0-9-]{0,59}");

    private TextRules() {}

    static Optional<Fault> required(String pointer, String text, int maxChars) {
        if (text == null || text.isBlank()) {
            return Optional.of(new Fault(pointer, "commitment.text-missing", "Expected a text but got nothing."));
        }
        return optional(pointer, text, maxChars);
    }

    static Optional<Fault> optional(String pointer, String text, int maxChars) {
        if (text != null && text.length() > maxChars) {
            return Optional.of(new Fault(
                    pointer,
                    "commitment.text-too-long",
                    "Expected at most " + maxChars + " characters but got " + text.length() + "."));
        }
        if (text != null && text.indexOf('\0') >= 0) {
            return Optional.of(
                    new Fault(pointer, "commitment.text-unreadable", "Expected a text without the character NUL."));
        }
        return Optional.empty();
    }

    static Rejection rejection(Fault fault) {
        return Rejection.invalid(fault.code(), fault.detail(), List.of(fault));
    }
}
