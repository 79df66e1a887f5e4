package dev.symbio.contracts.sla;

import java.time.Instant;

/**
 * A time that is measured and settled as one.
 *
 * @param key its name, unique within the contract: {@code 2011-Q3}
 * @param end first moment after it
 * @param version the terms in force at its start; they hold for all of it
 */
public record Period(String key, Instant start, Instant end, int version) {}
