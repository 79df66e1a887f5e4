package dev.symbio.contracts.commitment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Unmodifiable copies of what comes from outside: absent is empty, and what is null stays for the rules to find. */
final class Copies {
    private Copies() {}

    static <T> List<T> of(List<T> list) {
        return list == null ? List.of() : Collections.unmodifiableList(new ArrayList<>(list));
    }

    /** In the order of the keys. */
    static <T> Map<String, T> of(Map<String, T> map) {
        return map == null ? null : Collections.unmodifiableMap(new TreeMap<>(map));
    }
}
