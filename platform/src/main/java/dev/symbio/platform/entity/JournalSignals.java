package dev.symbio.platform.entity;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Tells projections in this process that a kind of entity has new events, so that they need not ask the journal all the time. */
public final class JournalSignals {
    private final Map<String, CompletableFuture<Void>> waiting = new ConcurrentHashMap<>();

    void written(String kind) {
        CompletableFuture<Void> waiter = waiting.remove(kind);
        if (waiter != null) {
            waiter.complete(null);
        }
    }

    /** Completes when events of this kind are written after this call. */
    public CompletionStage<Void> next(String kind) {
        return waiting.computeIfAbsent(kind, k -> new CompletableFuture<>());
    }
}
