package dev.symbio.platform.entity;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How the deadlines of an entity differ before and after a command. */
final class DeadlineDifference {
    private DeadlineDifference() {}

    /** Null when nothing changed. A deadline with a new due time is set; its name is not listed as cleared. */
    static EventMeta.DeadlineChange between(Set<Deadline> before, Set<Deadline> after) {
        if (before.equals(after)) {
            return null;
        }
        List<Deadline> set = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Deadline deadline : after) {
            if (!names.add(deadline.name())) {
                throw new IllegalStateException("Two deadlines are called " + deadline.name() + ".");
            }
            if (!before.contains(deadline)) {
                set.add(deadline);
            }
        }
        List<String> cleared = new ArrayList<>();
        for (Deadline deadline : before) {
            if (!names.contains(deadline.name())) {
                cleared.add(deadline.name());
            }
        }
        return new EventMeta.DeadlineChange(List.copyOf(set), List.copyOf(cleared));
    }
}
