package dev.symbio.platform.entity;

import java.util.List;

/**
 * What a decider answers: the events that follow from a command, or why none do.
 *
 * @param <E> the entity kind's event type
 */
public sealed interface Decision<E> {
    /**
     * The command is accepted. Without events nothing changes (it had been done before, say).
     *
     * @param result what the sender is told besides the new sequence number, or null; must serialise to JSON. It is stored
     *     with the events so that a repeated command gets the same answer.
     */
    record Accepted<E>(List<E> events, Object result) implements Decision<E> {
        public Accepted {
            events = List.copyOf(events);
        }

        public Accepted<E> withResult(Object newResult) {
            return new Accepted<>(events, newResult);
        }
    }

    record Rejected<E>(Rejection rejection) implements Decision<E> {}

    @SafeVarargs
    static <E> Accepted<E> events(E... events) {
        return new Accepted<>(List.of(events), null);
    }

    static <E> Accepted<E> events(List<? extends E> events) {
        return new Accepted<>(List.copyOf(events), null);
    }

    /** Nothing to do: the state already is what the command asks for. */
    static <E> Accepted<E> nothing() {
        return new Accepted<>(List.of(), null);
    }

    static <E> Decision<E> rejected(Rejection rejection) {
        return new Rejected<>(rejection);
    }
}
