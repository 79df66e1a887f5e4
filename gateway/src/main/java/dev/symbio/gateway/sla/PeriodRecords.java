package dev.symbio.gateway.sla;

import dev.symbio.contracts.sla.Period;
import dev.symbio.contracts.sla.PeriodAccount;
import dev.symbio.contracts.sla.SlaContract;
import dev.symbio.contracts.sla.SlaEvent;
import dev.symbio.gateway.http.Problems;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.EventCodec;
import dev.symbio.platform.entity.History;
import dev.symbio.platform.entity.StoredEvent;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The observations of a period. A contract keeps them as long as they can matter; those of older periods are read back
 * from its history, which has everything for ever.
 */
final class PeriodRecords {
    private static final int EVENTS_PER_READ = 50;

    private final History history;
    private final Executor blocking;
    private final EventCodec<SlaEvent> codec = new EventCodec<>(SlaContract.KIND);

    PeriodRecords(History history, Executor blocking) {
        this.history = history;
        this.blocking = blocking;
    }

    /** Empty if the contract has no such period; a period without observations has an account without any, or null. */
    CompletionStage<Optional<Account>> of(EntityRef ref, SlaContract contract, String period) {
        Optional<PeriodAccount> known = contract.period(period);
        if (known.isPresent() && !known.get().observations().isEmpty()) {
            return CompletableFuture.completedFuture(Optional.of(new Account(known.get())));
        }
        Optional<Period> named = contract.timeline().named(period);
        if (named.isEmpty() && known.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        boolean open = named.isPresent()
                && !named.get().start().isBefore(contract.ledger().openFrom());
        if (open) {
            return CompletableFuture.completedFuture(Optional.of(new Account(null)));
        }
        return replay(ref, new Replay(period, SlaContract.NONE, null, 1))
                .thenApply(end -> Optional.of(new Account(end.lastSeen)));
    }

    /** @param found null when the period has no observations */
    record Account(@Nullable PeriodAccount found) {}

    /** How far the history has been followed, and the period as last seen with its observations. */
    private record Replay(String period, SlaContract state, @Nullable PeriodAccount lastSeen, long nextSeq) {
        private Replay after(SlaEvent event) {
            SlaContract next = SlaContract.KIND.evolve(state, event);
            PeriodAccount seen = next.period(period)
                    .filter(account -> !account.observations().isEmpty())
                    .orElse(lastSeen);
            return new Replay(period, next, seen, nextSeq + 1);
        }
    }

    private CompletionStage<Replay> replay(EntityRef ref, Replay soFar) {
        return history.events(ref, soFar.nextSeq, EVENTS_PER_READ)
                .thenApplyAsync(events -> followed(soFar, events), blocking)
                .thenCompose(next -> next.nextSeq - soFar.nextSeq < EVENTS_PER_READ
                        ? CompletableFuture.completedFuture(next)
                        : replay(ref, next));
    }

    private Replay followed(Replay soFar, List<StoredEvent> events) {
        Replay replay = soFar;
        for (StoredEvent stored : events) {
            if (!stored.intact()) {
                throw Problems.ENTITY_QUARANTINED.because("Its history does not verify.");
            }
            replay = replay.after(codec.read(stored).event());
        }
        return replay;
    }
}
