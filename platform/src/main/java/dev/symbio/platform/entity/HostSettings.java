package dev.symbio.platform.entity;

import java.time.Clock;
import java.time.Duration;

/**
 * How entities are hosted.
 *
 * @param commandsKept how many commands an entity remembers to recognise a repeat
 * @param maxEventBytes largest event that the journal takes
 * @param askTimeout how long a sender waits for an answer
 * @param signals told when events of a kind can be read
 * @param tagged whether events carry their slice, for a journal that cannot be followed otherwise
 */
public record HostSettings(
        Clock clock,
        int commandsKept,
        int maxEventBytes,
        Duration askTimeout,
        HostMetrics metrics,
        JournalSignals signals,
        boolean tagged) {}
