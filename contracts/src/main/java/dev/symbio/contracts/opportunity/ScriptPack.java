package dev.symbio.contracts.opportunity;

import java.util.List;

/** What the tenant gives its sellers when a quote stalls: a reminder to send, a table of competitors. */
public record ScriptPack(String name, List<Item> items) {
    public static final ScriptPack NONE = new ScriptPack("", List.of());

    /** @param text itself, or where it is found */
    public record Item(String name, String text) {}

    public ScriptPack {
        items = Lists.of(items);
    }
}
