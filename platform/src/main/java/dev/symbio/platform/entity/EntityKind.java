package dev.symbio.platform.entity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.symbio.platform.personal.Components;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The declaration of a kind of entity: which command is decided by which method, which event evolves the state by which
 * method and under which public name it is stored. Everything else (hosting, storage, idempotency, audit replay) is
 * derived from it. Building it fails if a permitted command or event of the sealed interfaces has no handler, or if a mark of
 * personal data in an event makes no sense.
 *
 * @param <C> sealed interface of the commands, all records
 * @param <E> sealed interface of the events, all records
 * @param <S> the immutable state; it and all it holds must survive a JSON round trip
 */
public final class EntityKind<C, E, S> {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    /** Decides one command class. */
    @FunctionalInterface
    public interface Decider<S, K, E> {
        Decision<E> decide(S state, K command, Context context);
    }

    /** What to do when a deadline of this kind falls due: the command that the entity then gives itself. */
    @FunctionalInterface
    public interface DueCommand<S, C> {
        C commandFor(S state, Deadline deadline);
    }

    /**
     * How an event class is stored.
     *
     * @param publicName the contract with everyone who reads the journal: {@code symbio.sla.period-closed}
     */
    public record EventType<E>(String publicName, int version, Class<? extends E> type) {
        /** {@code symbio.sla.period-closed.v1} */
        public String storedName() {
            return publicName + ".v" + version;
        }
    }

    private record Upcast(String publicName, int fromVersion) {}

    private final String name;
    private final Class<C> commandType;
    private final Class<E> eventType;
    private final S none;
    private final Map<Class<?>, Decider<S, C, E>> deciders;
    private final Map<String, Class<? extends C>> commandsByName;
    private final Map<Class<?>, BiFunction<S, E, S>> evolvers;
    private final Map<Class<?>, EventType<E>> typesByClass;
    private final Map<String, EventType<E>> typesByName;
    private final Map<Upcast, UnaryOperator<ObjectNode>> upcasts;
    private final Function<S, Set<Deadline>> deadlines;
    private final DueCommand<S, C> whenDue;
    private final int snapshotEvery;
    private final boolean personal;

    private EntityKind(Builder<C, E, S> b) {
        name = b.name;
        commandType = b.commandType;
        eventType = b.eventType;
        none = b.none;
        deciders = Map.copyOf(b.deciders);
        commandsByName = Map.copyOf(b.commandsByName);
        evolvers = Map.copyOf(b.evolvers);
        typesByClass = Map.copyOf(b.typesByClass);
        typesByName = Map.copyOf(b.typesByName);
        upcasts = Map.copyOf(b.upcasts);
        deadlines = b.deadlines;
        whenDue = b.whenDue;
        snapshotEvery = b.snapshotEvery;
        personal = b.personal;
    }

    public static <C, E, S> Builder<C, E, S> of(String name, Class<C> commands, Class<E> events, S none) {
        return new Builder<>(name, commands, events, none);
    }

    public String name() {
        return name;
    }

    public Class<C> commandType() {
        return commandType;
    }

    public Class<E> eventType() {
        return eventType;
    }

    /** The state before the first event. */
    public S none() {
        return none;
    }

    @SuppressWarnings("unchecked")
    public Class<S> stateType() {
        return (Class<S>) none.getClass();
    }

    public int snapshotEvery() {
        return snapshotEvery;
    }

    /** Whether something in its events is marked as personal data. */
    public boolean holdsPersonalData() {
        return personal;
    }

    public EntityRef ref(TenantId tenant, String id) {
        return new EntityRef(name, tenant, id);
    }

    /** Decides without any effect. */
    public Decision<E> decide(S state, C command, Context context) {
        return deciders.get(command.getClass()).decide(state, command, context);
    }

    public S evolve(S state, E event) {
        return evolvers.get(event.getClass()).apply(state, event);
    }

    public S evolve(S state, Iterable<? extends E> events) {
        S next = state;
        for (E event : events) {
            next = evolve(next, event);
        }
        return next;
    }

    public Set<Deadline> deadlines(S state) {
        return deadlines.apply(state);
    }

    public C commandWhenDue(S state, Deadline deadline) {
        return whenDue.commandFor(state, deadline);
    }

    public EventType<E> typeOf(E event) {
        return typesByClass.get(event.getClass());
    }

    /** All event types, current versions only. */
    public List<EventType<E>> eventTypes() {
        return List.copyOf(typesByClass.values());
    }

    /** The name under which a command class travels between nodes: {@code close-period} for {@code ClosePeriod}. */
    public String commandName(C command) {
        return commandName(command.getClass());
    }

    String commandName(Class<?> commandType) {
        return kebab(commandType.getSimpleName());
    }

    /** All command classes. */
    public Set<Class<?>> commandTypes() {
        return deciders.keySet();
    }

    public Optional<Class<? extends C>> commandNamed(String commandName) {
        return Optional.ofNullable(commandsByName.get(commandName));
    }

