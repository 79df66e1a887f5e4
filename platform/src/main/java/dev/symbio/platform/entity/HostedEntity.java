package dev.symbio.platform.entity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.platform.json.Json;
import dev.symbio.platform.personal.KeyRing;
import dev.symbio.platform.personal.KeyedHash;
import dev.symbio.platform.personal.KeysUnavailable;
import dev.symbio.platform.personal.Naming;
import dev.symbio.platform.personal.Sealing;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One entity as the host sees it, without actor or clock: what a command leads to, and what a stored event makes of the
 * state. The actor, the property tests and audit replay all run this.
 *
 * @param commandsKept how many commands are remembered to recognise a repeat
 * @param maxEventBytes largest event that may be stored
 * @param keys under which personal data lies; null where names need not be known and nothing is decided
 */
record HostedEntity<C, E, S>(
        EntityKind<C, E, S> kind, EntityRef entity, int commandsKept, int maxEventBytes, KeyRing keys) {

    /**
     * What a command leads to.
     *
     * @param events to be stored; empty when nothing changes
     * @param states the state after each of the events
     */
    record Outcome<S>(Reply reply, List<StoredEvent> events, List<HostState<S>> states) {
        static <S> Outcome<S> unchanged(Reply reply) {
            return new Outcome<>(reply, List.of(), List.of());
        }
    }

    HostState<S> initial() {
        return HostState.initial(kind.none());
    }

    Outcome<S> handle(HostState<S> state, C command, CommandMeta meta, Instant clock) {
        Reply early = answerWithoutDeciding(state, meta);
        if (early != null) {
            return Outcome.unchanged(early);
        }
        Instant now = state.notBeforeTheLast(clock);
        Decision<E> decision =
                kind.decide(state.domain(), command, new Context(entity, now, meta.principal(), meta.commandId()));
        boolean stale = meta.expectedSeq() != null && meta.expectedSeq() != state.seq();
        if (decision instanceof Decision.Rejected<E> rejected) {
            // Who may not see the entity must not learn its sequence number either; to all others staleness comes
            // first.
            boolean hidden = rejected.rejection().reason() == Rejection.Reason.NOT_FOUND;
            return Outcome.unchanged(
                    stale && !hidden ? new Reply.Stale(state.seq()) : new Reply.Rejected(rejected.rejection()));
        }
        if (stale) {
            return Outcome.unchanged(new Reply.Stale(state.seq()));
        }
        Decision.Accepted<E> accepted = (Decision.Accepted<E>) decision;
        JsonNode result = accepted.result() == null ? null : Json.MAPPER.valueToTree(accepted.result());
        if (accepted.events().isEmpty()) {
            return Outcome.unchanged(new Reply.Accepted(state.seq(), result, false));
        }
        return seal(state, accepted.events(), meta, now, result);
    }

    /** The deadline of this name and due time, if it still holds. */
    Optional<Deadline> held(HostState<S> state, String name, Instant dueAt) {
        return kind.deadlines(state.domain()).stream()
                .filter(d -> d.name().equals(name) && d.dueAt().equals(dueAt))
                .findFirst();
    }

    /** What a due deadline leads to. Accepted: it no longer holds. Still held: it has to be tried again. */
    Outcome<S> due(HostState<S> state, String name, Instant dueAt, CommandMeta meta, Instant now) {
        if (state.quarantine() != null) {
            return Outcome.unchanged(new Reply.Quarantined(state.quarantine()));
        }
        Optional<Deadline> held = held(state, name, dueAt);
        if (held.isEmpty()) {
            return Outcome.unchanged(new Reply.Accepted(state.seq(), null, true));
        }
        if (now.isBefore(dueAt)) {
            return Outcome.unchanged(new Reply.StillHeld());
        }
        Outcome<S> outcome = handle(state, kind.commandWhenDue(state.domain(), held.get()), meta, now);
        HostState<S> after = outcome.events().isEmpty()
                ? state
                : outcome.states().get(outcome.states().size() - 1);
        return outcome.reply() instanceof Reply.Accepted
                        && held(after, name, dueAt).isPresent()
                ? new Outcome<>(new Reply.StillHeld(), outcome.events(), outcome.states())
                : outcome;
    }

    /** The state after a stored event; in quarantine if the event is not what was written after the one before. */
    HostState<S> replay(HostState<S> state, StoredEvent stored) {
        if (state.quarantine() != null) {
            return state;
        }
        Optional<String> flaw = new Chain(entity, state.seq(), state.lastHash()).flawOf(stored);
        if (flaw.isPresent()) {
            return state.quarantined(flaw.get());
        }
        try {
            Naming naming = keys == null ? null : new Naming(keys);
            Recorded<E> recorded = new EventCodec<>(kind, () -> naming).read(stored);
            return state.after(stored, kind.evolve(state.domain(), recorded.event()), commandsKept)
                    .naming(naming == null ? Set.of() : naming.names());
        } catch (RuntimeException unreadable) {
            if (KeysUnavailable.isCauseOf(unreadable)) {
                throw unreadable; // the event is well; whoever starts the entity again may be able to read it
            }
            return state.quarantined("Event " + (state.seq() + 1) + " cannot be replayed: " + unreadable.getMessage());
        }
    }

    /**
     * What events that were written elsewhere lead to. They must go on where the entity's history ends; those that are there
     * already are passed over: the last of them has to be the same, and by its chain all before it are.
     */
    Outcome<S> take(HostState<S> state, List<StoredEvent> given) {
        if (state.quarantine() != null) {
            return Outcome.unchanged(new Reply.Quarantined(state.quarantine()));
        }
        List<StoredEvent> taken = new ArrayList<>(given.size());
        List<HostState<S>> states = new ArrayList<>(given.size());
        HostState<S> after = state;
        for (StoredEvent event : given) {
            if (event.readable() && event.meta().seq() < state.seq()) {
                continue;
            }
            if (event.readable() && event.meta().seq() == state.seq()) {
                if (!event.intact() || !Arrays.equals(event.hash(), state.lastHash())) {
                    return refused("Event " + state.seq() + " is there already, and it is another one.");
                }
                continue;
            }
            after = replay(after, event);
            if (after.quarantine() != null) {
                return refused(after.quarantine());
            }
            taken.add(event);
            states.add(after);
        }
        return new Outcome<>(new Reply.Accepted(after.seq(), null, taken.isEmpty()), taken, states);
    }

    private Outcome<S> refused(String why) {
        return Outcome.unchanged(new Reply.Rejected(Rejection.conflict("entity.import-refused", entity + ": " + why)));
    }

    /** Null when the command has to be decided. */
    private Reply answerWithoutDeciding(HostState<S> state, CommandMeta meta) {
        if (state.quarantine() != null) {
            return new Reply.Quarantined(state.quarantine());
        }
        HostState.Remembered before = state.remembered().get(HostState.key(meta.principal(), meta.commandId()));
        if (before == null) {
            return null;
        }
        // as it is stored, or as it was stored before it was hashed under a key
        return before.fingerprint().equals(stored(meta.fingerprint()))
                        || before.fingerprint().equals(meta.fingerprint())
                ? new Reply.Accepted(before.seq(), before.result(), true)
                : new Reply.KeyReused();
    }

    /**
     * The fingerprint as events have it, under the installation's own key: a short command, such as one that names a person, could
     * be found in a plain one by trying. Empty stays empty.
     */
    private String stored(String fingerprint) {
        return keys == null || fingerprint.isEmpty()
                ? fingerprint
                : keys.hash(KeyedHash.Use.FINGERPRINTS).hex(fingerprint);
    }

    private Outcome<S> seal(HostState<S> before, List<E> events, CommandMeta command, Instant now, JsonNode result) {
        List<StoredEvent> sealed = new ArrayList<>(events.size());
        List<HostState<S>> states = new ArrayList<>(events.size());
        HostState<S> state = before;
        Sealing sealing = keys == null ? null : new Sealing(keys, entity.tenant(), command.principal());
        String fingerprint = stored(command.fingerprint());
        Principal by = sealing == null ? command.principal() : sealing.principal();
        for (int i = 0; i < events.size(); i++) {
            Line<E> line = line(events.get(i), sealing);
            E event = line.event();
            boolean last = i == events.size() - 1;
            S domain = kind.evolve(state.domain(), event);
            EventMeta meta = new EventMeta(
                    TimeOrderedId.next(),
                    entity,
                    state.seq() + 1,
                    kind.typeOf(event).storedName(),
                    event instanceof Happened happened ? happened.happenedAt() : now,
                    now,
                    by,
                    new EventMeta.CommandMark(command.commandId(), fingerprint, last, last ? result : null),
                    command.correlationId(),
                    command.causationId(),
                    null,
                    last ? DeadlineDifference.between(kind.deadlines(before.domain()), kind.deadlines(domain)) : null);
            StoredEvent stored = StoredEvent.sealLine(state.lastHash(), meta, line.bytes());
            if (stored.size() > maxEventBytes) {
                return Outcome.unchanged(new Reply.Rejected(tooLarge(stored)));
            }
            state = state.after(stored, domain, commandsKept).naming(sealing == null ? Set.of() : sealing.names());
            sealed.add(stored);
            states.add(state);
        }
        return new Outcome<>(new Reply.Accepted(state.seq(), result, false), sealed, states);
    }

    /** An event as it is stored, and as it will be read again: its texts are sealed. */
    private record Line<E>(byte[] bytes, E event) {}

    private Line<E> line(E event, Sealing sealing) {
        String type = kind.typeOf(event).storedName();
        int changed = sealing == null ? 0 : sealing.changed();
        byte[] bytes = StoredEvent.line(type, event, kind.holdsPersonalData() ? sealing : null);
        if (sealing == null || sealing.changed() == changed) {
            return new Line<>(bytes, event);
        }
        try {
            return new Line<>(
                    bytes,
                    Json.MAPPER
                            .readerFor(event.getClass())
                            .withAttribute(Naming.ATTRIBUTE, new Naming(keys))
                            .readValue(bytes));
        } catch (IOException e) {
            throw new IllegalArgumentException(type + " cannot be read back: " + e.getMessage(), e);
        }
    }

    private Rejection tooLarge(StoredEvent event) {
        return Rejection.invalid(
                "entity.event-too-large",
                "Expected at most " + maxEventBytes + " bytes to be stored for one command but got " + event.size()
                        + "; send less at once.");
    }
}
