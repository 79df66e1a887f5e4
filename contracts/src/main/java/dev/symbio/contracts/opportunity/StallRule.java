package dev.symbio.contracts.opportunity;

import java.time.Duration;

/** How long a quote may lie without a contact, and what helps then. It holds as it was when the quote stage began. */
public record StallRule(Duration after, ScriptPack scripts) {
    public static final StallRule DEFAULT = new StallRule(Duration.ofHours(72), ScriptPack.NONE);
}
