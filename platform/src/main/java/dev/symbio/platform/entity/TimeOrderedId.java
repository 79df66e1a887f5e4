package dev.symbio.platform.entity;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;

/**
 * Ids that nobody can have used before and that grow with time (UUID version 7, RFC 9562). Indexes take them at their end:
 * random ids would touch a page of the index each.
 */
public final class TimeOrderedId {
    private static final TimeBasedEpochGenerator IDS = Generators.timeBasedEpochGenerator();

    private TimeOrderedId() {}

    public static String next() {
        return IDS.generate().toString();
    }
}
