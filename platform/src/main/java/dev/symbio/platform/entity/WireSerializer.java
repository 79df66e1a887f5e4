package dev.symbio.platform.entity;

import akka.actor.ExtendedActorSystem;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.javadsl.Adapter;
import akka.serialization.SerializerWithStringManifest;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import dev.symbio.platform.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * What entities are told and what they answer, as it crosses between nodes. The manifest names the message, for a command and
 * for a state also what it is: {@code deliver.v1:sla/close-period}, {@code state.v1:sla}. The bytes are JSON as it is stored
 * everywhere else, compressed when there is much of it. No name of a class leaves the node.
 */
public final class WireSerializer extends SerializerWithStringManifest {
    public static final int IDENTIFIER = 730_002;

    private static final String DELIVER = "deliver.v1:";
    private static final String STATE = "state.v1:";
    private static final String DUE = "due.v1";
    private static final String GET_STATE = "get-state.v1";
    private static final String STOP = "stop.v1";
    private static final Map<String, Class<? extends Reply>> REPLIES = Map.of(
            "accepted.v1", Reply.Accepted.class,
            "rejected.v1", Reply.Rejected.class,
            "key-reused.v1", Reply.KeyReused.class,
            "stale.v1", Reply.Stale.class,
            "quarantined.v1", Reply.Quarantined.class,
            "still-held.v1", Reply.StillHeld.class,
            "not-stored.v1", Reply.NotStored.class,
            "failed.v1", Reply.Failed.class);
    private static final Map<Class<?>, String> REPLY_NAMES =
            REPLIES.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

    private static final int COMPRESSED_FROM_BYTES = 32 * 1024;
    private static final byte GZIP = 0x1f;

    private final ExtendedActorSystem system;
    private final Map<String, EntityKind<?, ?, ?>> kinds;
    private final Map<Class<?>, EntityKind<?, ?, ?>> kindsByCommand = new HashMap<>();
    private final Map<Class<?>, EntityKind<?, ?, ?>> kindsByState = new HashMap<>();

    /** @param kinds all that any node hosts; each command class and each state class belongs to one of them */
    public WireSerializer(ExtendedActorSystem system, List<EntityKind<?, ?, ?>> kinds) {
        this.system = system;
        this.kinds = kinds.stream().collect(Collectors.toUnmodifiableMap(EntityKind::name, Function.identity()));
        for (EntityKind<?, ?, ?> kind : kinds) {
            only(kindsByState.put(kind.stateType(), kind), kind);
            kind.commandTypes().forEach(type -> only(kindsByCommand.put(type, kind), kind));
        }
    }

    private static void only(EntityKind<?, ?, ?> before, EntityKind<?, ?, ?> kind) {
        if (before != null) {
            throw new IllegalStateException("Expected a command or state of one kind, but " + before + " and " + kind
                    + " share one: nobody could tell them apart on another node.");
        }
    }

    /** The classes that this writes. */
    public static List<Class<?>> types() {
        return List.of(HostCommand.class, Reply.class, Snapshot.class);
    }

    private record Delivery<C>(String replyTo, CommandMeta meta, C command) {}

    private record DueDeadline(String name, Instant dueAt, String replyTo) {}

    private record Asked(String replyTo) {}