    /**
     * Finds the event class for a stored name and lifts old data to its current version.
     *
     * @param storedName public name and version as stored
     * @param data the stored data, or null when only the class is wanted
     * @return empty if the name or a step of the way up is unknown
     */
    public Optional<Current<E>> current(String storedName, ObjectNode data) {
        int at = storedName.lastIndexOf(".v");
        if (at < 0) {
            return Optional.empty();
        }
        String publicName = storedName.substring(0, at);
        EventType<E> type = typesByName.get(publicName);
        int version;
        try {
            version = Integer.parseInt(storedName.substring(at + 2));
        } catch (NumberFormatException notAVersion) {
            return Optional.empty();
        }
        if (type == null || version > type.version()) {
            return Optional.empty();
        }
        ObjectNode lifted = data;
        for (int v = version; v < type.version(); v++) {
            UnaryOperator<ObjectNode> step = upcasts.get(new Upcast(publicName, v));
            if (step == null) {
                return Optional.empty();
            }
            lifted = lifted == null ? null : step.apply(lifted);
        }
        return Optional.of(new Current<>(type, lifted, version == type.version()));
    }

    /** A stored event's class and its data in the current version. */
    public record Current<E>(EventType<E> type, ObjectNode data, boolean unchanged) {}

    static String kebab(String camel) {
        return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return name;
    }

    /** Collects the table and checks it against the sealed interfaces. */
    public static final class Builder<C, E, S> {
        private final String name;
        private final Class<C> commandType;
        private final Class<E> eventType;
        private final S none;
        private final Map<Class<?>, Decider<S, C, E>> deciders = new LinkedHashMap<>();
        private final Map<String, Class<? extends C>> commandsByName = new HashMap<>();
        private final Map<Class<?>, BiFunction<S, E, S>> evolvers = new LinkedHashMap<>();
        private final Map<Class<?>, EventType<E>> typesByClass = new LinkedHashMap<>();
        private final Map<String, EventType<E>> typesByName = new HashMap<>();
        private final Map<Upcast, UnaryOperator<ObjectNode>> upcasts = new HashMap<>();
        private Function<S, Set<Deadline>> deadlines = state -> Set.of();
        private DueCommand<S, C> whenDue;
        private int snapshotEvery = 200;
        private boolean personal;

        private Builder(String name, Class<C> commandType, Class<E> eventType, S none) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("Expected a kind name like \"sla\" but got \"" + name + "\".");
            }
            this.name = name;
            this.commandType = commandType;
            this.eventType = eventType;
            this.none = none;
        }

        @SuppressWarnings("unchecked")
        public <K extends C> Builder<C, E, S> decides(Class<K> command, Decider<S, K, E> decider) {
            refuseRepeated(deciders.put(command, (Decider<S, C, E>) decider), command);
            commandsByName.put(kebab(command.getSimpleName()), command);
            return this;
        }

        /** @param eventName without the prefix: {@code period-closed} is stored as {@code symbio.<kind>.period-closed.v1} */
        @SuppressWarnings("unchecked")
        public <V extends E> Builder<C, E, S> evolves(
                String eventName, int version, Class<V> event, BiFunction<S, V, S> evolver) {
            refuseRepeated(evolvers.put(event, (BiFunction<S, E, S>) evolver), event);
            EventType<E> type = new EventType<>(publicName(eventName), version, event);
            typesByClass.put(event, type);
            if (typesByName.put(type.publicName(), type) != null) {
                throw new IllegalArgumentException(name + ": two events are called " + eventName + ".");
            }
            return this;
        }

        /** How data of an old version becomes data of the next one. Needed for every version below the current. */
        public Builder<C, E, S> upcasts(String eventName, int fromVersion, UnaryOperator<ObjectNode> step) {
            upcasts.put(new Upcast(publicName(eventName), fromVersion), step);
            return this;
        }

        public Builder<C, E, S> deadlines(Function<S, Set<Deadline>> derivation, DueCommand<S, C> commandWhenDue) {
            deadlines = derivation;
            whenDue = commandWhenDue;
            return this;
        }

        public Builder<C, E, S> snapshotEvery(int events) {
            snapshotEvery = events;
            return this;
        }

        public EntityKind<C, E, S> build() {
            requireAll(commandType, deciders.keySet());
            requireAll(eventType, evolvers.keySet());
            personal = Components.checkMarks(eventType);
            for (EventType<E> type : typesByName.values()) {
                for (int v = 1; v < type.version(); v++) {
                    if (!upcasts.containsKey(new Upcast(type.publicName(), v))) {
                        throw new IllegalStateException(type.storedName() + " has no upcast from version " + v + ".");
                    }
                }
            }
            return new EntityKind<>(this);
        }

        private String publicName(String eventName) {
            return "symbio." + name + "." + eventName;
        }

        private void refuseRepeated(Object before, Class<?> type) {
            if (before != null) {
                throw new IllegalArgumentException(name + ": " + type.getSimpleName() + " has two handlers.");
            }
        }

        private void requireAll(Class<?> sealedType, Set<Class<?>> handled) {
            if (!sealedType.isSealed()) {
                throw new IllegalStateException(sealedType + " must be a sealed interface.");
            }
            List<String> missing = new ArrayList<>();
            for (Class<?> permitted : sealedType.getPermittedSubclasses()) {
                if (!permitted.isRecord()) {
                    throw new IllegalStateException(permitted + " must be a record.");
                }
                if (!handled.contains(permitted)) {
                    missing.add(permitted.getSimpleName());
                }
            }
            if (!missing.isEmpty()) {
                throw new IllegalStateException(name + ": no handler for " + String.join(", ", missing) + " of "
                        + sealedType.getSimpleName() + ".");
            }
        }
    }
}
