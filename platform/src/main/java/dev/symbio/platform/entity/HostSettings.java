package dev.symbio.platform.entity;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * How entities are hosted.
 *
 * @param commandsKept how many commands an entity remembers to recognise a repeat
 * @param maxEventBytes largest event that the journal takes
 * @param askTimeout how long a sender waits for an answer
 * @param signals told when events of a kind can be read
 * @param tagged whether events carry their slice, for a journal that cannot be followed otherwise
 * @param sendAgainEvery how often a sender that has no answer repeats its message, because it may have been lost on its way to
 *     another node; a command that is sent several times has one effect
 * @param fence raised before an entity writes for the first time, for a journal that takes what two hosts write
 * @param stoodStill whether others may have gone on without this node, so that it must not decide anything
 */
public record HostSettings(
        Clock clock,
        int commandsKept,
        int maxEventBytes,
        Duration askTimeout,
        HostMetrics metrics,
        JournalSignals signals,
        boolean tagged,
        Optional<Duration> sendAgainEvery,
        Optional<Fence> fence,
        BooleanSupplier stoodStill) {}