    private record State<S>(long seq, S state) {}

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object message) {
        if (message instanceof HostCommand.Deliver deliver) {
            EntityKind<?, ?, ?> kind = known(kindsByCommand, deliver.command());
            return DELIVER + kind.name() + "/"
                    + kind.commandName(deliver.command().getClass());
        }
        if (message instanceof Snapshot<?> snapshot) {
            return STATE + known(kindsByState, snapshot.state()).name();
        }
        if (message instanceof Reply) {
            return REPLY_NAMES.get(message.getClass());
        }
        if (message instanceof HostCommand.Due) {
            return DUE;
        }
        if (message instanceof HostCommand.GetState) {
            return GET_STATE;
        }
        if (message instanceof HostCommand.Stop) {
            return STOP;
        }
        throw new IllegalArgumentException("Expected a message of the host but got " + message.getClass() + ".");
    }

    private static EntityKind<?, ?, ?> known(Map<Class<?>, EntityKind<?, ?, ?>> kinds, Object value) {
        return Optional.<EntityKind<?, ?, ?>>ofNullable(kinds.get(value.getClass()))
                .orElseThrow(() -> new IllegalArgumentException("No kind has " + value.getClass() + "."));
    }

    @Override
    public byte[] toBinary(Object message) {
        try {
            byte[] json = Json.MAPPER.writeValueAsBytes(onTheWire(message));
            return json.length < COMPRESSED_FROM_BYTES ? json : compressed(json);
        } catch (IOException e) {
            throw new UncheckedIOException(manifest(message) + " does not serialise.", e);
        }
    }

    private Object onTheWire(Object message) {
        if (message instanceof HostCommand.Deliver deliver) {
            return new Delivery<>(name(deliver.replyTo()), deliver.meta(), deliver.command());
        }
        if (message instanceof HostCommand.Due due) {
            return new DueDeadline(due.name(), due.dueAt(), name(due.replyTo()));
        }
        if (message instanceof HostCommand.GetState get) {
            return new Asked(name(get.replyTo()));
        }
        if (message instanceof Snapshot<?> snapshot) {
            return new State<>(snapshot.seq(), snapshot.state());
        }
        return message;
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) {
        try {
            byte[] json = bytes.length > 0 && bytes[0] == GZIP ? decompressed(bytes) : bytes;
            return read(json, manifest);
        } catch (IOException e) {
            throw new UncheckedIOException(manifest + " cannot be read.", e);
        }
    }

    private Object read(byte[] json, String manifest) throws IOException {
        TypeFactory types = Json.MAPPER.getTypeFactory();
        if (manifest.startsWith(DELIVER)) {
            JavaType type = types.constructParametricType(Delivery.class, command(manifest));
            Delivery<?> delivery = Json.MAPPER.readValue(json, type);
            return new HostCommand.Deliver(delivery.command(), delivery.meta(), actor(delivery.replyTo()));
        }
        if (manifest.startsWith(STATE)) {
            Class<?> state = kind(manifest.substring(STATE.length()), manifest).stateType();
            State<?> read = Json.MAPPER.readValue(json, types.constructParametricType(State.class, state));
            return new Snapshot<>(read.seq(), read.state());
        }
        Class<? extends Reply> reply = REPLIES.get(manifest);
        if (reply != null) {
            return Json.MAPPER.readValue(json, reply);
        }
        return switch (manifest) {
            case DUE -> {
                DueDeadline due = Json.MAPPER.readValue(json, DueDeadline.class);
                yield new HostCommand.Due(due.name(), due.dueAt(), actor(due.replyTo()));
            }
            case GET_STATE ->
                new HostCommand.GetState(
                        actor(Json.MAPPER.readValue(json, Asked.class).replyTo()));
            case STOP -> new HostCommand.Stop();
            default -> throw unknown(manifest);
        };
    }

    private Class<?> command(String manifest) {
        int slash = manifest.indexOf('/');
        EntityKind<?, ?, ?> kind =
                kind(manifest.substring(DELIVER.length(), Math.max(DELIVER.length(), slash)), manifest);
        return kind.commandNamed(manifest.substring(slash + 1)).orElseThrow(() -> unknown(manifest));
    }

    private EntityKind<?, ?, ?> kind(String name, String manifest) {
        return Optional.<EntityKind<?, ?, ?>>ofNullable(kinds.get(name)).orElseThrow(() -> unknown(manifest));
    }

    private static IllegalArgumentException unknown(String manifest) {
        return new IllegalArgumentException(
                "This version knows no message \"" + manifest + "\"; another node runs a newer one.");
    }

    private String name(ActorRef<?> actor) {
        return resolver().toSerializationFormat(actor);
    }

    private <T> ActorRef<T> actor(String name) {
        return resolver().resolveActorRef(name);
    }

    private ActorRefResolver resolver() {
        return ActorRefResolver.get(Adapter.toTyped(system));
    }

    private static byte[] compressed(byte[] json) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(json.length / 4);
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(json);
        }
        return bytes.toByteArray();
    }

    private static byte[] decompressed(byte[] bytes) throws IOException {
        try (GZIPInputStream zip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return zip.readAllBytes();
        }
    }
}
