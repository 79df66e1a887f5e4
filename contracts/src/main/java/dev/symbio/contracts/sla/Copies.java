package dev.symbio.contracts.sla;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Unmodifiable copies of lists from outside: absent is empty, and an element that is null stays for the rules to find. */
final class Copies {
    private Copies() {}

    static <T> List<T> of(List<T> list) {
        return list == null ? List.of() : Collections.unmodifiableList(new ArrayList<>(list));
    }
}
