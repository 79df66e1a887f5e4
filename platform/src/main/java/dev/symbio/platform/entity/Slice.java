package dev.symbio.platform.entity;

import java.util.Set;

/**
 * The part of all entities that is followed together where the journal cannot be followed by kind. The number of slices
 * can never change: it lies in the tags of stored events.
 */
public final class Slice {
    public static final int COUNT = 32;

    private Slice() {}

    /** @param index from 0 to {@link #COUNT} - 1 */
    public static String tag(int index) {
        return "slice-" + index;
    }

    /** One tag for each event: its entity's slice. */
    public static Set<String> tagsOf(String persistenceId) {
        return Set.of(tag(Math.floorMod(persistenceId.hashCode(), COUNT)));
    }
}
