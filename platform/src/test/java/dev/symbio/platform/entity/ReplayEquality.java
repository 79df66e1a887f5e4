package dev.symbio.platform.entity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.platform.json.Json;
import dev.symbio.platform.personal.DataKey;
import dev.symbio.platform.personal.KeysInMemory;
import dev.symbio.platform.personal.Openings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs commands against an entity exactly as the host does, without actors, and holds that replay tells the truth: the live
 * state equals the state replayed from the stored bytes, equals a stored snapshot plus the events after it, and a rejected
 * command changes nothing. Every command is the same after it has crossed to another node.
 */
public final class ReplayEquality {
    private static final int COMMANDS_KEPT = 1000;
    private static final int MAX_EVENT_BYTES = 1 << 20;

    /** One command, by whom and when. */
    public record Step<C>(C command, Principal by, Instant at) {}

    /** How a run ended, for further checks of the caller. */
    public record Run<S>(S state, long seq, List<Reply> replies) {}

    private ReplayEquality() {}

    public static <C, E, S> Run<S> check(EntityKind<C, E, S> kind, EntityRef entity, List<Step<C>> steps) {
        KeysInMemory keys = new KeysInMemory();
        HostedEntity<C, E, S> hosted = new HostedEntity<>(kind, entity, COMMANDS_KEPT, MAX_EVENT_BYTES, keys);
        StoredSnapshot.Adapter<S> snapshots = StoredSnapshot.Adapter.of(kind, entity);
        List<byte[]> journal = new ArrayList<>();
        List<Reply> replies = new ArrayList<>();
        HostState<S> live = hosted.initial();
        byte[] snapshot = null;
        int snapshotAt = 0;
        String manifest = "";
        for (int i = 0; i < steps.size(); i++) {
            Step<C> step = steps.get(i);
            assertThat(overTheWire(kind, step.command())).as("on another node").isEqualTo(step.command());
            CommandMeta meta = new CommandMeta("c" + i, "", step.by(), "run", null, null);
            HostedEntity.Outcome<S> outcome = hosted.handle(live, step.command(), meta, step.at());
            replies.add(outcome.reply());
            for (StoredEvent event : outcome.events()) {
                journal.add(event.bytes().clone());
            }
            if (!outcome.events().isEmpty()) {
                live = outcome.states().get(outcome.states().size() - 1);
            }
            if (i == steps.size() / 2) {
                StoredSnapshot taken = (StoredSnapshot) snapshots.toJournal(live);
                snapshot = taken.bytes(keys);
                manifest = taken.manifest();
                snapshotAt = journal.size();
            }
        }
        HostState<S> replayed = replay(hosted, hosted.initial(), journal);
        assertThat(replayed.quarantine()).isNull();
        assertThat(replayed.domain()).as("replayed = live").isEqualTo(live.domain());
        assertThat(replayed.lastHash()).isEqualTo(live.lastHash());
        assertThat(replayed.remembered()).isEqualTo(live.remembered());
        if (snapshot != null) {
            HostState<S> restored = snapshots.fromJournal(StoredSnapshot.of(manifest, snapshot, keys));
            HostState<S> continued = replay(hosted, restored, journal.subList(snapshotAt, journal.size()));
            assertThat(continued.quarantine()).isNull();
            assertThat(continued.domain()).as("snapshot + tail = live").isEqualTo(live.domain());
            assertThat(continued.remembered()).isEqualTo(live.remembered());
            assertThat(continued.order()).isEqualTo(live.order());
        }
        replaysRedacted(hosted, journal, keys, live);
        return new Run<>(opened(kind, live.domain(), new Openings(keys)), live.seq(), replies);
    }

    /** As deciders left it before its texts were sealed. */
    private static <S> S opened(EntityKind<?, ?, S> kind, S state, Openings openings) {
        return Json.read(openings.json(Json.written(state)), kind.stateType());
    }

    /** Whoever is redacted, the history can be replayed, and always to the same state; nobody else's data changes. */
    private static <C, E, S> void replaysRedacted(
            HostedEntity<C, E, S> hosted, List<byte[]> journal, KeysInMemory keys, HostState<S> live) {
        List<DataKey> all = keys.all();
        if (all.isEmpty()) {
            return;
        }
        DataKey key = all.get((int) (live.seq() % all.size()));
        keys.destroy(key);
        HostState<S> first = replay(hosted, hosted.initial(), journal);
        HostState<S> second = replay(hosted, hosted.initial(), journal);
        assertThat(first.quarantine()).as("replayed after redaction").isNull();
        assertThat(first.domain()).isEqualTo(second.domain());
        assertThat(first.lastHash()).isEqualTo(live.lastHash());
        assertThat(first.names()).as("who is still known").doesNotContain(key.id());
        keys.restore(key);
    }

    private static <C> C overTheWire(EntityKind<C, ?, ?> kind, C command) {
        try {
            return Json.MAPPER.readValue(
                    Json.MAPPER.writeValueAsBytes(command),
                    kind.commandNamed(kind.commandName(command)).orElseThrow());
        } catch (IOException doesNotCross) {
            throw new UncheckedIOException(doesNotCross);
        }
    }

    private static <C, E, S> HostState<S> replay(
            HostedEntity<C, E, S> hosted, HostState<S> from, List<byte[]> journal) {
        HostState<S> state = from;
        for (byte[] bytes : journal) {
            state = hosted.replay(state, StoredEvent.of(bytes));
        }
        return state;
    }
}
