package dev.symbio.platform.entity;

import java.util.ArrayList;
import java.util.List;

/**
 * How the events of a kind are divided for projections: every entity belongs to one slice for ever, and each slice is
 * one tag in the journal. The number is fixed when a journal is created.
 */
public record Slices(int perKind) {
    public static final int MAX = 128;

    public Slices {
        if (perKind < 1 || perKind > MAX) {
            throw new IllegalArgumentException("Expected 1 to " + MAX + " slices but got " + perKind + ".");
        }
    }

    String tagOf(EntityRef entity) {
        return tag(entity.kind(), Math.floorMod(entity.publicId().hashCode(), perKind));
    }

    public String tag(String kind, int slice) {
        return kind + "-" + slice;
    }

    public List<String> tags(String kind) {
        List<String> tags = new ArrayList<>(perKind);
        for (int slice = 0; slice < perKind; slice++) {
            tags.add(tag(kind, slice));
        }
        return tags;
    }
}
