package dev.symbio.platform.entity;

import java.time.Instant;
import java.util.List;

/**
 * An entity without an actor: decides commands exactly as a hosted one does and leaves it to the caller to store the events.
 * For those who write many histories at once into a journal that nobody else writes to. Not thread-safe.
 */
public final class LoneEntity<C, E, S> {
    private final HostedEntity<C, E, S> hosted;
    private HostState<S> state;

    /** As many commands kept and as large events as on the nodes that will host it. */
    public LoneEntity(EntityKind<C, E, S> kind, EntityRef entity, int commandsKept, int maxEventBytes) {
        hosted = new HostedEntity<>(kind, entity, commandsKept, maxEventBytes);
        state = hosted.initial();
    }

    /**
     * The events that a command leads to, sealed and chained behind those before.
     *
     * @throws IllegalArgumentException if the command is not accepted; nothing has changed then
     */
    public List<StoredEvent> decide(C command, CommandMeta meta, Instant now) {
        HostedEntity.Outcome<S> outcome = hosted.handle(state, command, meta, now);
        if (!(outcome.reply() instanceof Reply.Accepted)) {
            throw new IllegalArgumentException(hosted.entity() + " answers " + outcome.reply());
        }
        if (!outcome.states().isEmpty()) {
            state = outcome.states().get(outcome.states().size() - 1);
        }
        return outcome.events();
    }

    /** Of its last event; 0 before the first. */
    public long seq() {
        return state.seq();
    }
}
