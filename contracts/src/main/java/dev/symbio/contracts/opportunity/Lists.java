package dev.symbio.contracts.opportunity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Unmodifiable copies of lists from outside: absent is empty, and an element that is null stays for the rules to find. */
final class Lists {
    private Lists() {}

    static <T> List<T> of(List<T> list) {
        return list == null ? List.of() : Collections.unmodifiableList(new ArrayList<>(list));
    }
}
