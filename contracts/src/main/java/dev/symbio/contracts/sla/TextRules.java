package dev.symbio.contracts.sla;

import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.entity.Rejection.Fault;
import java.util.List;
import java.util.Optional;

/** How long texts from outside may be. */
final class TextRules {
    static final int MAX_NAME_CHARS = 200;
    static final int MAX_NOTE_CHARS = 4_000;
    static final int MAX_REFERENCE_CHARS = 200;

    private TextRules() {}

    static Optional<Fault> required(String pointer, String text, int maxChars) {
        if (text == null || text.isBlank()) {
            return Optional.of(new Fault(pointer, "sla.text-missing", "Expected a text but got nothing."));
        }
        return optional(pointer, text, maxChars);
    }

    static Optional<Fault> optional(String pointer, String text, int maxChars) {
        if (text != null && text.length() > maxChars) {
            return Optional.of(new Fault(
                    pointer,
                    "sla.text-too-long",
                    "Expected at most " + maxChars + " characters but got " + text.length() + "."));
        }
        return Optional.empty();
    }

    static Rejection rejection(Fault fault) {
        return Rejection.invalid(fault.code(), fault.detail(), List.of(fault));
    }
}
