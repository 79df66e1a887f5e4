package dev.symbio.platform.entity;

import java.time.Clock;
import java.time.Duration;

/**
 * How entities are hosted.
 *
 * @param commandsKept how many commands an entity remembers to recognise a repeat
 * @param maxEventBytes largest event that the journal takes
 * @param askTimeout how long a sender waits for an answer
 */
public record HostSettings(
        Clock clock,
        int commandsKept,
        int maxEventBytes,
        Duration askTimeout,
        HostMetrics metrics,
        JournalSignals signals) {}
