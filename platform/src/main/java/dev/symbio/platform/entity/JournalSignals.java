package dev.symbio.platform.entity;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Tells projections in this process that a kind of entity has new events, so that they need not ask all the time. */
public final class JournalSignals {
    private final Map<String, List<Runnable>> listeners = new ConcurrentHashMap<>();

    /** Events of this kind can be read from now on. */
    public void written(String kind) {
        listeners.getOrDefault(kind, List.of()).forEach(Runnable::run);
    }

    /** @param listener is called on the writing entity's thread: it must be quick and must not fail */
    public void listen(String kind, Runnable listener) {
        listeners.computeIfAbsent(kind, k -> new CopyOnWriteArrayList<>()).add(listener);
    }
}
